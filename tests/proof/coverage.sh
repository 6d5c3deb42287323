#!/bin/bash
# Lines and branches that the named cmocka tests reach, a row for each folder;
# build/coverage.json has every file, build/coverage.txt what was not reached.
# Behind them tool/ once more, with what the scripts of tests/outside reach that
# use the verbs (build/outside.json and .txt): its files are the programs' mains.
#
# Not counted are branches that nobody can take: the failing side of an
# assertion, and what curl's header asks of a type while it compiles.  What
# defends against a fault is.  Each call fails that the tests can let fail, and
# what their children reach counts: gcov writes at exit, not at _exit.
set -eu
. "$(dirname "$0")/copy.sh"

flags='--coverage -fno-inline -DCURL_DISABLE_TYPECHECK -D_exit=exit'
make -s -j2 OUT=build/san SANITIZERS="$flags" all \
    $(printf 'build/san/%s ' "$@") >"$copy/log" 2>&1 ||
    { tail "$copy/log"; exit 1; }
export TEMPLATEC=build/san/templatec	# it is counted as well
export TORTURE_STEP=1 FAILING_STEP=1 MEMORY_STEP=61
printf '%s\n' "$@" | xargs -P2 -I{} sh -c \
    'build/san/{} >/dev/null 2>&1 || echo "FAILED {}"'

# count NAME: what was reached until now.
count() {
	gcovr -r . -e tests -e build --exclude-throw-branches \
	    --exclude-branches-by-pattern '^\s*assert\(' -b \
	    --txt "$root/build/$1.txt" --json-summary "$root/build/$1.json" \
	    build/san 2>/dev/null
}
count coverage

# The same programs where the scripts look for them, with all that they are made
# of: make run finds nothing to do.  Whoever a program becomes can count in it.
tar cf - -C build/san --exclude='test_*' --exclude='*.gcda' . |
    tar xf - -C build
find build/san -name '*.gcno' | sed 's/gcno$/gcda/' | xargs touch
chmod -R a+rwX "$copy"
for script in verbs copies privacy health end_to_end mail_trust \
    export_readers
do
	"tests/outside/$script.py" >"$copy/log" 2>&1 ||
	    grep FAILED "$copy/log" || tail "$copy/log"
done
count outside

python3 - "$root/build/coverage.json" "$root/build/outside.json" <<'END'
import collections, json, sys
rows = collections.defaultdict(lambda: [0, 0, 0, 0])


def add(key, f):
    for i, what in enumerate(('line_covered', 'line_total',
                              'branch_covered', 'branch_total')):
        rows[key][i] += f[what]


for f in json.load(open(sys.argv[1]))['files']:
    name = f['filename'].rpartition('/')[0]
    for key in {name, name.split('/')[0] + '/ (all)', '= all'}:
        add(key, f)
for f in json.load(open(sys.argv[2]))['files']:
    if f['filename'].startswith('tool/'):
        add('tool, and outside', f)
print(f'{"folder":<26} {"lines":>14} {"branches":>16}')
for name, (lc, lt, bc, bt) in sorted(rows.items()):
    print(f'{name:<26} {lc:>6} {100 * lc / max(lt, 1):>6.1f} %'
          f' {bc:>8} {100 * bc / max(bt, 1):>6.1f} %')
END
