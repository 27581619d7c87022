#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tomcat's JNDIRealm sends a refused password again, if the refusal is not 49.
#
# Surprise: a bind that is refused with 49 (invalid credentials) is sent once. If the code is 19 (389 Directory Server, for a locked
# account), 53 (there, for a disabled one) or 50, JNDI throws another exception, which the realm takes for a broken connection: it
# opens a new one, and sends the same password again. Busy (51) has the same effect.
# Why it matters: each sign-in counts twice, and a busy directory gets twice the binds. The result is null as for a wrong password.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5 tomcat=11.0.27
jars com.unboundid:unboundid-ldapsdk:$sdk org.apache.tomcat.embed:tomcat-embed-core:$tomcat
cat > "$work/SignIn.java" <<'JAVA'
import com.unboundid.ldap.listener.*;
import com.unboundid.ldap.listener.interceptor.*;
import com.unboundid.ldap.sdk.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.*;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.realm.JNDIRealm;

class SignIn {
  private static volatile ResultCode answer;
  private static final AtomicInteger BINDS = new AtomicInteger();

  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    var config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
    config.addInMemoryOperationInterceptor(
        new InMemoryOperationInterceptor() {
          @Override
          public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
            if (!request.getRequest().getBindDN().isEmpty()) { // Tomcat searches anonymously
              BINDS.incrementAndGet();
              if (answer != ResultCode.SUCCESS) {
                throw new LDAPException(answer);
              }
            }
          }
        });
    var server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
    server.add("dn: uid=alice,dc=example,dc=com", "objectClass: account", "objectClass: simpleSecurityObject", "uid: alice", "userPassword: wonderland");
    server.startListening();
    for (ResultCode code :
        new ResultCode[] {
          ResultCode.SUCCESS,
          ResultCode.INVALID_CREDENTIALS,
          ResultCode.CONSTRAINT_VIOLATION,
          ResultCode.UNWILLING_TO_PERFORM,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
          ResultCode.BUSY
        }) {
      answer = code;
      BINDS.set(0);
      var realm = new JNDIRealm();
      realm.setContainer(new StandardEngine());
      realm.setConnectionURL("ldap://127.0.0.1:" + server.getListenPort());
      realm.setUserBase("dc=example,dc=com");
      realm.setUserSearch("(uid={0})");
      realm.start();
      var user = realm.authenticate("alice", "wonderland");
      System.out.println(code + ": " + BINDS + " binds, " + (user == null ? "null" : user.getName()));
      realm.stop();
    }
    System.exit(0);
  }
}
JAVA

echo "Tomcat $tomcat, $(java -version 2>&1 | head -1)"
expect "one sign-in, if the server answers a bind by" "0 (success): 1 binds, alice
49 (invalid credentials): 1 binds, null
19 (constraint violation): 2 binds, null
53 (unwilling to perform): 2 binds, null
50 (insufficient access rights): 2 binds, null
51 (busy): 2 binds, null" "$(java_with_jars "$work/SignIn.java")"
