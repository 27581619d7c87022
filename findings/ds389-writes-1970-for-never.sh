#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 389 Directory Server writes 1970 as the end of a lock without an end, and as the expiry of a password that must be changed.
#
# Surprise: accountUnlockTime is the time at which a locked account is unlocked. If locks end, it is an hour from now. If only an
# administrator ends them (passwordUnlock: off), it is 19700101000000Z, which is over. passwordExpirationTime has the same value for a
# password that an administrator set, and that has not expired: the user binds, and must change it first.
# Why it matters: a program that compares these times with its clock takes an account that is locked for good for unlocked, and a
# new user's password for expired.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

base=dc=example,dc=com
configure() { printf '%s\n' "dn: cn=config" "changetype: modify" "replace: $1" "$1: $2" | as_admin ldapmodify >/dev/null; }
configure passwordLockout on
configure passwordMaxFailure 1
configure passwordLockoutDuration 3600
for name in alice bob; do
  printf '%s\n' "dn: uid=$name,$base" "objectClass: inetOrgPerson" "uid: $name" "cn: $name" "sn: $name" "userPassword: wonderland" ""
done | as_admin ldapadd >/dev/null

# bind NAME PASSWORD: the result of a bind and of a search after it.
bind() { { ldapsearch -x -H "$url" -D "uid=$1,$base" -w "$2" -b "uid=$1,$base" -s base 1.1 2>&1 || true; } | sed -n 's/^ldap_bind: //p; s/^result: //p'; }
# value NAME ATTRIBUTE: its value, or "later" if it is a time that is not over.
value() {
  local time
  time=$(search -b "uid=$1,$base" -s base "$2" | sed -n "s/^$2: //p")
  [[ $time < $(date -u +%Y%m%d%H%M%SZ) ]] && echo "$time" || echo later
}
echo "389 Directory Server $version, which locks accounts for an hour after a wrong password"
bind alice wrong >/dev/null
expect "alice, wrong and right password:" "Constraint violation (19)
Constraint violation (19)" "$(bind alice wrong; bind alice wonderland)"
expect "her accountUnlockTime:" "later" "$(value alice accountUnlockTime)"
configure passwordUnlock off
bind bob wrong >/dev/null
expect "bob, if locks do not end:" "Constraint violation (19)" "$(bind bob wonderland)"
expect "his accountUnlockTime:" "19700101000000Z" "$(value bob accountUnlockTime)"
configure passwordMustChange on
printf '%s\n' "dn: uid=carol,$base" "objectClass: inetOrgPerson" "uid: carol" "cn: carol" "sn: carol" "userPassword: wonderland" |
  as_admin ldapadd >/dev/null
expect "carol, whose new password must be changed first:" "53 Server is unwilling to perform" "$(bind carol wonderland)"
expect "her passwordExpirationTime:" "19700101000000Z" "$(value carol passwordExpirationTime)"
