#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP's back-meta proxy drops controls that back-ldap passes on: paged results, even if critical, and the password policy response.
#
# Surprise: behind back-ldap a search in pages of 3 over 10 entries returns 3 entries, result code 0 and a cookie (RFC 2696), and the
# bind of a user who must change the password is answered by 0 and the control of draft-behera-ldap-password-policy. Behind back-meta,
# the search returns all 10 entries and no response control, although the control is critical and the root DSE names it (RFC 4511,
# section 4.1.11, asks for 12 then), and the bind is answered by 0 and nothing else.
# Why it matters: if the server behind the proxy limits the size of an answer, pages are no way to read the rest; and a password that
# must be changed looks like any other, but for the attribute pwdReset of the entry.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

base=dc=example,dc=com origin=$(free_port) ldap=$(free_port) meta=$(free_port)
configure origin "access to attrs=userPassword by * auth" "access to * by * read" \
  "overlay ppolicy" "ppolicy_default cn=policy,$base"
{
  printf '%s\n' "dn: cn=policy,$base" "objectClass: device" "objectClass: pwdPolicy" "cn: policy" "pwdAttribute: userPassword" \
    "pwdMustChange: TRUE" ""
  for i in $(seq 10); do
    printf '%s\n' "dn: ou=$i,$base" "objectClass: organizationalUnit" "ou: $i" ""
  done
} | load origin "userPassword: wonderland" "pwdReset: TRUE"
for proxy in ldap meta; do
  target="ldap://127.0.0.1:$origin/"
  [ "$proxy" = ldap ] || target="ldap://127.0.0.1:$origin/$base"
  cat > "$work/$proxy.conf" <<CONF
include $schema/core.schema
include $schema/cosine.schema
include $schema/inetorgperson.schema
modulepath $modules
moduleload back_ldap
moduleload back_meta
database $proxy
suffix $base
uri "$target"
CONF
done
for server in origin ldap meta; do start_slapd "$server" "${!server}"; done

# "!" makes the control critical.
pages() {
  run usr/bin/ldapsearch -x -o ldif-wrap=no -H "ldap://127.0.0.1:$1" -b "$base" -E '!pr=3/noprompt' '(ou=*)' 1.1 | describe_pages
}
# "Who am I?" needs nothing else than the bind; -e ppolicy shows what came with it.
bind() {
  run usr/bin/ldapwhoami -x -e ppolicy -H "ldap://127.0.0.1:$1" -D "uid=alice,$base" -w wonderland 2>&1 | grep -v '^dn:' || true
}
four_pages="3 entries, result 0
3 entries, result 0
3 entries, result 0
1 entries, result 0"
policy='ldap_bind: Success (0); Password must be changed'
echo "OpenLDAP slapd $version, asked for 10 entries in pages of 3, and for the password policy in a bind"
expect "pages from the server itself:" "$four_pages" "$(pages "$origin")"
expect "pages through back-ldap:" "$four_pages" "$(pages "$ldap")"
expect "pages through back-meta:" "10 entries, result 0, no control" "$(pages "$meta")"
expect "bind at the server itself:" "$policy" "$(bind "$origin")"
expect "bind through back-ldap:" "$policy" "$(bind "$ldap")"
expect "bind through back-meta:" "" "$(bind "$meta")"
