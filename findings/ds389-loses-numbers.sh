#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# In 389 Directory Server (uidNumber>=9) finds a user with 10 only if the filter has another part.
#
# Surprise: alone, (uidNumber>=9) finds the user with 9, and not the one with 10, who is in (!(uidNumber>=9)) neither. In an
# "and" with the object class, it finds both. RFC 4511, section 4.5.1.7, knows one value of a filter for an entry. As the schema
# of the server, like RFC 2307's, gives uidNumber no ordering rule, the filter should be Undefined, and find nobody.
# Why it matters: a filter such as (uidNumber>=2000), which tells users from system accounts, loses the users from 10000 on.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

for number in 8 9 10; do
  printf '%s\n' "dn: uid=user$number,dc=example,dc=com" "objectClass: account" "objectClass: posixAccount" "uid: user$number" \
    "cn: $number" "uidNumber: $number" "gidNumber: 1" "homeDirectory: /" ""
done | as_admin ldapadd >/dev/null

users() { search -b dc=example,dc=com "$1" 1.1 | sed -n 's/^dn: uid=\(.*\),dc=example.*/\1/p' | xargs; }
echo "389 Directory Server $version, users with the uidNumber 8, 9 and 10"
expect "(uidNumber>=9):" "user9" "$(users '(uidNumber>=9)')"
expect "(!(uidNumber>=9)):" "user8" "$(users '(!(uidNumber>=9))')"
expect "(&(objectClass=posixAccount)(uidNumber>=9)):" "user9 user10" "$(users '(&(objectClass=posixAccount)(uidNumber>=9))')"
