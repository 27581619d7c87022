#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ldap-utils. Takes host, port, port for ldaps, file of the authority, DN whose password it changes.
plain=ldap://$1:$2 ldaps=ldaps://$1:$3 changer=$5
export LDAPTLS_CACERT=$4 LDAPTLS_REQCERT=demand
base=dc=example,dc=com
alice=uid=alice,ou=people,$base

yes() { if "$@" >/dev/null 2>&1; then echo yes; else echo no; fi; }
as_alice() { ldapsearch -LLL -o ldif-wrap=no -x -H "$plain" -D "$alice" -w right "$@" 2>&1; }

login() { yes ldapwhoami -x -H "$plain" -D "$alice" -w right; }
wrong_password() { ldapwhoami -x -H "$plain" -D "$alice" -w wrong >/dev/null 2>&1; echo $?; }
groups() { as_alice -b "$base" "(member=$alice)" cn | sed -n 's/^cn: //p' | sort | paste -sd' '; }
encryption() {
  local both
  both=$(yes ldapwhoami -x -ZZ -H "$plain" -D "$alice" -w right)$(yes ldapwhoami -x -H "$ldaps" -D "$alice" -w right)
  [ "$both" = yesyes ] && echo yes || echo no
}
paging() {
  local answer
  answer=$(ldapsearch -o ldif-wrap=no -x -H "$plain" -D "$alice" -w right -b "$base" -E pr=5/noprompt '(uid=*)' uid 2>&1)
  echo "$(grep -c '^dn: ' <<<"$answer") in $(grep -c '^result: 0' <<<"$answer")"
}
root_dse() {
  local answer
  answer=$(ldapsearch -LLL -x -H "$plain" -b '' -s base namingContexts supportedLDAPVersion 2>&1)
  grep -qx "namingContexts: $base" <<<"$answer" && grep -qx 'supportedLDAPVersion: 3' <<<"$answer" && echo yes || echo no
}
schema() {
  local where
  where=$(as_alice -b "$alice" -s base subschemaSubentry | sed -n 's/^subschemaSubentry: //p')
  as_alice -b "$where" -s base '(objectClass=subschema)' objectClasses | grep -q "'inetOrgPerson'" && echo yes || echo no
}
password_change() {
  ldappasswd -x -H "$ldaps" -D "$changer" -w right -a right -s changed "$changer" >/dev/null 2>&1 || { echo no; return; }
  local now
  now=$(yes ldapwhoami -x -H "$plain" -D "$changer" -w changed)$(yes ldapwhoami -x -H "$plain" -D "$changer" -w right)
  [ "$now" = yesno ] && echo yes || echo no
}

for story in login wrong_password groups encryption paging root_dse schema password_change; do
  echo "$story=$($story)"
done
