#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The UnboundID LDAP SDK reads the extensions of an LDAP URL as its filter.
#
# Surprise: RFC 4516, section 2, ends a URL with extensions, and its section 4 has the example below. LDAPURL accepts it, and
# returns a filter for an attribute called ?e-bindname. A critical extension, which must be refused if it is unknown, gives such
# a filter too. The Apache Directory API returns the extension, and no filter.
# Why it matters: a dynamic group (memberURL) or a referral with such a URL selects no entry, without any error.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5 apache=2.1.7
jars com.unboundid:unboundid-ldapsdk:$sdk org.apache.directory.api:api-ldap-model:$apache
cat > "$work/Urls.java" <<'JAVA'
class Urls {
  public static void main(String[] args) throws Exception {
    for (String url :
        new String[] {
          "ldap:///??sub?(uid=alice)",
          "ldap:///??sub??e-bindname=cn=Manager%2cdc=example%2cdc=com",
          "ldap:///??sub??!e-bindname=cn=Manager%2cdc=example%2cdc=com"
        }) {
      var apache = new org.apache.directory.api.ldap.model.url.LdapUrl(url);
      System.out.println(url);
      System.out.println("  UnboundID filter " + new com.unboundid.ldap.sdk.LDAPURL(url).getFilter());
      System.out.println("  Apache    filter " + apache.getFilter() + ", extensions " + apache.getExtensions().size());
    }
  }
}
JAVA

echo "UnboundID LDAP SDK $sdk, Apache Directory API $apache"
expect "URLs as read:" "ldap:///??sub?(uid=alice)
  UnboundID filter (uid=alice)
  Apache    filter (uid=alice), extensions 0
ldap:///??sub??e-bindname=cn=Manager%2cdc=example%2cdc=com
  UnboundID filter ?e-bindname=cn=Manager,dc=example,dc=com
  Apache    filter null, extensions 1
ldap:///??sub??!e-bindname=cn=Manager%2cdc=example%2cdc=com
  UnboundID filter ?!e-bindname=cn=Manager,dc=example,dc=com
  Apache    filter null, extensions 1" "$(java_with_jars "$work/Urls.java")"
