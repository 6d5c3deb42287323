#!/bin/sh
# The Debian package, into build/.
# usage: deb.sh VERSION
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
work=$root/build/deb
rm -rf "$work"
mkdir -p "$work/orientatie"
cd "$root"
tar cf - --exclude=./build --exclude=./var --exclude=./.git \
    --exclude=node_modules . | tar xf - -C "$work/orientatie"
cd "$work/orientatie"
cat >debian/changelog <<END
orientatie ($1) stable; urgency=medium

  * See CHANGES, which tells what a user notices.

 -- Bestuurssecretariaat <bijeenkomst@mboraad.example>  $(date -R)
END
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OUT
DEB_BUILD_OPTIONS=parallel=2 dpkg-buildpackage -b -us -uc >"$work/log" 2>&1 || {
	tail -n 30 "$work/log" >&2
	exit 1
}
cp "$work"/orientatie_*.deb "$root/build/"
lintian --fail-on error "$root/build/orientatie_$1"_*.deb
ls "$root/build/orientatie_$1"_*.deb
