#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Spring Security rejects users of an Active Directory domain, after a good bind, whose entry has no userPrincipalName.
#
# Surprise: Active Directory accepts sAMAccountName@domain from every user, with the attribute userPrincipalName or without
# (MS-ADTS, section 5.1.1.1.1), and Samba does too: the bind of Administrator, who has no userPrincipalName, succeeds. The
# default of ActiveDirectoryLdapAuthenticationProvider then searches for userPrincipalName=administrator@ad.example.com, finds
# nobody, and throws BadCredentialsException.
# Why it matters: users that scripts or LDAP created are told that their password is wrong.
set -euo pipefail
. "$(dirname "$0")/lib/samba.sh"

security=7.1.0
jars org.springframework.security:spring-security-ldap:$security
cat > "$work/SignIn.java" <<'JAVA'
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.ldap.authentication.ad.ActiveDirectoryLdapAuthenticationProvider;

class SignIn {
  public static void main(String[] args) {
    var provider = new ActiveDirectoryLdapAuthenticationProvider("ad.example.com", args[0]);
    for (String name : new String[] {"alice", "bob", "Administrator"}) {
      String seen;
      try {
        seen = "authenticated " + provider.authenticate(new UsernamePasswordAuthenticationToken(name, args[1])).isAuthenticated();
      } catch (AuthenticationException e) {
        seen = e.getClass().getSimpleName();
      }
      System.out.println(name + ": " + seen);
    }
  }
}
JAVA

for name in alice bob; do
  printf '%s\n' "dn: CN=$name,CN=Users,$base" "objectClass: user" "sAMAccountName: $name" ""
done > "$work/users.ldif"
sed -i '/^sAMAccountName: alice$/a userPrincipalName: alice@ad.example.com' "$work/users.ldif"
ldapadd -x -H "$url" -D "$admin" -w "$password" -f "$work/users.ldif" >/dev/null
for name in alice bob; do
  samba-tool user setpassword "$name" --newpassword="$password" -H "$work/samba/private/sam.ldb" -s "$work/smb.conf" >/dev/null
  samba-tool user enable "$name" -H "$work/samba/private/sam.ldb" -s "$work/smb.conf" >/dev/null
done
binds() { ldapsearch -LLL -x -H "$url" -D "$1@ad.example.com" -w "$password" -b "" -s base 1.1 >/dev/null && echo "bound"; }

echo "Spring Security $security, Samba $version"
expect "bind as alice@ad.example.com:" "bound" "$(binds alice)"
expect "bind as bob@ad.example.com:" "bound" "$(binds bob)"
expect "sign-ins with Spring Security:" "alice: authenticated true
bob: BadCredentialsException
Administrator: BadCredentialsException" "$(java_with_jars "$work/SignIn.java" "$url" "$password")"
