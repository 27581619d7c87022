#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Spring LDAP and Java's own login module take a directory that has no answer for a wrong password.
#
# Surprise: RFC 4511, appendix A.2, has 51 (busy) and 52 (unavailable) for a server that cannot judge the password now.
# LdapTemplate.authenticate returns false for them, as for 49 (invalid credentials). The LdapLoginModule of the JDK throws
# FailedLoginException, whose Javadoc says "if the user entered an incorrect password", also if no server listens.
# Why it matters: users are told that their password is wrong while the directory restarts, and a brake counts it.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5 spring=4.1.2
jars com.unboundid:unboundid-ldapsdk:$sdk org.springframework.ldap:spring-ldap-core:$spring
cat > "$work/SignIn.java" <<'JAVA'
import com.unboundid.ldap.listener.*;
import com.unboundid.ldap.listener.interceptor.*;
import com.unboundid.ldap.sdk.*;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.security.auth.Subject;
import javax.security.auth.callback.*;
import javax.security.auth.login.*;

class SignIn {
  private static volatile ResultCode answer;

  public static void main(String[] args) throws Exception {
    var config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
    config.addInMemoryOperationInterceptor(
        new InMemoryOperationInterceptor() {
          @Override
          public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
            if (answer != ResultCode.SUCCESS) {
              throw new LDAPException(answer);
            }
          }
        });
    var server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
    server.add("dn: uid=alice,dc=example,dc=com", "objectClass: account", "objectClass: simpleSecurityObject", "uid: alice", "userPassword: wonderland");
    server.startListening();
    String url = "ldap://127.0.0.1:" + server.getListenPort();
    for (ResultCode code : new ResultCode[] {ResultCode.SUCCESS, ResultCode.INVALID_CREDENTIALS, ResultCode.BUSY, ResultCode.UNAVAILABLE}) {
      answer = code;
      System.out.println(code + ": Spring LDAP " + spring(url) + ", JDK " + jdk(url));
    }
    server.shutDown(true);
    System.out.println("no server: Spring LDAP " + spring(url) + ", JDK " + jdk(url));
    System.exit(0);
  }

  static String spring(String url) throws Exception {
    var source = new org.springframework.ldap.core.support.LdapContextSource();
    source.setUrl(url);
    source.setAnonymousReadOnly(true);
    source.afterPropertiesSet();
    var template = new org.springframework.ldap.core.LdapTemplate(source);
    return seen(() -> template.authenticate("dc=example,dc=com", "(uid=alice)", "wonderland"));
  }

  static String jdk(String url) throws Exception {
    var options =
        Map.of("userProvider", url + "/dc=example,dc=com", "authIdentity", "uid={USERNAME},dc=example,dc=com", "userFilter", "(uid={USERNAME})", "useSSL", "false");
    var module =
        new AppConfigurationEntry("com.sun.security.auth.module.LdapLoginModule", AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, options);
    var configuration =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {module};
          }
        };
    CallbackHandler typed =
        callbacks -> {
          for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
              name.setName("alice");
            } else if (callback instanceof PasswordCallback password) {
              password.setPassword("wonderland".toCharArray());
            }
          }
        };
    var context = new LoginContext("test", new Subject(), typed, configuration);
    return seen(
        () -> {
          context.login();
          return true;
        });
  }

  static String seen(Callable<Boolean> signIn) {
    try {
      return signIn.call().toString();
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }
}
JAVA

echo "Spring LDAP $spring, LdapLoginModule of $(java -version 2>&1 | head -1)"
expect "the right password, if the server answers a bind by" "0 (success): Spring LDAP true, JDK true
49 (invalid credentials): Spring LDAP false, JDK FailedLoginException
51 (busy): Spring LDAP false, JDK FailedLoginException
52 (unavailable): Spring LDAP false, JDK FailedLoginException
no server: Spring LDAP CommunicationException, JDK FailedLoginException" "$(java_with_jars "$work/SignIn.java")"
