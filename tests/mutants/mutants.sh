#!/bin/bash
# Plant the bugs of tests/mutants/table one at a time in a copy of the tree.
# Each must be caught by a test that passes without it.
#
#	mutants.sh [WORD...]	only those whose name has one of the words
#
# TABLE=FILE: the bugs of another one.
set -u

LIMIT=300	# seconds for a test: a bug may make it go on for ever

root=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 1' INT TERM
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OUT

# Copied with its objects and their dates, so that little is built again.
(cd "$root" && tar cf - --exclude=./.git --exclude=./var \
    --exclude=./build/fuzz --exclude=./build/tree --exclude=./build/deb \
    --exclude=node_modules .) | tar xf - -C "$copy"
cd "$copy" || exit 1

# Without warnings: a bug may leave something unused.
build() {
	make -s -j2 WARNINGS=-w "$@" >"$copy/build.log" 2>&1
}

# passes TEST: builds and runs it.
passes() {
	built=no
	case $1 in
	end_to_end:* | abuse:* | copies:* | health:* | service:* | verbs:* | \
	export_readers:*)
		build all || return 1
		built=yes
		timeout $LIMIT "tests/outside/${1%%:*}.py" "${1#*:}"
		;;
	question)
		build all || return 1
		built=yes
		tests/templates/question.sh
		;;
	*)
		build OUT=build/san all "build/san/$1" || return 1
		built=yes
		timeout $LIMIT "build/san/$1"
		;;
	esac >"$copy/test.log" 2>&1
}

wanted() {
	[ $# -gt 1 ] || return 0
	local name=$1 word
	shift
	for word; do
		[[ $name != *"$word"* ]] || return 0
	done
	return 1
}

# try NAME TESTS FILE EDIT
try() {
	local test
	cp -p "$3" "$copy/original"
	perl -0pi -e "$4" "$3"
	if cmp -s "$3" "$copy/original"; then
		echo "STALE $1: the edit changes nothing in $3"
		return 1
	fi
	for test in ${2//,/ }; do
		passes "$test" && continue
		if [ $built = no ]; then
			echo "BROKEN $1: $(grep -m1 error build.log)"
			return 1
		fi
		echo "caught $1 by $test"
		return 0
	done
	echo "SURVIVED $1 ($2)"
	return 1
}

undo() {
	cp "$copy/original" "$1"	# with a new date: it is built again
}

table() {
	grep -v '^#' "${TABLE:-tests/mutants/table}"
}

# The lines that the words ask for; each bug's name is in front.
chosen() {
	while IFS=$'\t' read -r name rest; do
		! wanted "$name" "$@" || printf '%s\t%s\n' "$name" "$rest"
	done < <(table)
}

for test in $(chosen "$@" | cut -f2 | tr ',' '\n' | sort -u); do
	passes "$test" && continue
	echo "FAILED $test, without any bug planted"
	tail -n 5 "$copy/test.log" "$copy/build.log"
	exit 1
done

caught=0
left=0
while IFS=$'\t' read -r name tests file edit <&3; do
	if try "$name" "$tests" "$file" "$edit"; then
		caught=$((caught + 1))
	else
		left=$((left + 1))
	fi
	undo "$file"
done 3< <(chosen "$@")
echo "$caught caught, $left not caught"
[ "$left" -eq 0 ] && [ "$caught" -gt 0 ]
