#!/bin/sh
# The browser tests; with `effort` how much work the form is, with `lighthouse`
# what that says of it, with `pictures FOLDER` how every page looks.  Packages are fetched again only when the lock file has
# changed since; Lighthouse's are not in it.
set -eu
cd "$(dirname "$0")"

# Two may begin at once.
exec 9<package-lock.json
flock 9
if ! cmp -s package-lock.json node_modules/installed; then
	npm ci --ignore-scripts --no-audit --no-fund >/dev/null
	cp package-lock.json node_modules/installed
fi
exec 9<&-
[ "${1-}" != effort ] || exec node effort.mjs
if [ "${1-}" = lighthouse ]; then
	apart=../../build/lighthouse
	[ -d $apart/node_modules/lighthouse ] || npm install --prefix $apart \
	    --ignore-scripts --no-audit --no-fund lighthouse@12.8.2 >/dev/null
	exec node lighthouse.mjs "$(realpath $apart)"
fi
if [ "${1-}" = pictures ]; then
	shift
	exec node pictures.mjs "$@"
fi
exec node run.mjs "$@"
