#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# JNDI sends a password that was refused to every server of its list, if the refusal is not 49.
#
# Surprise: java.naming.provider.url may list servers; the JNDI tutorial of the LDAP provider has it try each in turn until it
# can connect. A bind that a server refuses with 49 ends that. With 19 (389 Directory Server, for a locked account), 53 (there,
# for a disabled one) or 50, the password goes to the next server, though each of them was reached.
# Why it matters: a sign-in counts once on each server, and a list of servers fills a limit of wrong passwords as fast as it is
# long.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk
cat > "$work/List.java" <<'JAVA'
import com.unboundid.ldap.listener.*;
import com.unboundid.ldap.listener.interceptor.*;
import com.unboundid.ldap.sdk.*;
import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.*;
import javax.naming.directory.InitialDirContext;

class List {
  private static volatile ResultCode answer;
  private static final AtomicInteger BINDS = new AtomicInteger();

  public static void main(String[] args) throws Exception {
    String urls = server() + " " + server() + " " + server();
    for (ResultCode code :
        new ResultCode[] {
          ResultCode.INVALID_CREDENTIALS, ResultCode.CONSTRAINT_VIOLATION, ResultCode.INSUFFICIENT_ACCESS_RIGHTS, ResultCode.UNWILLING_TO_PERFORM
        }) {
      answer = code;
      BINDS.set(0);
      var environment = new Hashtable<String, String>();
      environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
      environment.put(Context.PROVIDER_URL, urls);
      environment.put(Context.SECURITY_AUTHENTICATION, "simple");
      environment.put(Context.SECURITY_PRINCIPAL, "uid=alice,dc=example,dc=com");
      environment.put(Context.SECURITY_CREDENTIALS, "wonderland");
      try {
        new InitialDirContext(environment);
      } catch (NamingException e) {
        System.out.println(code + ": " + BINDS + " binds, then " + e.getClass().getSimpleName());
      }
    }
    System.exit(0);
  }

  private static String server() throws Exception {
    var config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
    config.addInMemoryOperationInterceptor(
        new InMemoryOperationInterceptor() {
          @Override
          public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
            BINDS.incrementAndGet();
            throw new LDAPException(answer);
          }
        });
    var server = new InMemoryDirectoryServer(config);
    server.startListening();
    return "ldap://127.0.0.1:" + server.getListenPort();
  }
}
JAVA

echo "JNDI of $(java -version 2>&1 | head -1), three servers"
expect "a bind that is refused with" "49 (invalid credentials): 1 binds, then AuthenticationException
19 (constraint violation): 3 binds, then InvalidAttributeValueException
50 (insufficient access rights): 3 binds, then NoPermissionException
53 (unwilling to perform): 3 binds, then OperationNotSupportedException" "$(java_with_jars "$work/List.java")"
