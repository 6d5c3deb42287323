#!/bin/bash
# Run every test: from outside, in a browser, and the cmocka binaries that are
# named.  The last line counts all of them; not zero when one failed.
set -u

cd "$(dirname "$0")/.." || exit 1
SCRIPT_LIMIT=900	# seconds; on a busy machine they need half of it
CMOCKA_LIMIT=300
# As many at a time.  Three on two cores, as what is asked from outside mostly
# waits: a minute and more was won, of nine.
LANES=${LANES:-3}
passed=0
failed=0
out=$(mktemp -d)
# The worlds of the cmocka tests, in memory where there is enough: they ask the
# disk to sync a thousand times.  What is asked from outside has the real disk.
worlds=$out
memory=$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)
[ "${memory:-0}" -lt 2000000 ] || worlds=$(mktemp -d /dev/shm/test.XXXXXX)
trap 'rm -rf "$out" "$worlds"' EXIT
# Who ends this ends what runs in the lanes, with all that it started.
trap 'kill $(cat "$out"/*.pid) 2>/dev/null; exit 130' INT TERM

# A test that hangs must not take the whole run with it: killed with all it started,
# after it said where it was.  What was freed is watched for its next 16 MB of
# 256: fresh pages for all of that were a third of the time of most tests.
export PYTHONFAULTHANDLER=1 ASAN_OPTIONS=handle_abort=1:quarantine_size_mb=16

# start N COMMAND...: in a lane of its own, with what it says and its code.
start() {
	local limit=$SCRIPT_LIMIT began=$SECONDS place=${TMPDIR:-/tmp}
	case $2 in
	build/*)	limit=$CMOCKA_LIMIT place=$worlds ;;
	esac
	TMPDIR=$place timeout --signal=ABRT --kill-after=10 "$limit" "${@:2}" \
	    >"$out/$1" 2>&1 &
	echo $! >"$out/$1.pid"
	wait $!
	echo $? >"$out/$1.pid"
	echo "$((SECONDS - began)) s" >"$out/$1.took"
	mv "$out/$1.pid" "$out/$1.code" 2>/dev/null
}

fail() {
	echo "FAILED $1"
	failed=$((failed + 1))
}

# The closing line of a script says "N passed, N failed"; without one it did
# not come to an end.
count_script() {
	local line
	line=$(grep -E '^[a-z ]+: [0-9]+ passed, [0-9]+ failed' "$2" |
	    tail -n 1)
	if [[ $line =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
		passed=$((passed + BASH_REMATCH[1]))
		failed=$((failed + BASH_REMATCH[2]))
		[ "$3" -eq 0 ] || [ "${BASH_REMATCH[2]}" -gt 0 ] ||
		    fail "$1 ended with $3"
	else
		fail "$1 ended with $3 and no count"
	fi
}

# tests WORD FILE: the sum of cmocka's lines of this kind; a binary may have
# several groups.
tests() {
	sed -n "s/^\[  $1  \] \([0-9]*\) test(s).*/\1/p" "$2" |
	    awk '{ sum += $1 } END { if (NR > 0) print sum }'
}

# One that crashes or is silent has failed as well.
count_cmocka() {
	local good bad
	good=$(tests PASSED "$2")
	bad=$(tests FAILED "$2")
	passed=$((passed + ${good:-0}))
	failed=$((failed + ${bad:-0}))
	if [ -z "$good" ] || { [ "$3" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; }
	then
		fail "$1 ended with $3 before all its tests had run"
	fi
}

# tell N COMMAND...: what it said, in the order of the list.  What failed is
# kept for the end: of a long run often only the last lines are left.
tell() {
	local code before=$failed
	code=$(cat "$out/$1.code")
	cat "$out/$1"
	case $2 in
	build/*)	count_cmocka "$2" "$out/$1" "$code" ;;
	*)		count_script "$2" "$out/$1" "$code"
			echo "that took $(cat "$out/$1.took")" ;;
	esac
	[ "$failed" -eq "$before" ] || {
		echo "${*:2}:"
		grep -E "^FAILED|^\[ *(FAILED|ERROR|LINE) *\]" "$out/$1" |
		    cut -c 1-300 | head -n 20
	} >>"$out/failed"
}

# The longest first, so that the lanes end together.
list=(
	"tests/browser/run.sh 1/2"
	"tests/browser/run.sh 2/2"
	tests/outside/end_to_end.py
	tests/outside/calendar_oracle.py
	tests/outside/export_readers.py
	tests/outside/race.py
	"tests/outside/race.py --control"
	tests/outside/mail_trust.py
	tests/outside/mail_kill.py
	tests/outside/relays.py
	tests/outside/abuse.py
	tests/outside/copies.py
	tests/outside/privacy.py
	tests/outside/verbs.py
	tests/tool/sbom.py
	tests/tool/docs.py
	tests/outside/health.py
	tests/outside/service.py
	tests/db/schema_files.sh
	tests/templates/question.sh
	"$@"
)
told=0
for ((i = 0; i < ${#list[@]}; i++)); do
	while [ "$(jobs -rp | wc -l)" -ge $LANES ]; do
		wait -n
	done
	# shellcheck disable=SC2086	# a script with its arguments
	start "$i" ${list[i]} &
	while [ -e "$out/$told.code" ]; do
		# shellcheck disable=SC2086
		tell "$told" ${list[told]}
		told=$((told + 1))
	done
done
wait
for (( ; told < ${#list[@]}; told++)); do
	# shellcheck disable=SC2086
	tell "$told" ${list[told]}
done
echo "the longest, which go first in the list above:"
for ((i = 0; i < ${#list[@]}; i++)); do
	echo "    $(cat "$out/$i.took"): ${list[i]}"
done | sort -rn -k1 | head -n 15
[ ! -e "$out/failed" ] || { echo "what failed:"; cat "$out/failed"; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
