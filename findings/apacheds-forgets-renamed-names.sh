#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS no longer finds an entry by (uid=*) once the entry was renamed, although it has a uid.
#
# Surprise: the presence filter (RFC 4511, section 4.5.1.7) matches every entry with the attribute. After a Modify DN request, which gives
# the entry another uid, the entry is found by its new value and shows the attribute, but no filter with (uid=*) finds it.
# Why it matters: "users are entries with a uid" then loses renamed users, such as in a search by the entryUUID of a known user.
set -euo pipefail
. "$(dirname "$0")/lib/apacheds.sh"

printf '%s\n' "dn: uid=alice,ou=system" "objectClass: inetOrgPerson" "uid: alice" "cn: Alice" "sn: Adams" | as_admin ldapadd >/dev/null
found() { as_admin ldapsearch -LLL -b ou=system "$1" 1.1 | grep -c '^dn: uid=alic' || true; }
echo "ApacheDS $server"
expect "(&(uid=*)(sn=Adams)) before the rename:" "1" "$(found '(&(uid=*)(sn=Adams))')"
printf '%s\n' "dn: uid=alice,ou=system" "changetype: modrdn" "newrdn: uid=alicia" "deleteoldrdn: 1" | as_admin ldapmodify >/dev/null
expect "(uid=alicia) after it:" "1" "$(found '(uid=alicia)')"
expect "(sn=Adams):" "1" "$(found '(sn=Adams)')"
expect "(&(uid=*)(sn=Adams)):" "0" "$(found '(&(uid=*)(sn=Adams))')"
