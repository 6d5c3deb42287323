#!/bin/sh
# Put the assets into OUT/assets, under names that change with their content,
# and their paths into OUT/assets.h.
# usage: assets.sh OUT FILE...
set -eu

out=$1
shift
rm -rf "$out/assets"
mkdir -p "$out/assets"
header=$out/assets.h.new
printf '/* Made by tool/assets.sh. */\n' >"$header"
for file; do
	name=$(basename "$file")
	case $name in
	errors)
		# The web server's own answers: code, title and text a line.
		while IFS='	' read -r code title text; do
			sed -e "s|@TITLE@|$title|g" -e "s|@TEXT@|$text|g" \
			    "${file%/*}/error.html" >"$out/assets/$code.html"
		done <"$file"
		continue
		;;
	error.html) continue ;;
	voorbeeld.svg)
		# What others show of a link to us takes no SVG.
		rsvg-convert -w 1200 -h 630 -o "$out/assets/voorbeeld.png" "$file"
		continue
		;;
	esac
	cp "$file" "$out/assets/$name"
	case $name in
	*.css | *.js) ;;
	*) continue ;;
	esac
	# The places that are no municipality go along with its script.
	case $name in
	gemeente.js)
		file=$out/assets/$name
		awk 'FNR == NR { gsub(/,[^,]*$/, ""); all = all sep $0; sep = "\n"; next }
		    { at = index($0, "@PLACES@") }
		    at { print substr($0, 1, at - 1) all substr($0, at + 8); next }
		    { print }' db/gemeente/plaatsen.csv \
		    templates/assets/$name >"$file"
		;;
	esac
	# style.css is ASSET_STYLE, form.js ASSET_FORM.
	macro=ASSET_$(echo "${name%.*}" | tr a-z A-Z)
	hash=$(sha256sum "$file" | cut -c1-12)
	hashed=${name%.*}.$hash.${name##*.}
	cp "$file" "$out/assets/$hashed"
	gzip -9nk "$out/assets/$hashed"
	printf '#define %s\t"/assets/%s"\n' $macro "$hashed" >>"$header"
done
mv "$header" "$out/assets.h"
