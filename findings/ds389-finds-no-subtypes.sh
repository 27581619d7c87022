#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 389 Directory Server finds nobody by (name=Alice), although its schema makes cn and sn kinds of name.
#
# Surprise: "SUP name" in the schema makes cn a subtype of name (RFC 4512, section 2.5.1). A filter for name then matches the values of
# its subtypes (RFC 4511, section 4.5.1.7), and a request for name returns them (section 4.5.1.8). OpenLDAP does both. 389 Directory
# Server returns neither the entry nor an attribute.
# Why it matters: a user search by (name=…), which finds users in OpenLDAP, and in Active Directory, where name is an attribute of
# its own, finds none here, without any error.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

base=dc=example,dc=com
printf '%s\n' "dn: uid=alice,$base" "objectClass: inetOrgPerson" "uid: alice" "cn: Alice" "sn: Adams" | as_admin ldapadd >/dev/null
found() { search -b "$base" "$1" "$2" | sed '/^$/d'; }
echo "389 Directory Server $version"
expect "cn in its schema:" "SUP name" "$(search -b cn=schema -s base attributeTypes | grep "NAME ( 'cn' 'commonName' )" | grep -o 'SUP [a-z]*')"
expect "(cn=Alice), and a request for cn:" "dn: uid=alice,$base
cn: Alice" "$(found '(cn=Alice)' cn)"
expect "(name=Alice):" "" "$(found '(name=Alice)' 1.1)"
expect "(cn=Alice), and a request for name:" "dn: uid=alice,$base" "$(found '(cn=Alice)' name)"
