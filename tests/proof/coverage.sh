#!/bin/bash
# Lines and branches that the named cmocka tests reach, a row for each folder;
# build/coverage.json has every file, build/coverage.txt what was not reached.
# The programs' mains and most of tool/ are reached by tests/outside alone,
# which is not counted.
#
# Not counted are branches that nobody can take: the failing side of an
# assertion, and what curl's header asks of a type while it compiles.  What
# defends against a fault is.  Each call fails that the tests can let fail, and
# what their children reach counts: gcov writes at exit, not at _exit.
set -eu
. "$(dirname "$0")/copy.sh"

flags='--coverage -fno-inline -DCURL_DISABLE_TYPECHECK -D_exit=exit'
make -s -j2 OUT=build/san SANITIZERS="$flags" \
    $(printf 'build/san/%s ' "$@") >"$copy/log" 2>&1 ||
    { tail "$copy/log"; exit 1; }
export TEMPLATEC=build/san/templatec	# it is counted as well
export TORTURE_STEP=1 FAILING_STEP=1 MEMORY_STEP=61
printf '%s\n' "$@" | xargs -P2 -I{} sh -c \
    'build/san/{} >/dev/null 2>&1 || echo "FAILED {}"'
gcovr -r . -e tests -e build --exclude-throw-branches \
    --exclude-branches-by-pattern '^\s*assert\(' -b \
    --txt "$root/build/coverage.txt" \
    --json-summary "$root/build/coverage.json" build/san 2>/dev/null
python3 - "$root/build/coverage.json" <<'END'
import collections, json, sys
rows = collections.defaultdict(lambda: [0, 0, 0, 0])
for f in json.load(open(sys.argv[1]))['files']:
    name = f['filename'].rpartition('/')[0]
    for key in {name, name.split('/')[0] + '/ (all)', '= all'}:
        row = rows[key]
        for i, what in enumerate(('line_covered', 'line_total',
                                  'branch_covered', 'branch_total')):
            row[i] += f[what]
print(f'{"folder":<26} {"lines":>14} {"branches":>16}')
for name, (lc, lt, bc, bt) in sorted(rows.items()):
    print(f'{name:<26} {lc:>6} {100 * lc / max(lt, 1):>6.1f} %'
          f' {bc:>8} {100 * bc / max(bt, 1):>6.1f} %')
END
