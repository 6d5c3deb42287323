#!/bin/sh
# A room includes only its own headers and those of rooms to its left.
# usage: rooms.sh ROOM...	from left to right
set -eu

bad=0
allowed=
for room; do
	allowed="$allowed $room"
	pattern=$(echo $allowed | tr ' ' '|')
	for file in $(find "$room" -name '*.[ch]' -o -path "$room/*" \
	    \( -name '*.html' -o -name '*.txt' \) | grep -v '^tests/templates/data/'); do
		# A template's {{include}} counts as much as a #include.
		for included in $(sed -nE \
		    's/^(#|\{\{)[ \t]*include "([^"]+)".*/\2/p' "$file"); do
			case $included in
			templates.h | assets.h) home=templates ;;
			*/*) home=${included%%/*} ;;
			*)
				echo "$file: \"$included\" does not name its room"
				bad=1
				continue
				;;
			esac
			echo "$home" | grep -qE "^($pattern)\$" || {
				echo "$file: must not include $included"
				bad=1
			}
		done
	done
done
[ $bad -eq 0 ] && echo "rooms: every arrow points to the left"
exit $bad
