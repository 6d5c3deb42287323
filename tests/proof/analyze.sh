#!/bin/bash
# gcc -fanalyzer and cppcheck over the sources.  What they say that is not so
# stands with its reason in tests/proof/findings; anything else fails.  Before
# them all of the product without optimizing, as for a debugger: what gcc knows
# of lengths it knows by optimizing, and so it warns of others then.
set -eu
. "$(dirname "$0")/copy.sh"

make -s -j2 OUT=build/plain SANITIZERS=-O0 all >"$copy/log" 2>&1 || {
	grep -A4 'error:\|\*\*\*' "$copy/log" || tail "$copy/log"
	echo 'analyze: it does not build at -O0'
	exit 1
}

make -s -j2 OUT=build/san SANITIZERS='-fanalyzer' WARNINGS= \
    $(printf '%s\n' "$@" | sed 's|^\(.*\)\.c$|build/san/\1.o|') \
    >"$copy/log" 2>&1 || { tail "$copy/log"; exit 1; }
cppcheck --quiet --std=c11 --enable=warning,portability \
    --suppress=missingInclude --library=posix \
    -I. -Ibuild/san "$@" 2>"$copy/cpp" || :
{
	grep 'warning:.*Wanalyzer' "$copy/log" || :
	grep ': \(error\|warning\|portability\):' "$copy/cpp" || :
} >"$copy/all"
known=0
new=0
while IFS= read -r line; do
	file=${line%%:*}
	checker=$(echo "$line" | sed 's/.*\[\([^]]*\)\]$/\1/')
	if grep -q "^$file $checker " tests/proof/findings; then
		known=$((known + 1))
	else
		echo "$line"
		new=$((new + 1))
	fi
done <"$copy/all"
echo "analyze: $new findings, and $known that are known not to be so"
[ "$new" -eq 0 ]
