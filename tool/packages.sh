#!/bin/sh
# Install those of the named Debian packages that are missing.  Services that
# come with a package are not started: this machine may have its own.
set -eu

# One question for all, since every `make run` asks it.
known=$(dpkg-query -W -f ' ${Package}=${db:Status-Status} ' "$@" 2>/dev/null || :)
missing=
for package; do
	case $known in
	*" $package=installed "*) ;;
	*) missing="$missing $package" ;;
	esac
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
# Another may be installing just now, as a fresh Debian does by itself.
install() {
	$sudo apt-get -o DPkg::Lock::Timeout=300 install -qq -y \
	    --no-install-recommends $missing >/dev/null
}
install 2>/dev/null || { $sudo apt-get update -qq && install; }
