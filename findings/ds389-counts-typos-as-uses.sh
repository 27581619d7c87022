#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 389 Directory Server counts a wrong password as a use of a temporary one.
#
# Surprise: passwordTPRMaxUse limits how often a password that an administrator set may be used. With 1, a bind with a wrong password
# gets 49, and the first one with the right password then 19 (constraint violation), with a text that names TPR.
# Why it matters: a new user who mistypes the password once needs another one from the administrators, and no wrong password was
# ever accepted.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

base=dc=example,dc=com
as_admin ldapmodify >/dev/null <<'LDIF'
dn: cn=config
changetype: modify
replace: passwordMustChange
passwordMustChange: on
-
replace: passwordTPRMaxUse
passwordTPRMaxUse: 1
LDIF
for name in alice bob; do
  printf '%s\n' "dn: uid=$name,$base" "objectClass: inetOrgPerson" "uid: $name" "cn: $name" "sn: $name" "userPassword: old password" ""
done | as_admin ldapadd >/dev/null
for name in alice bob; do
  printf '%s\n' "dn: uid=$name,$base" "changetype: modify" "replace: userPassword" "userPassword: temporary" ""
done | as_admin ldapmodify >/dev/null

bind() { ldapsearch -x -H "$url" -D "uid=$1,$base" -w "$2" -b "" -s base 1.1 2>&1 | sed -n 's/^ldap_bind: //p; s/.*additional info: //p; s/^result: //p' || true; }
echo "389 Directory Server $version"
expect "alice, right password (then only a change is allowed):" "53 Server is unwilling to perform" "$(bind alice temporary)"
expect "bob, wrong password:" "Invalid credentials (49)" "$(bind bob wrong)"
expect "bob, right password:" "Constraint violation (19)
TPR checking. Contact system administrator" "$(bind bob temporary)"
