#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Spring Security takes a locked user of 389 Directory Server for a directory that is down.
#
# Surprise: draft-behera-ldap-password-policy-10, section 8.1, answers the bind of a locked user by 49 (invalidCredentials). 389
# Directory Server answers 49 until the account is locked, and then 19 (constraintViolation). BindAuthenticator, which throws
# BadCredentialsException for 49, passes on 19, and the provider throws InternalAuthenticationServiceException.
# Why it matters: Spring Security logs it as an error of the system, and applications show the page for an outage to a user who
# mistyped the password.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

security=7.1.0
jars org.springframework.security:spring-security-ldap:$security
as_admin ldapmodify >/dev/null <<'LDIF'
dn: cn=config
changetype: modify
replace: passwordLockout
passwordLockout: on
-
replace: passwordMaxFailure
passwordMaxFailure: 2
LDIF
printf '%s\n' "dn: uid=alice,dc=example,dc=com" "objectClass: inetOrgPerson" "uid: alice" "cn: Alice" "sn: Adams" "userPassword: wonderland" |
  as_admin ldapadd >/dev/null

cat > "$work/SignIn.java" <<'JAVA'
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.ldap.DefaultSpringSecurityContextSource;
import org.springframework.security.ldap.authentication.*;

class SignIn {
  public static void main(String[] args) {
    var source = new DefaultSpringSecurityContextSource(args[0] + "/dc=example,dc=com");
    source.afterPropertiesSet();
    var authenticator = new BindAuthenticator(source);
    authenticator.setUserDnPatterns(new String[] {"uid={0}"});
    var provider = new LdapAuthenticationProvider(authenticator);
    for (String password : new String[] {"wonderland", "wrong", "wrong", "wrong", "wonderland"}) {
      String seen;
      try {
        seen = "authenticated " + provider.authenticate(new UsernamePasswordAuthenticationToken("alice", password)).isAuthenticated();
      } catch (AuthenticationException e) {
        seen = e.getClass().getSimpleName() + (e.getCause() == null ? "" : " of " + e.getCause().getMessage().replaceAll(" - .*", "]"));
      }
      System.out.println(password + ": " + seen);
    }
  }
}
JAVA

echo "Spring Security $security, 389 Directory Server $version, which locks after two wrong passwords"
expect "sign-ins of alice:" "wonderland: authenticated true
wrong: BadCredentialsException
wrong: BadCredentialsException
wrong: InternalAuthenticationServiceException of [LDAP: error code 19]
wonderland: InternalAuthenticationServiceException of [LDAP: error code 19]" "$(java_with_jars "$work/SignIn.java" "$url")"
