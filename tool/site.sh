#!/bin/sh
# The nginx configuration of `make run`, or the site of an installed machine,
# from their one source.
# usage: site.sh run|site SOURCE NAME=VALUE...	on standard output
set -eu

kind=$1
source=$2
shift 2
fill=
for pair; do
	fill="$fill;s|@${pair%%=*}@|${pair#*=}|g"
done
case $kind in
run)	sort='/^#site/d;s/ #run$//' ;;
site)	sort='/ #run$/d;s/^#site//' ;;
*)	exit 2 ;;
esac
sed -e "$sort$fill" "$source"
