#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS answers 54 (loop detect) to a filter that compares a name with something else.
#
# Surprise: RFC 4511, section 4.5.1.7: servers MUST NOT return errors if assertion values are invalid; such a part of a filter
# is Undefined. (|(member=alice)(memberUid=alice)) therefore finds the second kind of groups everywhere, and (cn=staff) the
# group below. ApacheDS answers "loop detect", which RFC 4511 has for aliases and referrals that lead in a circle.
# Why it matters: one filter for both kinds of groups works with other servers, and looks like a broken directory here.
set -euo pipefail
. "$(dirname "$0")/lib/apacheds.sh"

printf '%s\n' "dn: cn=staff,ou=system" "objectClass: groupOfNames" "cn: staff" "member: uid=alice,ou=system" | as_admin ldapadd >/dev/null
found() {
  as_admin ldapsearch -b ou=system "$1" 1.1 | awk '/^dn: / { entries++ } /^result: / { print entries + 0 " entries, result " $2 }' || true
}
echo "ApacheDS $server"
expect "(|(member=uid=bob,ou=system)(cn=staff)):" "1 entries, result 0" "$(found '(|(member=uid=bob,ou=system)(cn=staff))')"
expect "(|(member=alice)(cn=staff)):" "0 entries, result 54" "$(found '(|(member=alice)(cn=staff))')"
