#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS returns one page and no paging control if a paged search asks for no attributes ("1.1").
#
# Surprise: a search in pages of 3 over 10 entries returns 3 entries, result code 0 and a cookie, page after page, until all
# are there. With the attribute list "1.1" (RFC 4511, section 4.5.1.8) the first page comes without a response control,
# although the request control was critical.
# Why it matters: a client that takes the missing control for the end of the answer has lost 7 of 10 groups.
set -euo pipefail
. "$(dirname "$0")/lib/apacheds.sh"

printf '%s\n' "dn: ou=numbers,ou=system" "objectClass: organizationalUnit" "ou: numbers" "" > "$work/numbers.ldif"
for i in $(seq 10); do
  printf '%s\n' "dn: ou=$i,ou=numbers,ou=system" "objectClass: organizationalUnit" "ou: $i" ""
done >> "$work/numbers.ldif"
as_admin ldapadd -f "$work/numbers.ldif" >/dev/null

pages() { as_admin ldapsearch -b ou=numbers,ou=system -s one -E '!pr=3/noprompt' '(objectClass=*)' "$1" | describe_pages; }
echo "ApacheDS $server, asked for 10 entries in pages of 3"
expect "attribute ou:" "3 entries, result 0
3 entries, result 0
3 entries, result 0
1 entries, result 0" "$(pages ou)"
expect "attribute 1.1:" "3 entries, result 0, no control" "$(pages 1.1)"
