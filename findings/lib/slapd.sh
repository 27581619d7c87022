# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside this folder: unpacks a pinned slapd below $work and starts it on a free loopback port.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
version=2.5.13+dfsg-5 # Debian 12

mkdir "$work/debs" "$work/root"
(cd "$work/debs" && apt-get download -qq "slapd=$version" "ldap-utils=$version" "libldap-2.5-0=$version" \
  libodbc2 libltdl7 libperl5.36 libargon2-1 libwrap0 libsasl2-2 2>/dev/null)
for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$work/root"; done
libraries=$(echo "$work"/root/usr/lib/*-linux-gnu*)
modules="$work/root/usr/lib/ldap"
schema="$work/root/etc/ldap/schema"

run() { LD_LIBRARY_PATH="$libraries" "$work/root/$@"; }
search() { run usr/bin/ldapsearch -LLL -x -o ldif-wrap=no "$@"; }

# configure NAME LINE...: writes $work/NAME.conf for an empty database of dc=example,dc=com, with more lines at its end.
configure() {
  local name=$1
  shift
  mkdir "$work/$name"
  {
    for file in core cosine inetorgperson dyngroup; do echo "include $schema/$file.schema"; done
    echo "modulepath $modules"
    for module in back_mdb dynlist ppolicy; do echo "moduleload $module"; done
    printf '%s\n' "database mdb" "suffix dc=example,dc=com" "directory $work/$name" "$@"
  } > "$work/$name.conf"
}

# load NAME LINE...: adds dc=example,dc=com, alice with these lines in her entry, and the LDIF of standard input.
load() {
  {
    printf '%s\n' "dn: dc=example,dc=com" "objectClass: domain" "dc: example" ""
    printf '%s\n' "dn: uid=alice,dc=example,dc=com" "objectClass: inetOrgPerson" "uid: alice" "cn: Alice" "sn: Adams" "${@:2}" ""
    cat
  } > "$work/$1.ldif"
  run usr/sbin/slapadd -q -f "$work/$1.conf" -l "$work/$1.ldif"
}

# start_slapd NAME PORT: starts slapd with $work/NAME.conf and waits until it answers.
start_slapd() {
  LD_LIBRARY_PATH="$libraries" "$work/root/usr/sbin/slapd" -d 0 -f "$work/$1.conf" -h "ldap://127.0.0.1:$2" &
  pids="$pids $!"
  answers search -H "ldap://127.0.0.1:$2" -b "" -s base 1.1
}
