#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The memberOf of OpenLDAP's dynlist overlay is found by its value only: not by presence, and not by a compare operation.
#
# Surprise: a search returns Alice's memberOf, and (memberOf=cn=staff,…) finds her. (memberOf=*) finds nobody, and (!(memberOf=*))
# does not find her either, so that neither a filter nor its negation selects her (RFC 4511, section 4.5.1.7). A compare
# operation answers 16 (no such attribute). slapo-dynlist(5) has this memberOf as a full replacement of the overlay memberof, which
# does all three.
# Why it matters: "users in any group" is empty, and a check by compare, as that of Apache httpd's "Require ldap-attribute",
# denies all members.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

base=dc=example,dc=com
groups() {
  printf '%s\n' "dn: cn=staff,$base" "objectClass: groupOfNames" "cn: staff" "member: uid=alice,$base"
}
configure dynlist "overlay dynlist" "dynlist-attrset groupOfURLs memberURL member+memberOf@groupOfNames"
groups | load dynlist
# The overlay memberof writes the attribute when a group is added, so the group is added to the running server.
configure memberof "overlay memberof" "rootdn cn=admin,$base" "rootpw secret"
sed -i 's/^moduleload ppolicy/&\nmoduleload memberof/' "$work/memberof.conf"
load memberof </dev/null
for overlay in dynlist memberof; do
  declare "$overlay=$(free_port)"
  start_slapd "$overlay" "${!overlay}"
done
groups | run usr/bin/ldapadd -x -H "ldap://127.0.0.1:$memberof" -D "cn=admin,$base" -w secret >/dev/null

# asked PORT: what a search, three filters and a compare operation tell of Alice.
asked() {
  local filter
  search -H "ldap://127.0.0.1:$1" -b "$base" '(uid=alice)' memberOf | sed -n '/^memberOf/p'
  for filter in "(memberOf=cn=staff,$base)" "(memberOf=*)" "(!(memberOf=*))"; do
    echo "$filter: $(search -H "ldap://127.0.0.1:$1" -b "$base" "(&(uid=alice)$filter)" 1.1 | grep -c '^dn:' || true)"
  done
  echo "compare: $(run usr/bin/ldapcompare -x -H "ldap://127.0.0.1:$1" "uid=alice,$base" "memberOf:cn=staff,$base" 2>&1 | tail -1)"
}
echo "OpenLDAP slapd $version"
expect "overlay memberof:" "memberOf: cn=staff,$base
(memberOf=cn=staff,$base): 1
(memberOf=*): 1
(!(memberOf=*)): 0
compare: TRUE" "$(asked "$memberof")"
expect "overlay dynlist:" "memberOf: cn=staff,$base
(memberOf=cn=staff,$base): 1
(memberOf=*): 0
(!(memberOf=*)): 0
compare: UNDEFINED" "$(asked "$dynlist")"
