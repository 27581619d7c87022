#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# In the UnboundID LDAP SDK, the response time-out begins anew with each entry of a search.
#
# Surprise: the Javadoc of setResponseTimeoutMillis calls it the time that an operation may block while waiting for a response.
# With a second, a search returns ten entries after three seconds, as each of them comes in time; one that comes too late ends
# the search with 85.
# Why it matters: a slow directory keeps a sign-in, and its thread, for as many time-outs as there are entries.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk
cat > "$work/Wait.java" <<'JAVA'
import com.unboundid.ldap.listener.*;
import com.unboundid.ldap.listener.interceptor.*;
import com.unboundid.ldap.sdk.*;

class Wait {
  private static volatile int pause;

  public static void main(String[] args) throws Exception {
    var config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
    config.addInMemoryOperationInterceptor(
        new InMemoryOperationInterceptor() {
          @Override
          public void processSearchEntry(InMemoryInterceptedSearchEntry entry) {
            try {
              Thread.sleep(pause);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    var server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
    for (int i = 1; i < 10; i++) {
      server.add("dn: uid=" + i + ",dc=example,dc=com", "objectClass: account", "uid: " + i);
    }
    server.startListening();
    var options = new LDAPConnectionOptions();
    options.setResponseTimeoutMillis(1000);
    for (int millis : new int[] {300, 3000}) {
      pause = millis;
      try (var connection = new LDAPConnection(options, "127.0.0.1", server.getListenPort())) {
        String seen;
        long start = System.nanoTime();
        try {
          seen = connection.search("dc=example,dc=com", SearchScope.SUB, "(objectClass=*)").getEntryCount() + " entries";
        } catch (LDAPException e) {
          seen = e.getResultCode().toString();
        }
        boolean late = System.nanoTime() - start > 2_500_000_000L;
        System.out.println("one entry every " + millis + " ms: " + seen + (late ? ", after more than 2.5 s" : ""));
      }
    }
    System.exit(0);
  }
}
JAVA

echo "UnboundID LDAP SDK $sdk, a response time-out of 1 s, ten entries"
expect "the search:" "one entry every 300 ms: 10 entries, after more than 2.5 s
one entry every 3000 ms: 85 (timeout)" "$(java_with_jars "$work/Wait.java")"
