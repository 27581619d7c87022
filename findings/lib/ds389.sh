# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside this folder: starts 389 Directory Server with an empty dc=example,dc=com below $work, on a loopback port.
# It needs the Debian packages 389-ds-base and ldap-utils.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
version=2.3.1+dfsg1-1+deb12u1 # Debian 12
installed 389-ds-base "$version"

port=$(free_port) url="" admin="cn=Directory Manager" password=wonderland
url="ldap://127.0.0.1:$port"

mkdir -p "$work"/{etc,share/dirsrv/inf,run/lock,shm,tmp,var}
cp -r /etc/dirsrv "$work/etc/"
cp -r /usr/share/dirsrv/data "$work/share/dirsrv/"
sed -i 's/^nsslapd-port:/nsslapd-listenhost: 127.0.0.1\n&/' "$work/share/dirsrv/data/template-dse.ldif"
sed -e "s#= \(/etc\|/var\|/run\)#= $work\1#; s#= /dev/shm#= $work/shm#; s#^tmp_dir = .*#tmp_dir = $work/tmp#" \
  -e "s#^data_dir = .*#data_dir = $work/share#; s#^with_systemd = 1#with_systemd = 0#" \
  -e "s#^user = .*#user = $(id -un)#; s#^group = .*#group = $(id -gn)#" /usr/share/dirsrv/inf/defaults.inf \
  > "$work/share/dirsrv/inf/defaults.inf"
cat > "$work/make.inf" <<CONF
[general]
config_version = 2
systemd = False
selinux = False
strict_host_checking = False
full_machine_name = localhost
start = False
[slapd]
instance_name = test
port = $port
root_password = $password
user = $(id -un)
group = $(id -gn)
self_sign_cert = False
[backend-userroot]
suffix = dc=example,dc=com
create_suffix_entry = True
CONF
PREFIX="$work" dscreate from-file "$work/make.inf" >"$work/make.log" 2>&1 || { cat "$work/make.log" >&2; exit 2; }
ns-slapd -D "$work/etc/dirsrv/slapd-test" -d 0 >"$work/log" 2>&1 &
pids="$pids $!"

as_admin() { "$1" -x -H "$url" -D "$admin" -w "$password" "${@:2}"; }
search() { as_admin ldapsearch -LLL -o ldif-wrap=no "$@"; }
answers search -b "" -s base 1.1
