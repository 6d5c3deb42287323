# A copy of the tree to build another way, in $copy; sourced.
root=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 1' INT TERM
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OUT
(cd "$root" && tar cf - --exclude=./.git --exclude=./var --exclude=./build \
    --exclude=node_modules .) | tar xf - -C "$copy"
cd "$copy"
