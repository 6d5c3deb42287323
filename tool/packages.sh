#!/bin/sh
# Install those of the named Debian packages that are missing.  Services that
# come with a package are not started: this machine may have its own.
set -eu

missing=
for package; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
	    grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
echo "installing:$missing"
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
	$sudo chmod 755 $policy
	trap '$sudo rm -f $policy' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
install() {
	$sudo apt-get install -qq -y --no-install-recommends $missing \
	    >/dev/null
}
install 2>/dev/null || { $sudo apt-get update -qq && install; }
