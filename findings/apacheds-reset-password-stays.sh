#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS answers 32 (no such object) to a user who must change the password and does so by RFC 3062.
#
# Surprise: a user whose entry has pwdReset TRUE binds with the password policy request control and gets 0 and
# changeAfterReset. The password modify operation then gets 32 "The entry does not exist, we can't modify its password".
# Without pwdReset, or without the control in the bind, the same operation gets 0.
# Why it matters: a client that asks for the password policy learns that the password must be changed, and cannot change it.
# It needs ldap-utils.
set -euo pipefail

server=2.0.0.AM27
work=$(mktemp -d)
pid=""
finish() {
  [ -z "$pid" ] || { kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; } || true
  rm -rf "$work"
}
trap finish EXIT

mvn -q -B dependency:copy -Dartifact="org.apache.directory.server:apacheds-service:$server" -DoutputDirectory="$work" >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# Its own configuration, but on a loopback port, without TLS and Kerberos.
mkdir -p "$work/instance/conf"
(cd "$work" && jar xf "apacheds-service-$server.jar" config.ldif)
awk -v port="$port" '
  /^dn: / { ldaps = /transportid=ldaps,/ }
  { sub(/: 0\.0\.0\.0$/, ": 127.0.0.1"); sub(/ads-systemport: 10389$/, "ads-systemport: " port) }
  ldaps && /^ads-enabled:/ { $0 = "ads-enabled: FALSE" }
  { print }' "$work/config.ldif" > "$work/instance/conf/config.ldif"
java -Dlog4j2.level=OFF -jar "$work/apacheds-service-$server.jar" "$work/instance" >"$work/log" 2>&1 &
pid=$!


url="ldap://127.0.0.1:$port" admin="uid=admin,ou=system"
for _ in $(seq 600); do
  ldapwhoami -x -H "$url" -D "$admin" -w secret >/dev/null 2>&1 && break
  sleep 0.2
done

for name in alice bob carol; do
  printf '%s\n' "dn: cn=$name,ou=system" "objectClass: person" "cn: $name" "sn: $name" "userPassword: old password" ""
done | ldapadd -x -H "$url" -D "$admin" -w secret >/dev/null
for name in bob carol; do
  printf '%s\n' "dn: cn=$name,ou=system" "changetype: modify" "replace: pwdReset" "pwdReset: TRUE" ""
done | ldapmodify -x -H "$url" -D "$admin" -w secret >/dev/null

# change NAME OPTION...: prints the result of the change.
change() {
  local failure
  failure=$(ldappasswd -x -H "$url" -D "cn=$1,ou=system" -w "old password" -a "old password" -s "new password" "${@:2}" \
    "cn=$1,ou=system" 2>/dev/null | grep '^Result: ' || true)
  echo "${failure:-Result: Success (0)}"
}
echo "ApacheDS $server, asked to change passwords by RFC 3062"
seen="with the control, no reset: $(change alice -e ppolicy)
reset, without the control: $(change bob)
reset, with the control: $(change carol -e ppolicy)"
echo "$seen"
wanted="with the control, no reset: Result: Success (0)
reset, without the control: Result: Success (0)
reset, with the control: Result: No such object (32)"
[ "$seen" = "$wanted" ] || { printf 'CHANGED. It was:\n%s\n' "$wanted" >&2; exit 1; }
