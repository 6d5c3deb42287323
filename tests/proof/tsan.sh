#!/bin/bash
# The named tests under ThreadSanitizer.
set -eu
. "$(dirname "$0")/copy.sh"

make -s -j2 OUT=build/san SANITIZERS='-fsanitize=thread' \
    $(printf 'build/san/%s ' "$@") >"$copy/log" 2>&1 ||
    { tail "$copy/log"; exit 1; }
bad=0
for test; do
	code=0
	TSAN_OPTIONS='halt_on_error=0 exitcode=66' setarch -R \
	    "build/san/$test" >"$copy/out" 2>&1 || code=$?
	found=$(grep -c '^WARNING: ThreadSanitizer' "$copy/out" || :)
	echo "$test: $found reports, exit $code"
	[ "$found" -eq 0 ] && [ "$code" -eq 0 ] || {
		grep -A12 -m2 '^WARNING: ThreadSanitizer\|FAILED\|LINE' "$copy/out" || :
		bad=1
	}
done
exit $bad
