#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS answers 80 (other) in place of 4 (size limit exceeded) to a search that asks for no attributes ("1.1").
#
# Surprise: a search with a size limit of 1 over 3 entries returns 1 entry and result code 4. With the attribute list "1.1"
# (RFC 4511, section 4.5.1.8) it returns 1 entry and result code 80.
# Why it matters: a client that asks "is there any such entry?" takes the yes for a fault of the server.
set -euo pipefail
. "$(dirname "$0")/lib/apacheds.sh"

for i in 1 2 3; do
  printf '%s\n' "dn: ou=$i,ou=system" "objectClass: organizationalUnit" "ou: $i" "description: mine" ""
done | as_admin ldapadd >/dev/null

search() {
  as_admin ldapsearch -b ou=system -z 1 '(description=mine)' "$1" |
    awk '/^dn: / { entries++ } /^result: / { print entries " entry, result " $2 }' || true
}
echo "ApacheDS $server, asked for 3 entries with a size limit of 1"
expect "attribute ou:" "1 entry, result 4" "$(search ou)"
expect "attribute 1.1:" "1 entry, result 80" "$(search 1.1)"
