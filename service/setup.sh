#!/bin/sh
# From an installed package to a running site.  May be run again: what is
# there stays, but for the nginx site, which is made anew.
#
#	orientatie-setup HOST SMTP_URL MAIL_FROM [CERTIFICATE KEY]
#
# Without a certificate that of certbot is taken, or one is made that no
# browser knows, until there is a better one.
set -eu

usage() {
	echo "usage: orientatie-setup HOST SMTP_URL MAIL_FROM" \
	    "[CERTIFICATE KEY]" >&2
	exit 2
}

[ $# -eq 3 ] || [ $# -eq 5 ] || usage
[ "$(id -u)" -eq 0 ] || { echo "orientatie-setup: not root" >&2; exit 1; }
host=$1
smtp=$2
from=$3
certificate=${4:-/etc/letsencrypt/live/$host/fullchain.pem}
key=${5:-/etc/letsencrypt/live/$host/privkey.pem}
share=@SHARE@
conf=/etc/orientatie/orientatie.conf
data=/var/lib/orientatie
site=/etc/nginx/sites-available/orientatie

case $host in
'' | *[!a-z0-9.-]*) usage ;;
esac

as_owner() {
	runuser -u orientatie -- "$@"
}

if [ ! -e $conf ]; then
	sed -e "s|@HOST@|$host|g" -e "s|@SMTP@|$smtp|g" \
	    -e "s|@FROM@|$from|g" \
	    -e "s|@EXPIRES@|$(date -d '+300 days' +%F)|g" \
	    $share/orientatie.conf >$conf.new
	chgrp orientatie $conf.new
	chmod 640 $conf.new
	mv $conf.new $conf
fi

new=no
[ -e $data/orientatie.db ] || new=yes
as_owner orientatie init
if [ $new = yes ]; then
	as_owner orientatie gemeenten import $share/gemeenten.csv
	as_owner orientatie demo
	echo "organiser account: organisator, password:" "$(as_owner \
	    orientatie user add organisator --role organisator </dev/null)"
fi

if [ ! -e "$certificate" ]; then
	certificate=/etc/orientatie/tls/$host.pem
	key=/etc/orientatie/tls/$host.key
	if [ ! -e "$certificate" ]; then
		mkdir -p -m 700 /etc/orientatie/tls
		openssl req -x509 -newkey ec -pkeyopt \
		    ec_paramgen_curve:prime256v1 -nodes -days 30 \
		    -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
		    -keyout "$key" -out "$certificate" 2>/dev/null
	fi
	echo "no certificate yet, browsers will warn; when $host leads here:"
	echo "  certbot certonly --webroot -w $data/acme -d $host"
	echo "  orientatie-setup $host $smtp $from"
fi

mkdir -p /etc/orientatie/nginx.d
$share/site.sh site $share/nginx.conf HOST="$host" \
    RUN=/run/orientatie LOGS=/var/log/nginx/orientatie.log \
    ASSETS=$share/assets CACHE=on RATE=30 BURST=20 BUSY=100 \
    CERTIFICATE="$certificate" KEY="$key" >$site
[ -e /proc/net/if_inet6 ] || sed -i '/listen \[::\]/d' $site
ln -sf $site /etc/nginx/sites-enabled/orientatie
nginx -q -t
if [ -d /run/systemd/system ]; then
	systemctl enable -q --now orientatie-signup.socket \
	    orientatie-desk.socket orientatie-signup orientatie-desk \
	    orientatie-mailer orientatie-backup.timer orientatie-doctor.timer
	systemctl enable -q nginx
	systemctl reload-or-restart nginx
fi
echo "ready https://$host/"
