#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Spring LDAP, ldaptive, Apache Shiro and Java's own login module take a directory that has no answer for a wrong password.
#
# Surprise: RFC 4511, appendix A.2, has 51 (busy) and 52 (unavailable) for a server that cannot judge the password now.
# LdapTemplate.authenticate returns false for them, as for 49 (invalid credentials), and ldaptive's Authenticator a response without
# success. Shiro's DefaultLdapRealm and the LdapLoginModule of the JDK throw the same exception for all of these, also if no server
# listens; FailedLoginException is for the case that "the user entered an incorrect password", as its Javadoc says.
# Why it matters: users are told that their password is wrong while the directory restarts, and a brake counts it.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5 spring=4.1.2 ldaptive=2.5.0 shiro=2.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk org.springframework.ldap:spring-ldap-core:$spring org.ldaptive:ldaptive:$ldaptive \
  org.apache.shiro:shiro-core:$shiro
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
      ask(code.toString(), url);
    }
    server.shutDown(true);
    ask("no server", url);
    System.exit(0);
  }

  static void ask(String what, String url) throws Exception {
    System.out.println(what);
    System.out.println("  Spring LDAP " + spring(url));
    System.out.println("  ldaptive    " + ldaptive(url));
    System.out.println("  Shiro       " + shiro(url));
    System.out.println("  JDK         " + jdk(url));
  }

  static String ldaptive(String url) {
    var config = org.ldaptive.ConnectionConfig.builder().url(url).build();
    var binds = new org.ldaptive.auth.SimpleBindAuthenticationHandler(org.ldaptive.DefaultConnectionFactory.builder().config(config).build());
    var authenticator = new org.ldaptive.auth.Authenticator(new org.ldaptive.auth.FormatDnResolver("uid=%s,dc=example,dc=com"), binds);
    var request = new org.ldaptive.auth.AuthenticationRequest("alice", new org.ldaptive.Credential("wonderland"));
    return seen(() -> authenticator.authenticate(request).isSuccess());
  }

  static String shiro(String url) {
    var realm = new org.apache.shiro.realm.ldap.DefaultLdapRealm();
    realm.setUserDnTemplate("uid={0},dc=example,dc=com");
    ((org.apache.shiro.realm.ldap.JndiLdapContextFactory) realm.getContextFactory()).setUrl(url);
    return seen(() -> realm.getAuthenticationInfo(new org.apache.shiro.authc.UsernamePasswordToken("alice", "wonderland")) != null);
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

echo "Spring LDAP $spring, ldaptive $ldaptive, Apache Shiro $shiro, LdapLoginModule of $(java -version 2>&1 | head -1)"
expect "the right password, if the server answers a bind by" "0 (success)
  Spring LDAP true
  ldaptive    true
  Shiro       true
  JDK         true
49 (invalid credentials)
  Spring LDAP false
  ldaptive    false
  Shiro       AuthenticationException
  JDK         FailedLoginException
51 (busy)
  Spring LDAP false
  ldaptive    false
  Shiro       AuthenticationException
  JDK         FailedLoginException
52 (unavailable)
  Spring LDAP false
  ldaptive    false
  Shiro       AuthenticationException
  JDK         FailedLoginException
no server
  Spring LDAP CommunicationException
  ldaptive    ConnectException
  Shiro       AuthenticationException
  JDK         FailedLoginException" "$(java_with_jars "$work/SignIn.java")"
