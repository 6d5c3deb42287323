#!/bin/bash
# gcc -fanalyzer and cppcheck over the sources; each finding is a line.
set -eu
. "$(dirname "$0")/copy.sh"

make -s -j2 OUT=build/san SANITIZERS='-fanalyzer' WARNINGS= \
    $(printf '%s\n' "$@" | sed 's|^\(.*\)\.c$|build/san/\1.o|') \
    >"$copy/log" 2>&1 || { tail "$copy/log"; exit 1; }
gcc=$(grep -c 'warning:.*Wanalyzer' "$copy/log" || :)
grep 'warning:.*Wanalyzer' "$copy/log" || :
cppcheck --quiet --std=c11 --enable=warning,portability \
    --inline-suppr --suppress=missingInclude --library=posix \
    -I. -Ibuild/san "$@" 2>"$copy/cpp" || :
cppcheck=$(grep -c ': \(error\|warning\|portability\):' "$copy/cpp" || :)
grep ': \(error\|warning\|portability\):' "$copy/cpp" || :
echo "gcc -fanalyzer: $gcc findings; cppcheck: $cppcheck findings"
[ "$gcc" -eq 0 ] && [ "$cppcheck" -eq 0 ]
