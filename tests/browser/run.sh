#!/bin/sh
# The browser tests, or with `effort` how much work the form is.  Their packages
# are fetched again only when the lock file has changed since.
set -eu
cd "$(dirname "$0")"

if ! cmp -s package-lock.json node_modules/installed; then
	npm ci --ignore-scripts --no-audit --no-fund >/dev/null
	cp package-lock.json node_modules/installed
fi
[ "${1-}" != effort ] || exec node effort.mjs
exec node run.mjs "$@"
