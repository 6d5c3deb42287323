#!/bin/bash
# Run every test: from outside, in a browser, and the cmocka binaries that are
# named.  The last line counts all of them; not zero when one failed.
set -u

cd "$(dirname "$0")/.." || exit 1
SCRIPT_LIMIT=900	# seconds; on a busy machine they need half of it
CMOCKA_LIMIT=300
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# A test that hangs must not take the whole run with it: killed with all it started,
# after it said where it was.
export PYTHONFAULTHANDLER=1 ASAN_OPTIONS=handle_abort=1
within() {
	timeout --signal=ABRT --kill-after=10 "$@"
}
trap 'exit 130' INT	# timeout keeps it from what it runs

# count SCRIPT...: its closing line says "N passed, N failed"; without one it
# did not come to an end.
count() {
	local code=0 line
	within "$SCRIPT_LIMIT" "$@" 2>&1 | tee "$log"
	code=${PIPESTATUS[0]}
	line=$(grep -E '^[a-z ]+: [0-9]+ passed, [0-9]+ failed' "$log" |
	    tail -n 1)
	if [[ $line =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
		passed=$((passed + BASH_REMATCH[1]))
		failed=$((failed + BASH_REMATCH[2]))
		[ "$code" -eq 0 ] || [ "${BASH_REMATCH[2]}" -gt 0 ] ||
		    fail "$1 ended with $code"
	else
		fail "$1 ended with $code and no count"
	fi
}

fail() {
	echo "FAILED $1"
	failed=$((failed + 1))
}

# The sum of cmocka's lines of this kind; a binary may have several groups.
tests() {
	sed -n "s/^\[  $1  \] \([0-9]*\) test(s).*/\1/p" "$log" |
	    awk '{ sum += $1 } END { if (NR > 0) print sum }'
}

# cmocka NAME: one that crashes or is silent has failed as well.
cmocka() {
	local code=0 good bad
	within "$CMOCKA_LIMIT" "$1" >"$log" 2>&1
	code=$?
	cat "$log"
	good=$(tests PASSED)
	bad=$(tests FAILED)
	passed=$((passed + ${good:-0}))
	failed=$((failed + ${bad:-0}))
	if [ -z "$good" ] || { [ "$code" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; }
	then
		fail "$1 ended with $code before all its tests had run"
	fi
}

count tests/outside/end_to_end.py
count tests/outside/calendar_oracle.py
count tests/outside/export_readers.py
count tests/outside/race.py
count tests/outside/race.py --control
count tests/outside/mail_trust.py
count tests/outside/mail_kill.py
count tests/outside/relays.py
count tests/outside/abuse.py
count tests/outside/copies.py
count tests/outside/privacy.py
count tests/tool/sbom.py
count tests/tool/docs.py
count tests/outside/health.py
count tests/outside/service.py
count tests/browser/run.sh
count tests/db/schema_files.sh
count tests/templates/question.sh
for binary in "$@"; do
	cmocka "$binary"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
