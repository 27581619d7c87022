#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 389 Directory Server compares names nearly as text in a compare operation, and as names in a search.
#
# Surprise: RFC 4511, section 4.10, compares by the attribute's equality rule, which for member is distinguishedNameMatch (RFC
# 4517, section 4.2.15). With its two parts in the other order, or a letter escaped, a search finds the member, and the compare
# operation says 5 (false).
# Why it matters: a check of a group by a compare operation denies a member whose name the client wrote in another way.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

people=ou=people,dc=example,dc=com group=cn=staff,dc=example,dc=com
as_admin ldapadd >/dev/null <<LDIF
dn: $group
objectClass: groupOfNames
cn: staff
member: uid=alice,$people
member: cn=Bob+uid=bob,$people
LDIF

# asked MEMBER: prints whether a search and a compare operation find the member.
asked() {
  local found compared
  found=$(search -b "$group" -s base "(member=${1//\\/\\5c})" 1.1 | grep -c '^dn:' || true)
  compared=$(as_admin ldapcompare "$group" "member:$1" || true)
  echo "search $found, compare $compared"
}
echo "389 Directory Server $version"
expect "as written in the group:" "search 1, compare TRUE" "$(asked "uid=alice,$people")"
expect "in another case:" "search 1, compare TRUE" "$(asked "UID=Alice,$people")"
expect "with a letter escaped:" "search 1, compare FALSE" "$(asked "uid=ali\\63e,$people")"
expect "two parts, as written in the group:" "search 1, compare TRUE" "$(asked "cn=Bob+uid=bob,$people")"
expect "two parts in the other order:" "search 1, compare FALSE" "$(asked "uid=bob+cn=Bob,$people")"
