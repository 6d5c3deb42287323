#!/bin/bash
# What `make run` does once everything is built: make the installation in
# DATA on first use, start all its processes, say when it is ready, and end
# them all when asked to.
set -eu

umask 027	# logs and letters are not for every local user
root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build
mkdir -p "$DATA"
data=$(cd "$DATA" && pwd)
conf=$data/orientatie.conf
run=$data/run
mkdir -p "$run"
kept=()

# Its descriptor goes along to all that is started here: who still runs has it.
exec 9>"$run/lock"
if ! flock -n 9; then
	echo "another make run uses $data" >&2
	exit 1
fi

free_port() {
	/usr/bin/python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

port_is_free() {
	/usr/bin/python3 -c 'import socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))' "$PORT" 2>/dev/null
}

# Root only watches: who listens and reads letters has a user of this DATA's
# own, and the files that it writes.  The folder stays root's, so that the tool
# can read and write wherever root can.
drop=()
drop_root() {
	local path number
	number=$((61184 + $(printf %s "$data" | cksum | cut -d' ' -f1) % 4336))
	[ "$(id -u)" -eq 0 ] && [ ! -k "$data" ] || return 0
	chgrp "$number" "$data"
	chmod g+rwx "$data"
	for path in "$data"/orientatie.* "$data"/secret* "$run" "$data/mail"
	do
		[ ! -e "$path" ] || chown -R "$number:$number" "$path"
	done
	drop=(setpriv --reuid "$number" --regid "$number" --clear-groups
	    --no-new-privs)
	"${drop[@]}" test -w "$run" -a -w "$data" -a -x "$build/signup.fcgi" \
	    2>/dev/null || {
		echo "root it stays: nobody else reaches $data or $build" >&2
		drop=()
	}
}

# As many as nginx can use, when this system lets us have them.
most_files() {
	local most
	most=$(ulimit -Hn)
	{ [ "$most" != unlimited ] && [ "$most" -lt 16640 ]; } || most=16640
	echo "$most"
}

# Run a program and start it again when it ends, until we are told to stop.
# It has a process group of its own: whatever it leaves behind goes with it,
# such as the workers of a killed nginx, which hold the port.
keep() {
	local child=
	set -m
	trap '[ -z "$child" ] || kill "$child" 2>/dev/null || :
	    wait; exit 0' TERM INT
	while :; do
		"$@" </dev/null &
		child=$!
		wait "$child" || :
		kill -KILL -- "-$child" 2>/dev/null || :
		echo "one ended and is started again: $*" >&2
		sleep 1 &
		child=$!
		wait "$child" || :
	done
}

start() {
	keep "$@" &
	kept+=($!)
}

stop() {
	trap - EXIT INT TERM HUP
	[ ${#kept[@]} -eq 0 ] || kill "${kept[@]}" 2>/dev/null || :
	wait || :
	exit "$1"
}
trap 'stop 0' INT TERM HUP
trap 'stop 1' EXIT

write_configuration() {
	touch "$conf"
	chmod 600 "$conf"
	cat >"$conf" <<EOF
# Written by make run; changes here are lost.
database = "$data/orientatie.db";
secret = "$data/secret";
base_url = "$BASE_URL";
signup_socket = "$run/signup.sock";
desk_socket = "$run/desk.sock";
smtp_url = "$SMTP_URL";
smtp_tls = "none";
mail_from = "bijeenkomst@mboraad.example";
security_expires = "$(date -d '+300 days' +%F)";
limits = $([ "$LIMITS" = off ] && echo false || echo true);
EOF
	"$root/tool/site.sh" run "$root/nginx.conf" PORT="$PORT" RUN="$run" \
	    LOGS="$run/access.log" ASSETS="$build/assets" \
	    CACHE="${CACHE:-on}" INSTANCE="$instance" FILES="$(most_files)" \
	    BUSY="$([ "$LIMITS" = off ] && echo 60000 || echo 100)" \
	    RATE="$([ "$LIMITS" = off ] && echo 1000000 || echo 30)" \
	    BURST="$([ "$LIMITS" = off ] && echo 100000 || echo 20)" \
	    >"$run/nginx.conf"
}

orientatie() {
	"${drop[@]}" "$build/orientatie" --config "$conf" "$@"
}

first_use() {
	orientatie gemeenten import "$root/db/gemeente/gemeenten.csv"
	orientatie demo
	echo "organiser account: organisator, password:" \
	    "$(orientatie user add organisator --role organisator </dev/null)"
}

SMTP_URL=${SMTP_URL%/}
if [ -z "$SMTP_URL" ]; then
	mkdir -p "$data/mail/new" "$data/mail/cur" "$data/mail/tmp"
	port=$(free_port)
	SMTP_URL=smtp://127.0.0.1:$port
	drop_root
	start "${drop[@]}" /usr/bin/python3 -m aiosmtpd -n -l "127.0.0.1:$port" \
	    -c aiosmtpd.handlers.Mailbox "$data/mail"
fi
if ! port_is_free; then
	echo "port $PORT is taken by another program" >&2
	exit 1
fi
# In the answer of /health, so that no other server is taken for this one.
instance=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
write_configuration
drop_root
new=no
[ -e "$data/orientatie.db" ] || new=yes
orientatie init
[ $new = no ] || first_use

start "${drop[@]}" "$build/signup.fcgi" --config "$conf"
start "${drop[@]}" "$build/desk.fcgi" --config "$conf"
start "${drop[@]}" "$build/mailer" --config "$conf"
as=
[ "$(id -u)" -ne 0 ] || [ ${#drop[@]} -gt 0 ] || as='user root;'
[ ${#drop[@]} -eq 0 ] || [ "$PORT" -ge 1024 ] || drop+=(--inh-caps
    +net_bind_service --ambient-caps +net_bind_service)
# One that was killed leaves its socket, and the next could not have it.
nginx() {
	rm -f "$run/metrics.sock"
	exec "${drop[@]}" /usr/sbin/nginx -p "$run/" -c "$run/nginx.conf" -e stderr \
	    -g "daemon off; $as"
}
start nginx

for _ in $(seq 200); do
	if curl -fs -D - -o /dev/null "http://127.0.0.1:$PORT/health" |
	    grep -q "^Instance: $instance"; then
		echo "ready http://localhost:$PORT/"
		wait
		stop 0
	fi
	sleep 0.1
done
echo "it does not answer on port $PORT" >&2
stop 1
