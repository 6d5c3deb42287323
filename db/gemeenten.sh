#!/bin/sh
# Make db/gemeenten.csv from the reference data: every municipality of today,
# in the order of its name.  Run by hand when the source has changed.
#	sh db/gemeenten.sh DATA/gemeenten.csv >db/gemeenten.csv
# Source: CBS, Gemeenten alfabetisch 2026 and table 86247NED (CC BY 4.0); DUO
# and Register van Overheidsorganisaties (CC0).
set -eu

head -n 1 "$1"
tail -n +2 "$1" | tr -d '\r' | LC_ALL=C sort -t, -k3,3
[ "$(tail -n +2 "$1" | cut -d, -f1 | sort -u | wc -l)" -eq \
    "$(tail -n +2 "$1" | wc -l)" ] || {
	echo "gemeenten.sh: a code occurs twice" >&2
	exit 1
}
