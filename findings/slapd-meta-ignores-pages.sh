#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP's back-meta proxy ignores a paged results control, even a critical one.
#
# Surprise: behind back-ldap a search in pages of 3 over 10 entries returns 3 entries, result code 0 and a cookie (RFC 2696).
# Behind back-meta the same search returns all 10 entries and no response control, although the control is critical and the
# root DSE names it. RFC 4511, section 4.1.11, asks for 12 (unavailableCriticalExtension) instead.
# Why it matters: if the server behind the proxy limits the size of an answer, pages are no way to read the rest.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

origin=$(free_port) ldap=$(free_port) meta=$(free_port)
configure origin "access to attrs=userPassword by * auth" "access to * by * read"
for i in $(seq 10); do
  printf '%s\n' "dn: ou=$i,dc=example,dc=com" "objectClass: organizationalUnit" "ou: $i" ""
done | load origin "userPassword: wonderland"
for proxy in ldap meta; do
  target="ldap://127.0.0.1:$origin/"
  [ "$proxy" = ldap ] || target="ldap://127.0.0.1:$origin/dc=example,dc=com"
  cat > "$work/$proxy.conf" <<CONF
include $schema/core.schema
include $schema/cosine.schema
include $schema/inetorgperson.schema
modulepath $modules
moduleload back_ldap
moduleload back_meta
database $proxy
suffix dc=example,dc=com
uri "$target"
CONF
done
start_slapd origin "$origin"
start_slapd ldap "$ldap"
start_slapd meta "$meta"

# "!" makes the control critical.
pages() {
  run usr/bin/ldapsearch -x -o ldif-wrap=no -H "ldap://127.0.0.1:$1" -b dc=example,dc=com -E '!pr=3/noprompt' '(ou=*)' 1.1 | describe_pages
}
echo "OpenLDAP slapd $version, asked for 10 entries in pages of 3"
four_pages="3 entries, result 0
3 entries, result 0
3 entries, result 0
1 entries, result 0"
expect "pages from the server itself:" "$four_pages" "$(pages "$origin")"
expect "pages through back-ldap:" "$four_pages" "$(pages "$ldap")"
expect "pages through back-meta:" "10 entries, result 0, no control" "$(pages "$meta")"
