#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A sign-in with the UnboundID LDAP SDK's bindAndRevertAuthentication sends an outdated service password three times.
#
# Surprise: the method of LDAPConnectionPool binds as the user, and then again as the pool's own account. If that bind fails,
# its Javadoc says, a new connection takes the place of the old one. With a password of the account that was changed meanwhile,
# the pool tries two new connections, each with the outdated password.
# Why it matters: one sign-in of one user locks the service account where a policy allows three wrong passwords, and with it all
# users out.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk
cat > "$work/Revert.java" <<'JAVA'
import com.unboundid.ldap.listener.*;
import com.unboundid.ldap.listener.interceptor.*;
import com.unboundid.ldap.sdk.*;
import java.util.*;

class Revert {
  public static void main(String[] args) throws Exception {
    List<String> binds = Collections.synchronizedList(new ArrayList<>());
    var config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
    config.addInMemoryOperationInterceptor(
        new InMemoryOperationInterceptor() {
          @Override
          public void processSimpleBindResult(InMemoryInterceptedSimpleBindResult result) {
            binds.add(result.getRequest().getBindDN() + " " + result.getResult().getResultCode());
          }
        });
    var server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
    for (String name : new String[] {"app", "alice"}) {
      server.add("dn: uid=" + name + ",dc=example,dc=com", "objectClass: account", "objectClass: simpleSecurityObject", "uid: " + name, "userPassword: wonderland");
    }
    server.startListening();
    try (var pool =
        new LDAPConnectionPool(
            new SingleServerSet("127.0.0.1", server.getListenPort()), new SimpleBindRequest("uid=app,dc=example,dc=com", "wonderland"), 1, 1)) {
      server.modify("dn: uid=app,dc=example,dc=com", "changetype: modify", "replace: userPassword", "userPassword: changed");
      binds.clear();
      try {
        System.out.println("the user's bind: " + pool.bindAndRevertAuthentication("uid=alice,dc=example,dc=com", "wonderland").getResultCode());
      } catch (LDAPException e) {
        System.out.println("the user's bind: " + e.getResultCode());
      }
    }
    binds.forEach(System.out::println);
    server.shutDown(true);
  }
}
JAVA

echo "UnboundID LDAP SDK $sdk"
expect "binds of one sign-in:" "the user's bind: 0 (success)
uid=alice,dc=example,dc=com 0 (success)
uid=app,dc=example,dc=com 49 (invalid credentials)
uid=app,dc=example,dc=com 49 (invalid credentials)
uid=app,dc=example,dc=com 49 (invalid credentials)" "$(java_with_jars "$work/Revert.java")"
