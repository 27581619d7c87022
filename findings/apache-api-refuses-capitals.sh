#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Apache Directory API refuses LDAP URLs whose scheme is in capitals.
#
# Surprise: the scheme of a URL may be in any case (RFC 3986, section 3.1), and RFC 4516, section 4, has the second URL below as
# an example. LdapUrl throws for it. The UnboundID LDAP SDK reads it.
# Why it matters: a referral or a dynamic group (memberURL) with such a URL ends a search.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

apache=2.1.7 sdk=7.0.5
jars org.apache.directory.api:api-ldap-model:$apache com.unboundid:unboundid-ldapsdk:$sdk
cat > "$work/Urls.java" <<'JAVA'
import java.util.concurrent.Callable;

class Urls {
  public static void main(String[] args) {
    for (String url : new String[] {"ldap://ldap1.example.com/c=GB?objectClass?one", "LDAP://ldap1.example.com/c=GB?objectClass?ONE"}) {
      System.out.println(url);
      print("Apache   ", () -> new org.apache.directory.api.ldap.model.url.LdapUrl(url).getDn());
      print("UnboundID", () -> new com.unboundid.ldap.sdk.LDAPURL(url).getBaseDN());
    }
  }

  static void print(String library, Callable<?> base) {
    String seen;
    try {
      seen = "base " + base.call();
    } catch (Exception e) {
      seen = e.getClass().getSimpleName();
    }
    System.out.println("  " + library + " " + seen);
  }
}
JAVA

echo "Apache Directory API $apache, UnboundID LDAP SDK $sdk"
expect "URLs as read:" "ldap://ldap1.example.com/c=GB?objectClass?one
  Apache    base c=GB
  UnboundID base c=GB
LDAP://ldap1.example.com/c=GB?objectClass?ONE
  Apache    LdapURLEncodingException
  UnboundID base c=GB" "$(java_with_jars "$work/Urls.java")"
