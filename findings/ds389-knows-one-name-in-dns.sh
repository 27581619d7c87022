#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 389 Directory Server knows only the first name of an attribute in a DN, and refuses the right password for another.
#
# Surprise: its schema gives one attribute the names uid and userid, as RFC 4519, section 2.39, does, and RFC 4514, section 2.3,
# lets a DN have any of them or the OID. (userid=alice) finds Alice. A bind as userid=alice,… gets 49, and a search there 32.
# OpenLDAP accepts all of these. 389 Directory Server even adds a second entry beside the first, with the other name of the attribute,
# or with a space in hexadecimal digits.
# Why it matters: a DN template or a service account with commonName= or userid= looks like a wrong password, and moving from
# another server breaks it. Whoever takes such DNs for one takes the members of one group for those of another.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

base=dc=example,dc=com
printf '%s\n' "dn: uid=alice,$base" "objectClass: inetOrgPerson" "uid: alice" "cn: Alice" "sn: Adams" "userPassword: wonderland" |
  as_admin ldapadd >/dev/null
# asked RDN: whether a filter finds Alice, what a search at the DN answers, and a bind with the right password.
asked() {
  local bound
  bound=$(ldapwhoami -x -H "$url" -D "$1,$base" -w wonderland 2>&1 || true)
  echo "filter: $(search -b "$base" "($1)" 1.1 | sed -n 's/^dn: //p')"
  echo "base: $(search -b "$1,$base" -s base 1.1 2>&1 | head -1 || true)"
  echo "bind: $bound"
}
found="filter: uid=alice,$base"
echo "389 Directory Server $version"
expect "its schema:" "NAME ( 'uid' 'userid' )" "$(search -b cn=schema -s base attributeTypes | grep -o "NAME ( 'uid' 'userid' )")"
expect "uid=alice:" "$found
base: dn: uid=alice,$base
bind: dn: uid=alice,$base" "$(asked uid=alice)"
for name in userid 0.9.2342.19200300.100.1.1; do
  expect "$name=alice:" "$found
base: No such object (32)
bind: ldap_bind: Invalid credentials (49)" "$(asked "$name=alice")"
done

for rdn in "cn=App Admins" "commonName=App Admins" 'cn=App\20Admins'; do
  printf '%s\n' "dn: $rdn,$base" "objectClass: groupOfNames" "cn: App Admins" "member: uid=alice,$base" | as_admin ldapadd >/dev/null
done
expect "three groups beside each other:" "dn: cn=App Admins,$base
dn: commonName=App Admins,$base
dn: cn=App\20Admins,$base" "$(search -b "$base" "(cn=App Admins)" 1.1 | sed '/^$/d')"
