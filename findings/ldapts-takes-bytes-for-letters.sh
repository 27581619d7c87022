#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The npm package ldapts takes each escaped byte of a filter for a letter.
#
# Surprise: in RFC 4515, section 4, (sn=Lu\c4\8di\c4\87) is a name of five letters, as two bytes in UTF-8 make one of them.
# ldapts makes a letter of each byte, and encodes it once more. ldapsearch finds the entry with the same filter, and ldapts with
# the letters themselves.
# Why it matters: filters that escape all that is not ASCII, as many libraries write them, find no such user.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

ldapts=9.2.0
packages "ldapts@$ldapts"
port=$(free_port)
configure main
load main "description: Lučić" </dev/null
start_slapd main "$port"

cat > "$work/search.js" <<'JS'
const client = new (require("ldapts").Client)({ url: `ldap://127.0.0.1:${process.argv[2]}` });
client
  .search("dc=example,dc=com", { filter: process.argv[3] })
  .then((found) => console.log(`${found.searchEntries.length} entries`))
  .finally(() => client.unbind());
JS
ldapts() { node "$work/search.js" "$port" "$1"; }
ldapsearch() { echo "$(search -H "ldap://127.0.0.1:$port" -b dc=example,dc=com "$1" 1.1 | grep -c '^dn:') entries"; }

echo "ldapts $ldapts, OpenLDAP slapd $version"
expect "ldapts, (description=Lučić):" "1 entries" "$(ldapts '(description=Lučić)')"
expect "ldapsearch, (description=Lu\\c4\\8di\\c4\\87):" "1 entries" "$(ldapsearch '(description=Lu\c4\8di\c4\87)')"
expect "ldapts, (description=Lu\\c4\\8di\\c4\\87):" "0 entries" "$(ldapts '(description=Lu\c4\8di\c4\87)')"
