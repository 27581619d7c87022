#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ldap-utils. Takes host, port, port for ldaps, file of the authority, DN whose password it changes,
# base, alice's name to log in, how passwords change.
plain=ldap://$1:$2 ldaps=ldaps://$1:$3 changer=$5 base=$6 login=$7 way=$8
export LDAPTLS_CACERT=$4 LDAPTLS_REQCERT=demand
alice=cn=alice,ou=people,$base

yes() { if "$@" >/dev/null 2>&1; then echo yes; else echo no; fi; }
binds() { ldapsearch -x "$@" -b "" -s base 1.1; }
as_alice() { ldapsearch -LLL -o ldif-wrap=no -x -H "$plain" -D "$alice" -w right "$@" 2>&1; }

login() { yes binds -H "$plain" -D "$login" -w right; }
wrong_password() { binds -H "$plain" -D "$login" -w wrong >/dev/null 2>&1; echo $?; }
groups() { as_alice -b "ou=groups,$base" "(member=$alice)" cn | sed -n 's/^cn: //p' | sort | paste -sd' '; }
encryption() {
  local both
  both=$(yes binds -ZZ -H "$plain" -D "$alice" -w right)$(yes binds -H "$ldaps" -D "$alice" -w right)
  [ "$both" = yesyes ] && echo yes || echo no
}
paging() {
  local answer
  answer=$(ldapsearch -o ldif-wrap=no -x -H "$plain" -D "$alice" -w right -b "ou=people,$base" -E pr=4/noprompt '(sn=*)' sn 2>&1)
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
unicode() { printf '"%s"' "$1" | iconv -t utf-16le | base64; }
unicode_password_change() {
  printf 'dn: %s\nchangetype: modify\ndelete: unicodePwd\nunicodePwd:: %s\n-\nadd: unicodePwd\nunicodePwd:: %s\n' \
    "$changer" "$(unicode right)" "$(unicode changed)" |
    ldapmodify -x -H "$ldaps" -D "$changer" -w right >/dev/null 2>&1 || { echo no; return; }
  yes binds -H "$plain" -D "$changer" -w changed
}
password_change() {
  [ "$way" = unicodePwd ] && { unicode_password_change; return; }
  ldappasswd -x -H "$ldaps" -D "$changer" -w right -a right -s changed "$changer" >/dev/null 2>&1 || { echo no; return; }
  local now
  now=$(yes binds -H "$plain" -D "$changer" -w changed)$(yes binds -H "$plain" -D "$changer" -w right)
  [ "$now" = yesno ] && echo yes || echo no
}

for story in login wrong_password groups encryption paging root_dse schema password_change; do
  echo "$story=$($story)"
done
