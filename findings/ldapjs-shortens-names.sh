#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The npm package ldapjs reads escaped characters of a DN wrongly, and sends another search base.
#
# Surprise: RFC 4514, section 2.4, escapes characters by a backslash before them, or by a backslash and two hexadecimal digits.
# For cn=R\+D, the search base that ldapjs sends ends at the plus sign, and the server finds no entry. With \2b it finds it. An
# escaped backslash loses its escape in both forms, and the server refuses the DN.
# Why it matters: a user or a group with such a name, as the directory itself writes it, cannot be read.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

ldapjs=3.0.7
packages "ldapjs@$ldapjs"
port=$(free_port)
configure main
load main <<'LDIF'
dn: cn=R\+D,dc=example,dc=com
objectClass: device
cn: R+D

dn: cn=back\\slash,dc=example,dc=com
objectClass: device
cn: back\slash
LDIF
start_slapd main "$port"

cat > "$work/read.js" <<'JS'
const client = require("ldapjs").createClient({ url: `ldap://127.0.0.1:${process.argv[2]}` });
const done = (outcome) => {
  console.log(outcome);
  client.destroy();
};
client.search(process.argv[3], { scope: "base" }, (error, search) => {
  let entries = 0;
  search.on("searchEntry", () => entries++);
  search.on("end", () => done(`${entries} entry`));
  search.on("error", (failure) => done(failure.name));
});
JS
ldapjs() { node "$work/read.js" "$port" "$1"; }
ldapsearch() { echo "$(search -H "ldap://127.0.0.1:$port" -b "$1" -s base 1.1 | grep -c '^dn:') entry"; }

echo "ldapjs $ldapjs, OpenLDAP slapd $version"
base=dc=example,dc=com
expect "ldapsearch, cn=R\\+D:" "1 entry" "$(ldapsearch "cn=R\\+D,$base")"
expect "ldapjs, cn=R\\+D:" "NoSuchObjectError" "$(ldapjs "cn=R\\+D,$base")"
expect "ldapjs, cn=R\\2bD:" "1 entry" "$(ldapjs "cn=R\\2bD,$base")"
expect "ldapsearch, cn=back\\\\slash:" "1 entry" "$(ldapsearch "cn=back\\\\slash,$base")"
expect "ldapjs, cn=back\\\\slash:" "InvalidDnSyntaxError" "$(ldapjs "cn=back\\\\slash,$base")"
