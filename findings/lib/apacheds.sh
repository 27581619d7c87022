# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside this folder: starts ApacheDS below $work on a loopback port. It needs ldap-utils.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
server=2.0.0.AM27

mvn -q -B dependency:copy -Dartifact="org.apache.directory.server:apacheds-service:$server" -DoutputDirectory="$work" >/dev/null
port=$(free_port)
url="ldap://127.0.0.1:$port" admin="uid=admin,ou=system" password=secret

# Its own configuration, but on a loopback port, without TLS and Kerberos.
mkdir -p "$work/instance/conf"
(cd "$work" && jar xf "apacheds-service-$server.jar" config.ldif)
awk -v port="$port" '
  /^dn: / { ldaps = /transportid=ldaps,/ }
  { sub(/: 0\.0\.0\.0$/, ": 127.0.0.1"); sub(/ads-systemport: 10389$/, "ads-systemport: " port) }
  ldaps && /^ads-enabled:/ { $0 = "ads-enabled: FALSE" }
  { print }' "$work/config.ldif" > "$work/instance/conf/config.ldif"
java -Dlog4j2.level=OFF -jar "$work/apacheds-service-$server.jar" "$work/instance" >"$work/log" 2>&1 &
pids="$pids $!"

as_admin() { "$1" -x -H "$url" -D "$admin" -w "$password" "${@:2}"; }
answers as_admin ldapwhoami
