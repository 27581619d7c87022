# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside this folder: starts Samba as a domain controller of ad.example.com below $work, at a loopback address
# of its own, as its ports are fixed. It needs root, and the Debian packages samba-ad-dc and ldap-utils.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
version=2:4.17.12+dfsg-0+deb12u4 # Debian 12
installed samba-ad-dc "$version"

host=127.0.$((RANDOM % 200 + 20)).$((RANDOM % 200 + 20))
url="ldap://$host" base="DC=ad,DC=example,DC=com"
admin="CN=Administrator,CN=Users,$base" password="Admin-Wonderland-1"

samba-tool domain provision --realm=AD.EXAMPLE.COM --domain=AD --server-role=dc --dns-backend=NONE --host-name=dc1 \
  --host-ip="$host" --adminpass="$password" --targetdir="$work/samba" --option="interfaces=$host/8" \
  --option="bind interfaces only=yes" --option="ldb:nosync=true" >"$work/provision.log" 2>&1 || { cat "$work/provision.log" >&2; exit 2; }
mkdir -p "$work/samba/run"
cat > "$work/smb.conf" <<CONF
[global]
netbios name = DC1
realm = AD.EXAMPLE.COM
workgroup = AD
server role = active directory domain controller
server services = ldap
dcerpc endpoint servers = -
disable netbios = yes
interfaces = $host/8
bind interfaces only = yes
ldap server require strong auth = no
tls enabled = no
private dir = $work/samba/private
state directory = $work/samba/state
cache directory = $work/samba/cache
lock directory = $work/samba
pid directory = $work/samba/run
ncalrpc dir = $work/samba/run/ncalrpc
winbindd socket directory = $work/samba/run/winbindd
ntp signd socket directory = $work/samba/run/ntp
log file = $work/samba/log
ldb:nosync = true
CONF
samba --foreground --model=single --no-process-group --configfile="$work/smb.conf" >"$work/samba.out" 2>&1 &
pids="$pids $!"

search() { ldapsearch -LLL -x -o ldif-wrap=no -H "$url" -D "$admin" -w "$password" "$@"; }
answers search -b "" -s base 1.1
