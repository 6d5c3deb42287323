#!/bin/sh
# Run the systemd of a tree as the first process of namespaces of its own,
# with a network that leads nowhere.  Ends with its parent.
# usage: boot.sh TREE NAME
set -eu

# A cgroup of its own, which it takes for the root.
for kind in systemd unified .; do
	group=/sys/fs/cgroup/$kind
	[ -w "$group/cgroup.procs" ] || continue
	mkdir -p "$group/$2"
	echo $$ >"$group/$2/cgroup.procs"
done
exec unshare --pid --fork --kill-child --mount --uts --ipc --net --cgroup \
    --mount-proc sh -c '
set -eu
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount -t sysfs sysfs sys
if [ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ]; then
	mount -t cgroup2 cgroup2 sys/fs/cgroup
else
	mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
	mkdir sys/fs/cgroup/systemd sys/fs/cgroup/unified
	mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
	mount -t cgroup2 cgroup2 sys/fs/cgroup/unified
fi
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
	: >dev/$device
	mount --bind /dev/$device dev/$device
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mount -t tmpfs tmpfs dev/shm
ip link set lo up
mkdir -p mnt/old
pivot_root . mnt/old
cd /
umount -l /mnt/old
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --log-target=console --show-status=no
' sh "$1"
