#!/bin/sh
# Runs a Ceph of one monitor, one OSD and one S3 gateway.
#
#     sh ceph_launcher.sh FOLDER MONITOR_PORT ACCESS_KEY SECRET_KEY
#
# FOLDER holds ceph.conf; data and logs go there too. Prints a line when the gateway was started.
# Ends all of them, and removes FOLDER, as soon as its standard input ends, so that nothing stays
# behind however the parent ends. Ceph's own way needs systemd and disks; hence this launcher.
set -eu

folder=$1 monitor=$2 access_key=$3 secret_key=$4
export CEPH_CONF="$folder/ceph.conf"
log="$folder/log"
pids=''

end() {
  status=$?
  trap - EXIT
  test "$status" = 0 || tail -n 30 "$log" >&2
  for pid in $pids; do kill -KILL "$pid" || true; done
  # Nothing may be written any more when the folder is removed.
  wait
  rm -rf "$folder"
}
trap end EXIT
trap '' INT
trap 'exit 1' TERM HUP

# A server, which the kernel ends together with this shell.
serve() {
  setpriv --pdeathsig KILL "$@" < /dev/null >> "$log" 2>&1 &
  pids="$pids $!"
}

# What waits for the servers, and not for ever.
ask() { timeout 120 "$@" >> "$log" 2>&1; }

cluster=$(cat /proc/sys/kernel/random/uuid)
disk=$(cat /proc/sys/kernel/random/uuid)
mkdir "$folder/monitor" "$folder/osd"

ask monmaptool --create --fsid "$cluster" --addv a "[v2:127.0.0.1:$monitor/0]" "$folder/monmap"
ask ceph-mon --id a --mkfs --monmap "$folder/monmap"
serve ceph-mon --id a --foreground

ask ceph osd new "$disk"
ask ceph-osd --id 0 --mkfs --osd-uuid "$disk"
serve ceph-osd --id 0 --foreground

ask radosgw-admin user create --uid tests --display-name tests \
  --access-key "$access_key" --secret-key "$secret_key"
serve radosgw --name client.gateway --foreground

echo started
while read -r _; do :; done
