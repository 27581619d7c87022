#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS answers 1 (operations error) to extensible matches that name an attribute, also with the rules of its own schema.
#
# Surprise: (cn:caseExactMatch:=Alice), of the kind in RFC 4515, section 4, names a rule that the schema of ApacheDS lists. RFC
# 4511, section 4.5.1.7, forbids errors even for unknown rules: (cn:1.2.3.4:=x) is Undefined, and (|(cn=Alice)(cn:1.2.3.4:=x))
# finds Alice.
# Why it matters: a filter with an extra part for another server, such as Active Directory's chain rule, fails as a whole.
set -euo pipefail
. "$(dirname "$0")/lib/apacheds.sh"

printf '%s\n' "dn: cn=Alice,ou=system" "objectClass: person" "cn: Alice" "sn: Adams" | as_admin ldapadd >/dev/null
found() {
  as_admin ldapsearch -b ou=system "$1" 1.1 | awk '/^dn: / { entries++ } /^result: / { print entries + 0 " entries, result " $2 }' || true
}
echo "ApacheDS $server"
expect "caseExactMatch in its schema:" "1" \
  "$(as_admin ldapsearch -LLL -o ldif-wrap=no -b cn=schema -s base '(objectClass=*)' matchingRules | grep -c "NAME 'caseExactMatch'")"
expect "(cn=Alice):" "1 entries, result 0" "$(found '(cn=Alice)')"
expect "(cn:caseExactMatch:=Alice):" "0 entries, result 1" "$(found '(cn:caseExactMatch:=Alice)')"
expect "(|(cn=Alice)(cn:1.2.3.4:=x)):" "0 entries, result 1" "$(found '(|(cn=Alice)(cn:1.2.3.4:=x))')"
