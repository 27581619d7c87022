#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Samba does not know the OIDs of attributes in filters and names.
#
# Surprise: RFC 4512, section 2.5, lets clients name an attribute by its OID, and RFC 4514, section 2.3, does so in names. The
# schema of Samba lists 1.2.840.113556.1.4.221 as sAMAccountName, and returns the attribute if it is requested by the OID. A
# filter with the OID finds nobody, with the result 0; its opposite finds everybody; and a name with 2.5.4.3 for CN is a syntax
# error.
# Why it matters: libraries that normalize names and filters by the schema write OIDs, and then users do not exist.
set -euo pipefail
. "$(dirname "$0")/lib/samba.sh"

printf '%s\n' "dn: CN=alice,CN=Users,$base" "objectClass: user" "sAMAccountName: alice" "description: mine" |
  ldapadd -x -H "$url" -D "$admin" -w "$password" >/dev/null
oid=1.2.840.113556.1.4.221
found() {
  { search "$@" 2>&1 || true; } | sed -n 's/^dn: \(.*\)/\1/p; s/^\(sAMAccountName: .*\)/\1/p; s/^\(Invalid DN syntax.*\)/\1/p'
}
echo "Samba $version"
expect "the schema:" "lDAPDisplayName: sAMAccountName" \
  "$(search -b "CN=Schema,CN=Configuration,$base" "(attributeID=$oid)" lDAPDisplayName | grep '^lDAP')"
users="CN=Users,$base"
expect "(sAMAccountName=alice):" "CN=alice,$users" "$(found -b "$users" "(&(description=mine)(sAMAccountName=alice))" 1.1)"
expect "($oid=alice):" "" "$(found -b "$users" "(&(description=mine)($oid=alice))" 1.1)"
expect "(!($oid=alice)):" "CN=alice,$users" "$(found -b "$users" "(&(description=mine)(!($oid=alice)))" 1.1)"
expect "sAMAccountName requested by name:" "CN=alice,$users
sAMAccountName: alice" "$(found -b "$users" '(sAMAccountName=alice)' sAMAccountName)"
expect "and by $oid:" "CN=alice,$users
sAMAccountName: alice" "$(found -b "$users" '(sAMAccountName=alice)' "$oid")"
expect "2.5.4.3=alice,$users as search base:" "Invalid DN syntax (34)" "$(found -b "2.5.4.3=alice,$users" -s base 1.1)"
