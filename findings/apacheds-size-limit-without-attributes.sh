#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS answers 80 (other) in place of 4 (size limit exceeded) to a search that asks for no attributes ("1.1").
#
# Surprise: a search with a size limit of 1 over 3 entries returns 1 entry and result code 4. With the attribute list "1.1"
# (RFC 4511, section 4.5.1.8) it returns 1 entry and result code 80.
# Why it matters: a client that asks "is there any such entry?" takes the yes for a fault of the server.
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

for i in 1 2 3; do
  printf '%s\n' "dn: ou=$i,ou=system" "objectClass: organizationalUnit" "ou: $i" "description: mine" ""
done | ldapadd -x -H "$url" -D "$admin" -w secret >/dev/null

search() {
  ldapsearch -x -H "$url" -D "$admin" -w secret -b ou=system -z 1 '(description=mine)' "$1" |
    awk '/^dn: / { entries++ } /^result: / { print entries " entry, result " $2 }' || true
}
echo "ApacheDS $server, asked for 3 entries with a size limit of 1"
seen="attribute ou: $(search ou)
attribute 1.1: $(search 1.1)"
echo "$seen"
wanted="attribute ou: 1 entry, result 4
attribute 1.1: 1 entry, result 80"
[ "$seen" = "$wanted" ] || { printf 'CHANGED. It was:\n%s\n' "$wanted" >&2; exit 1; }
