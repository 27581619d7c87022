#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Samba ignores the size limit of a search.
#
# Surprise: RFC 4511, section 4.5.1.4: the size limit restricts the number of entries to be returned, and 4 (sizeLimitExceeded)
# tells that there are more. Samba returns all entries, and 0.
# Why it matters: a client that sets the limit to 2, to see whether a name is unique, is sent the whole domain by a broad
# filter; one that waits for 4 takes the answer for the whole.
set -euo pipefail
. "$(dirname "$0")/lib/samba.sh"

for i in 1 2 3 4 5; do
  printf '%s\n' "dn: CN=user$i,CN=Users,$base" "objectClass: user" "sAMAccountName: user$i" "description: mine" ""
done | ldapadd -x -H "$url" -D "$admin" -w "$password" >/dev/null
found() {
  ldapsearch -x -H "$url" -D "$admin" -w "$password" -b "CN=Users,$base" -z "$1" '(description=mine)' 1.1 |
    awk '/^dn: / { entries++ } /^result: / { print entries + 0 " entries, result " $2 }' || true
}
echo "Samba $version, asked for 5 entries"
expect "without a limit:" "5 entries, result 0" "$(found none)"
expect "with a limit of 2:" "5 entries, result 0" "$(found 2)"
