#!/bin/bash
# Figure, floor and ratio, saved as build/bench.json.
#
#	sign-up		durable sign-ups of three people a second, through nginx
#	its floor	libfcgi that only reads and answers 303, same nginx, sizes
#	its p99		at half that rate, from clients that come at random moments,
#			beside the echo's at the same rate
#	its memory	after them all, beside 24 MB
#	form		GET of the form page; plain, and compressed
#	its floor	nginx serving a file of exactly that size; the same way
#	mails		sent by the mailer, to a local sink (mail.py)
#	their floor	Postfix's smtp-source to the same sink
#	writer		its processor time for a sign-up, as the database grows and
#			with many in line, and the bytes of one (writer.py)
#
# Figure and floor take turns in the same run, each ROUNDS times for SECONDS
# seconds, and the median counts.  Mail waits in the outbox: the relay would be
# another machine's work, and here it would take a core.  Mail is measured after.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build
rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-4}
data=$(mktemp -d)
pids=()

free_port() {
	/usr/bin/python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

finish() {
	[ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || :
	wait || :
	rm -rf "$data"
}
trap finish EXIT
trap 'exit 1' INT TERM

wait_for() {
	for _ in $(seq 600); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.1
	done
	cat "$data/make.out" >&2
	exit 1
}

port=$(free_port)
floor_port=$(free_port)
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES OUT BASE_URL
make -C "$root" --no-print-directory run PORT="$port" DATA="$data" \
    LIMITS=off SMTP_URL="smtp://127.0.0.1:$(free_port)" \
    >"$data/make.out" 2>&1 </dev/null &
pids+=($!)
wait_for grep -q '^ready ' "$data/make.out"
"$build/orientatie" --config "$data/orientatie.conf" \
    event set capaciteit 10000000 >/dev/null

# The floor: the same nginx configuration, with the echo behind it.
start_floor() {
	local run=$data/floor pad=$1
	mkdir -p "$run"
	curl -fs -o "$run/form.html" "http://127.0.0.1:$port/aanmelden"
	size=$(stat -c %s "$run/form.html")
	sed -e "s|$data/run/signup.sock|$run/echo.sock|" \
	    -e "s|$data/run|$run|g" -e "s|127.0.0.1:$port |127.0.0.1:$floor_port |" \
	    -e "s|^\(\t*\)location / {|\1location = /form.html { root $run; gzip on; }\n&\nadd_header X-Pad $pad always;|" \
	    "$data/run/nginx.conf" >"$run/nginx.conf"
	"$build/echo" "$run/echo.sock" "$workers" &
	pids+=($!)
	/usr/sbin/nginx -p "$run/" -c "$run/nginx.conf" -e stderr \
	    -g "daemon off; $([ "$(id -u)" -ne 0 ] || echo 'user root;')" \
	    >"$run/nginx.out" 2>&1 &
	pids+=($!)
	wait_for curl -fs -o "$run/got.html" \
	    "http://127.0.0.1:$floor_port/form.html"
	cmp -s "$run/form.html" "$run/got.html"
}

# rate LUA URL [ENCODING]: requests a second; every one must have been answered.
rate() {
	local out
	out=$(BENCH_ROUND=$round BENCH_GEMEENTEN=$root/db/gemeente/gemeenten.csv \
	    wrk -t1 -c32 -d"${seconds}s" ${3:+-H "Accept-Encoding: $3"} \
	    ${1:+-s "$root/tests/bench/$1"} "$2")
	if grep -E 'Non-2xx|Socket errors' <<<"$out" >&2; then
		echo "not every request was answered: $2" >&2
		exit 1
	fi
	awk '/^Requests\/sec/ { print int($2 + 0.5) }' <<<"$out"
}

# p99 RATE URL: microseconds within which 99 of 100 sign-ups are answered.
clients=256
p99() {
	BENCH_ROUND=$round-$1 BENCH_GEMEENTEN=$root/db/gemeente/gemeenten.csv \
	    BENCH_PACE=$(awk -v r="$1" -v c=$clients 'BEGIN { print 1000 * c / r }') \
	    wrk -t1 -c$clients -d"${seconds}s" --latency \
	    -s "$root/tests/bench/signup.lua" "$2" |
	    awk '$1 == "99%" { v = $2 + 0; u = $2; sub(/^[0-9.]+/, "", u)
		print int(v * (u == "s" ? 1e6 : u == "ms" ? 1e3 : 1) + 0.5) }'
}

median() {
	printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"
}

count() {
	/usr/bin/python3 - "$data/orientatie.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True)
print(db.execute(f'SELECT count(*) FROM {sys.argv[2]}').fetchone()[0])
PY
}

# row NAME FIGURE FLOOR AIM [UNIT]: printed, and kept for the file.
rows=()
row() {
	local ratio unit=${5:-/s}
	ratio=$(awk -v a="$2" -v b="$3" 'BEGIN { printf "%.3f", a / b }')
	printf '%-44s %8d%-3s floor %8d%-3s ratio %-7s aim %s\n' "$1" "$2" \
	    "$unit" "$3" "$unit" "$ratio" "$4"
	rows+=("{\"name\": \"$1\", \"figure\": $2, \"floor\": $3, \"ratio\": $ratio, \"aim\": \"$4\", \"unit\": \"$unit\"}")
}

workers=$(sed -n 's/.*signup: server: \([0-9]*\) workers.*/\1/p' \
    "$data/make.out")
# How much larger our own 303 is than the echo's.
key=eerste-sleutel-van-de-meting
head=$(curl -s -o /dev/null -D - "http://127.0.0.1:$port/aanmelden" -d "gemeente=GM0632&contact_voornaam=a&contact_achternaam=b&contact_email=a%40b.example&deelnemer_1_voornaam=a&deelnemer_1_achternaam=b&deelnemer_1_rol=medewerker&sleutel=$key" | wc -c)
pad=$(printf 'x%.0s' $(seq $((head > 190 ? head - 186 : 1))))
start_floor "$pad"
floor_head=$(curl -s -o /dev/null -D - "http://127.0.0.1:$floor_port/aanmelden" -d x=y | wc -c)
echo "303 of $head bytes, its floor $floor_head; form of $size bytes;" \
    "$workers workers, $(nproc) cores"

round=0
fresh=$(seconds=1; rate signup.lua "http://127.0.0.1:$port")
fresh_rows=$(count registration)
signup=() echo=() form=() file=() small=() small_file=() late=() late_echo=()
for round in $(seq "$rounds"); do
	# The form first: its seats are counted among few people, as in life.
	[ "$round" -gt 1 ] || for _ in $(seq "$rounds"); do
		form+=("$(rate '' "http://127.0.0.1:$port/aanmelden")")
		file+=("$(rate '' "http://127.0.0.1:$floor_port/form.html")")
		small+=("$(rate '' "http://127.0.0.1:$port/aanmelden" gzip)")
		small_file+=("$(rate '' \
		    "http://127.0.0.1:$floor_port/form.html" gzip)")
	done
	signup+=("$(rate signup.lua "http://127.0.0.1:$port")")
	echo+=("$(rate signup.lua "http://127.0.0.1:$floor_port")")
done

peak=$(median "${signup[@]}")
for round in $(seq "$rounds"); do
	late+=("$(p99 $((peak / 2)) "http://127.0.0.1:$port")")
	late_echo+=("$(p99 $((peak / 2)) "http://127.0.0.1:$floor_port")")
done

registrations=$(count registration)
participants=$(count participant)
letters=$(count outbox)
floor=$(median "${echo[@]}")
row "sign-up of three, database with $fresh_rows" "$fresh" "$floor" '>= 0.30'
row "sign-up of three, growing to $registrations" "$peak" "$floor" '>= 0.30'
row "its 99 of 100, at $((peak / 2))/s" "$(median "${late[@]}")" \
    "$(median "${late_echo[@]}")" '<= 5' us
memory=$(awk '/^VmHWM/ { print $2 }' "/proc/$(pgrep -f \
    "^$build/signup.fcgi .*$data/")/status")
row "memory of the sign-up server, at the most" "$memory" $((24 * 1024)) \
    '<= 1' kB
row "form page, $fresh_rows sign-ups in it" "$(median "${form[@]}")" \
    "$(median "${file[@]}")" '>= 0.50'
row "the same, compressed" "$(median "${small[@]}")" \
    "$(median "${small_file[@]}")" '>= 0.50'
echo "it ended with $registrations sign-ups, $participants people, $letters letters"
echo "rounds: sign-up ${signup[*]}; echo ${echo[*]}; form ${form[*]}; file ${file[*]}"

mails=$("$root/tests/bench/mail.py" "$build")
grep -v '^{\|^  {' <<<"$mails"
rows+=("$(grep '^{\|^  {' <<<"$mails")")

writer=$("$root/tests/bench/writer.py")
grep -v '^{\|^  {' <<<"$writer"
rows+=("$(grep '^{\|^  {' <<<"$writer")")

{
	printf '{"cores": %s, "workers": %s, "seconds": %s, "rounds": %s,\n' \
	    "$(nproc)" "$workers" "$seconds" "$rounds"
	printf ' "registrations": %s, "participants": %s, "letters": %s,\n' \
	    "$registrations" "$participants" "$letters"
	printf ' "rows": [\n  %s' "${rows[0]}"
	printf ',\n  %s' "${rows[@]:1}"
	printf '\n ]}\n'
} >"$build/bench.json"
