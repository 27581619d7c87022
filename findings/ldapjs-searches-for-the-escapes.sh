#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The npm package ldapjs searches for the escapes of a filter, not for the characters that they stand for.
#
# Surprise: RFC 4515, section 3, writes the parenthesis of a value as \28, and has examples. Given such a filter as a text,
# ldapjs sends the backslash and the digits as part of the value. ldapsearch finds the entry with the same filter.
# Why it matters: a program that escapes user names as it should finds no user with a special character, and no group whose name
# (a DN) has a comma, as the backslash in a DN must be written \5c.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

ldapjs=3.0.7
packages "ldapjs@$ldapjs"
port=$(free_port)
configure main
load main "description: Alice (Sales)" </dev/null
start_slapd main "$port"

cat > "$work/search.js" <<'JS'
const client = require("ldapjs").createClient({ url: `ldap://127.0.0.1:${process.argv[2]}` });
client.search("dc=example,dc=com", { scope: "sub", filter: process.argv[3] }, (error, search) => {
  let entries = 0;
  search.on("searchEntry", () => entries++);
  search.on("end", () => {
    console.log(`${entries} entries`);
    client.unbind();
  });
});
JS
ldapjs() { node "$work/search.js" "$port" "$1"; }
ldapsearch() { echo "$(search -H "ldap://127.0.0.1:$port" -b dc=example,dc=com "$1" 1.1 | grep -c '^dn:') entries"; }

echo "ldapjs $ldapjs, OpenLDAP slapd $version"
expect "ldapsearch, (description=Alice*):" "1 entries" "$(ldapsearch '(description=Alice*)')"
expect "ldapjs, (description=Alice*):" "1 entries" "$(ldapjs '(description=Alice*)')"
expect "ldapsearch, (description=Alice \\28Sales\\29):" "1 entries" "$(ldapsearch '(description=Alice \28Sales\29)')"
expect "ldapjs, (description=Alice \\28Sales\\29):" "0 entries" "$(ldapjs '(description=Alice \28Sales\29)')"
