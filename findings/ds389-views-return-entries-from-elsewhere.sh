#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# In 389 Directory Server, a search below a view returns entries whose names are not below its base.
#
# Surprise: RFC 4511, sections 4.5.1.1 and 4.5.1.2, restricts a search to the base and its subordinates. A view (object class
# nsView) selects entries by a filter, and a search below it finds them, under their names from elsewhere. A search at the name
# that such a user would have below the view gets 32, as does a bind there.
# Why it matters: a client that checks that the user found is below the base rejects all users, and one that builds the DN from
# base and name (a DN template) finds none.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

base=dc=example,dc=com
{
  for name in people staff; do
    printf '%s\n' "dn: ou=$name,$base" "objectClass: organizationalUnit" "ou: $name"
    [ "$name" = people ] || printf '%s\n' "objectClass: nsView" "nsViewFilter: (employeeType=staff)"
    echo
  done
  for name in alice bob; do
    printf '%s\n' "dn: uid=$name,ou=people,$base" "objectClass: inetOrgPerson" "uid: $name" "cn: $name" "sn: $name" \
      "userPassword: wonderland"
    [ "$name" = bob ] || echo "employeeType: staff"
    echo
  done
} | as_admin ldapadd >/dev/null

found() { search -b "$1" "$2" 1.1 2>&1 | sed -n 's/^dn: //p; s/^\(No such object.*\)/\1/p'; }
view="ou=staff,$base"
echo "389 Directory Server $version"
expect "(uid=*) below the view:" "uid=alice,ou=people,$base" "$(found "$view" '(uid=*)')"
expect "(uid=bob) below the view:" "" "$(found "$view" '(uid=bob)')"
expect "a search at uid=alice,$view:" "No such object (32)" "$(found "uid=alice,$view" '(uid=*)')"
expect "a bind as it:" "ldap_bind: Invalid credentials (49)" "$(ldapwhoami -x -H "$url" -D "uid=alice,$view" -w wonderland 2>&1 || true)"
