#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A dynamic group of OpenLDAP's dynlist overlay is found by its members, but not if the same search asks for pages.
#
# Surprise: `(member=uid=alice,…)` finds the static and the dynamic group. With the simple paged results control (RFC
# 2696), which changes only how an answer is cut, the dynamic group is missing, with result code 0 and no hint. slapo-dynlist(5)
# says so under BUGS.
# Why it matters: a client that pages by habit reads "alice is not in that group", also for a group that keeps her out.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

port=$(free_port)
configure main "overlay dynlist" "dynlist-attrset groupOfURLs memberURL member"
load main <<'LDIF'
dn: cn=static,dc=example,dc=com
objectClass: groupOfNames
cn: static
member: uid=alice,dc=example,dc=com

dn: cn=dynamic,dc=example,dc=com
objectClass: groupOfURLs
cn: dynamic
memberURL: ldap:///dc=example,dc=com??sub?(uid=alice)
LDIF
start_slapd main "$port"

groups() { search -H "ldap://127.0.0.1:$port" -b dc=example,dc=com "$@" '(member=uid=alice,dc=example,dc=com)' 1.1 | grep '^dn:' | sort; }

echo "OpenLDAP slapd $version"
expect "groups of alice, without pages:" "dn: cn=dynamic,dc=example,dc=com
dn: cn=static,dc=example,dc=com" "$(groups)"
expect "groups of alice, in pages of 100:" "dn: cn=static,dc=example,dc=com" "$(groups -E pr=100/noprompt)"
