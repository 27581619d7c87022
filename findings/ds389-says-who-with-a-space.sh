#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 389 Directory Server puts a space into the answer to "Who am I?", and another spelling of the name.
#
# Surprise: RFC 4532 answers with an authzId, which in RFC 4513, section 5.2.1.8, is "dn:" and the DN. 389 Directory Server
# answers "dn: " and the DN in lower case, with another escape, also if the client binds with the DN as the server returns it.
# Why it matters: a program that cuts off "dn:" and looks the rest up among the users that it knows does not find the user.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

as_admin ldapadd >/dev/null <<'LDIF'
dn: cn=Adams\, Alice,dc=example,dc=com
objectClass: person
cn: Adams, Alice
sn: Adams
userPassword: wonderland
LDIF
dn=$(search -b dc=example,dc=com '(sn=Adams)' 1.1 | sed -n 's/^dn: //p')
echo "389 Directory Server $version"
expect "the DN as returned by a search:" 'cn=Adams\2C Alice,dc=example,dc=com' "$dn"
expect "Who am I?" 'dn: cn=adams\2c alice,dc=example,dc=com' "$(ldapwhoami -x -H "$url" -D "$dn" -w wonderland)"
