#!/bin/bash
# The named tests under valgrind, without sanitizers: what is read before it
# was written, which those do not see.
set -eu
. "$(dirname "$0")/copy.sh"

make -s -j2 OUT=build/san SANITIZERS= \
    $(printf 'build/san/%s ' "$@") >"$copy/log" 2>&1 ||
    { tail "$copy/log"; exit 1; }
bad=0
for test; do
	# A test of the queue's end has more threads than its 500.
	if valgrind -q --max-threads=2000 --error-exitcode=66 \
	    --leak-check=full --errors-for-leak-kinds=definite "build/san/$test" \
	    >"$copy/out" 2>&1
	then
		echo "$test: nothing"
	else
		echo "$test: exit $?"
		grep -A12 -m3 '^==.*== [A-Z0-9]' "$copy/out" || :
		bad=1
	fi
done
exit $bad
