#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS returns one page and no paging control if a paged search asks for no attributes ("1.1").
#
# Surprise: a search in pages of 3 over 10 entries returns 3 entries, result code 0 and a cookie, page after page, until all
# are there. With the attribute list "1.1" (RFC 4511, section 4.5.1.8) the first page comes without a response control,
# although the request control was critical.
# Why it matters: a client that takes the missing control for the end of the answer has lost 7 of 10 groups.
set -euo pipefail

server=2.0.0.AM27 sdk=7.0.5
work=$(mktemp -d)
pid=""
finish() {
  [ -z "$pid" ] || { kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; } || true
  rm -rf "$work"
}
trap finish EXIT

for artifact in "org.apache.directory.server:apacheds-service:$server" "com.unboundid:unboundid-ldapsdk:$sdk"; do
  mvn -q -B dependency:copy -Dartifact="$artifact" -DoutputDirectory="$work" >/dev/null
done
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

cat > "$work/Page.java" <<'JAVA'
import com.unboundid.ldap.sdk.*;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.asn1.ASN1OctetString;

class Page {
  public static void main(String[] args) throws Exception {
    try (LDAPConnection connection = connected(Integer.parseInt(args[0]))) {
      connection.bind("uid=admin,ou=system", "secret");
      connection.add("dn: ou=numbers,ou=system", "objectClass: organizationalUnit", "ou: numbers");
      for (int i = 0; i < 10; i++) {
        connection.add("dn: ou=" + i + ",ou=numbers,ou=system", "objectClass: organizationalUnit", "ou: " + i);
      }
      read(connection, "ou");
      read(connection, "1.1");
    }
  }

  static LDAPConnection connected(int port) throws Exception {
    for (int tries = 0; ; tries++) {
      try {
        return new LDAPConnection("127.0.0.1", port);
      } catch (LDAPException e) {
        if (tries == 300) {
          throw e;
        }
        Thread.sleep(200);
      }
    }
  }

  static void read(LDAPConnection connection, String attribute) throws Exception {
    ASN1OctetString cookie = null;
    StringBuilder pages = new StringBuilder();
    do {
      SearchRequest request =
          new SearchRequest("ou=numbers,ou=system", SearchScope.ONE, "(objectClass=*)", attribute);
      request.setControls(new SimplePagedResultsControl(3, cookie, true));
      SearchResult result = connection.search(request);
      SimplePagedResultsControl page = SimplePagedResultsControl.get(result);
      pages.append(' ').append(result.getEntryCount()).append(page == null ? " (no control)" : "");
      cookie = page == null || !page.moreResultsToReturn() ? null : page.getCookie();
    } while (cookie != null);
    System.out.println("attribute " + attribute + ", entries of each page:" + pages);
  }
}
JAVA

echo "ApacheDS $server, asked by UnboundID LDAP SDK $sdk for 10 entries in pages of 3"
seen=$(java -cp "$work/unboundid-ldapsdk-$sdk.jar" "$work/Page.java" "$port")
echo "$seen"
wanted="attribute ou, entries of each page: 3 3 3 1
attribute 1.1, entries of each page: 3 (no control)"
[ "$seen" = "$wanted" ] || { printf 'CHANGED. It was:\n%s\n' "$wanted" >&2; exit 1; }
