#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP's back-meta proxy drops the password policy response control that back-ldap passes on.
#
# Surprise: behind back-ldap the bind of a user who must change the password is answered by 0 and the control
# (draft-behera-ldap-password-policy, changeAfterReset). Behind back-meta the same bind is answered by 0 and nothing else.
# Why it matters: a client behind such a proxy cannot tell a password that must be changed from any other; the
# operational attribute pwdReset of the entry still tells.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

origin=$(free_port) ldap=$(free_port) meta=$(free_port)
configure origin "access to attrs=userPassword by * auth" "access to * by * read" \
  "overlay ppolicy" "ppolicy_default cn=policy,dc=example,dc=com"
load origin "userPassword: wonderland" "pwdReset: TRUE" <<'LDIF'
dn: cn=policy,dc=example,dc=com
objectClass: device
objectClass: pwdPolicy
cn: policy
pwdAttribute: userPassword
pwdMustChange: TRUE
LDIF
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

# "Who am I?" needs nothing else than the bind; -v shows what came with it.
bind() {
  run usr/bin/ldapwhoami -x -e ppolicy -H "ldap://127.0.0.1:$1" -D uid=alice,dc=example,dc=com -w wonderland 2>&1 |
    grep -v '^dn:' || true
}
policy='ldap_bind: Success (0); Password must be changed'
echo "OpenLDAP slapd $version"
expect "bind at the server itself:" "$policy" "$(bind "$origin")"
expect "bind through back-ldap:" "$policy" "$(bind "$ldap")"
expect "bind through back-meta:" "" "$(bind "$meta")"
