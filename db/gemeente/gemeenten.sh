#!/bin/sh
# Make db/gemeente/gemeenten.csv from the reference data: every municipality of today,
# in the order of its name, and which colleges are there.  Run by hand when a
# source has changed.
#	sh db/gemeente/gemeenten.sh DATA/gemeenten.csv DATA/mbo_institutions.csv \
#	    >db/gemeente/gemeenten.csv
# Source: CBS, Gemeenten alfabetisch 2026 and table 86247NED (CC BY 4.0); DUO
# and Register van Overheidsorganisaties (CC0).
set -eu

# Of the locations those that has_mbo was made from: no abandoned ones and no
# secondary schools.
add_colleges() {
	PYTHONUTF8=1 python3 -c '
import csv, sys
names = {}
with open(sys.argv[1], encoding="utf-8", newline="") as f:
    for row in csv.DictReader(f):
        if row["location_type"] in ("mbo", "hoofdvestiging"):
            names.setdefault(row["gemeente_code"], set()).add(row["name"])
out = csv.writer(sys.stdout, lineterminator="\n")
for row in csv.reader(sys.stdin):
    out.writerow(row + ["mbo_namen" if row[0] == "code" else
                        "|".join(sorted(names.get(row[0], ())))])
' "$1"
}

{
	head -n 1 "$1"
	tail -n +2 "$1" | tr -d '\r' | LC_ALL=C sort -t, -k3,3
} | add_colleges "$2"
[ "$(tail -n +2 "$1" | cut -d, -f1 | sort -u | wc -l)" -eq \
    "$(tail -n +2 "$1" | wc -l)" ] || {
	echo "gemeenten.sh: a code occurs twice" >&2
	exit 1
}
