#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS does not tell that there are more entries if a search asks for no attributes ("1.1").
#
# Surprise: a search in pages of 3 over 10 entries returns 3 entries, result code 0 and a cookie, page after page. With the
# attribute list "1.1" (RFC 4511, section 4.5.1.8) the first page comes without a response control, although the request
# control was critical. With a size limit of 1, the result code is 4 (size limit exceeded), but with "1.1" it is 80 (other).
# Why it matters: a client that takes the missing control for the end has lost 7 of 10 groups, and one that asks "is there any
# such entry?" takes the yes for a fault of the server.
set -euo pipefail
. "$(dirname "$0")/lib/apacheds.sh"

printf '%s\n' "dn: ou=numbers,ou=system" "objectClass: organizationalUnit" "ou: numbers" "" > "$work/numbers.ldif"
for i in $(seq 10); do
  printf '%s\n' "dn: ou=$i,ou=numbers,ou=system" "objectClass: organizationalUnit" "ou: $i" ""
done >> "$work/numbers.ldif"
as_admin ldapadd -f "$work/numbers.ldif" >/dev/null

pages() { as_admin ldapsearch -b ou=numbers,ou=system -s one -E '!pr=3/noprompt' '(objectClass=*)' "$1" | describe_pages; }
any() {
  as_admin ldapsearch -b ou=numbers,ou=system -s one -z 1 '(objectClass=*)' "$1" |
    awk '/^dn: / { entries++ } /^result: / { print entries " entry, result " $2 }' || true
}
echo "ApacheDS $server, 10 entries"
expect "in pages of 3, attribute ou:" "3 entries, result 0
3 entries, result 0
3 entries, result 0
1 entries, result 0" "$(pages ou)"
expect "in pages of 3, attribute 1.1:" "3 entries, result 0, no control" "$(pages 1.1)"
expect "with a size limit of 1, attribute ou:" "1 entry, result 4" "$(any ou)"
expect "with a size limit of 1, attribute 1.1:" "1 entry, result 80" "$(any 1.1)"
