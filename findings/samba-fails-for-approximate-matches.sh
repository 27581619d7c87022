#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Samba answers 1 (operations error) to a filter with an approximate match.
#
# Surprise: RFC 4511, section 4.5.1.7.6: if a server does not support approximate matching for an attribute, the filter is
# treated as an equality match. Samba fails the whole search.
# Why it matters: a filter like (|(sAMAccountName=alice)(displayName~=alice)) finds nobody, and 1 looks like a missing bind.
set -euo pipefail
. "$(dirname "$0")/lib/samba.sh"

printf '%s\n' "dn: CN=alice,CN=Users,$base" "objectClass: user" "sAMAccountName: alice" "displayName: alice" |
  ldapadd -x -H "$url" -D "$admin" -w "$password" >/dev/null
found() {
  ldapsearch -x -H "$url" -D "$admin" -w "$password" -b "CN=Users,$base" "$1" 1.1 2>&1 |
    awk '/^dn: / { entries++ } /^result: / { print entries + 0 " entries, result " $2 }' || true
}
echo "Samba $version"
expect "(displayName=alice):" "1 entries, result 0" "$(found '(displayName=alice)')"
expect "(displayName~=alice):" "0 entries, result 1" "$(found '(displayName~=alice)')"
expect "(|(sAMAccountName=alice)(displayName~=alice)):" "0 entries, result 1" "$(found '(|(sAMAccountName=alice)(displayName~=alice))')"
