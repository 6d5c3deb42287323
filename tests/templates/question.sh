#!/bin/bash
# The recipe "a question" of ARCHITECTURE.md, followed in a copy of the tree:
# two new rows in each field table, asked and then seen at every place.
set -u

cd "$(dirname "$0")/../.." || exit 1
version=$(find db/schema -name '*.sql' | wc -l)
next=$((version + 1))
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OUT
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r Makefile acts cgi core db export mail templates tests tool "$copy"
cd "$copy" || exit 1

# row TABLE ENUM NAME TYPE: the enum's value, the row and the column.
row() {
	perl -0pi -e "s/(\t${1}__MAX\n\})/\t${1}_$2,\n\$1/" \
	    db/registration/questions.h
	perl -0pi -e "s/(fields\[${1}__MAX\] = \{\n.*?\n)(\};)/\$1\t[${1}_$2] = {
		.name = \"$3\", .label = \"Vraag over $3\",
		.title = \"Titel van $3\", .type = $4, .max = 200,
		.purpose = \"Om $3 te weten.\",
	},\n\$2/s" db/registration/questions.c
	local table=participant
	[ "$1" = PARTICIPANT ] || table=registration
	echo "ALTER TABLE $table ADD COLUMN $3 TEXT NOT NULL DEFAULT '';" \
	    >>"db/schema/$next.sql"
}

row CONTACT REIS reis FIELD_LINES
row CONTACT PARKEREN parkeren FIELD_TICK
row PARTICIPANT TAAL taal FIELD_LINE
row PARTICIPANT LUNCH lunch FIELD_TICK
sed -i "/define SCHEMA_VERSION/s/[0-9]*$/$next/" db/migration.h

# Without sanitizers and optimisation: the same test has run with them.
if [ "$(grep -c 'Vraag over' db/registration/questions.c)" -eq 4 ] &&
    make -s -j2 OUT=build/san SANITIZERS= \
    CFLAGS='-std=c11 -O0 -w -MMD -pthread' build/san/test_answers \
    >log 2>&1 && build/san/test_answers >>log 2>&1
then
	echo "question: 1 passed, 0 failed"
else
	tail -n 20 log
	echo "question: 0 passed, 1 failed"
	exit 1
fi
