#!/bin/bash
# A schema file and SCHEMA_VERSION that do not fit each other stop the build.
set -u

cd "$(dirname "$0")/../.." || exit 1
last=$(find db/schema -name '*.sql' | wc -l)
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OUT
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
passed=0
failed=0

# builds EDIT: what the build of migration.o says after it, in a fresh copy.
builds() {
	rm -rf "$copy"
	mkdir -p "$copy/build"
	cp -r Makefile core db "$copy"
	touch "$copy/build/templates.h" "$copy/build/assets.h"
	(cd "$copy" && eval "$1" && make -o build/templates.h \
	    -o build/assets.h build/db/migration.o) >"$copy/log" 2>&1
}

count() {
	if "$@"; then
		passed=$((passed + 1))
	else
		echo "FAILED after: ${*:2}"
		tail -n 5 "$copy/log"
		failed=$((failed + 1))
	fi
}

# Not for another reason: the words are the assertion's.
stops() {
	! builds "$1" && grep -q 'assertion failed: "db/schema' "$copy/log"
}

count builds true
count stops "echo >db/schema/$((last + 1)).sql"
count stops "rm db/schema/$last.sql"
count stops "rm db/schema/1.sql"
count stops "mv db/schema/1.sql db/schema/$((last + 1)).sql"
count stops "sed -i '/define SCHEMA_VERSION/s/[0-9]*$/$((last + 1))/' \
    db/migration.h"
echo "schema files: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
