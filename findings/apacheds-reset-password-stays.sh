#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS answers 32 (no such object) to a user who must change the password and does so by RFC 3062.
#
# Surprise: a user whose entry has pwdReset TRUE binds with the password policy request control and gets 0 and
# changeAfterReset. The password modify operation then gets 32 "The entry does not exist, we can't modify its password".
# Without pwdReset, or without the control in the bind, the same operation gets 0.
# Why it matters: a client that asks for the password policy learns that the password must be changed, and cannot change it.
set -euo pipefail
. "$(dirname "$0")/lib/apacheds.sh"

for name in alice bob carol; do
  printf '%s\n' "dn: cn=$name,ou=system" "objectClass: person" "cn: $name" "sn: $name" "userPassword: old password" ""
done | as_admin ldapadd >/dev/null
for name in bob carol; do
  printf '%s\n' "dn: cn=$name,ou=system" "changetype: modify" "replace: pwdReset" "pwdReset: TRUE" ""
done | as_admin ldapmodify >/dev/null

# change NAME OPTION...: prints the result of the change.
change() {
  local failure
  failure=$(ldappasswd -x -H "$url" -D "cn=$1,ou=system" -w "old password" -a "old password" -s "new password" "${@:2}" \
    "cn=$1,ou=system" 2>/dev/null | grep '^Result: ' || true)
  echo "${failure:-Result: Success (0)}"
}
echo "ApacheDS $server, asked to change passwords by RFC 3062"
expect "with the control, no reset:" "Result: Success (0)" "$(change alice -e ppolicy)"
expect "reset, without the control:" "Result: Success (0)" "$(change bob)"
expect "reset, with the control:" "Result: No such object (32)" "$(change carol -e ppolicy)"
