#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Spring LDAP's LDIF parser drops the options of attributes, and merges their values.
#
# Surprise: RFC 4512, section 2.5.2, makes cn;lang-de a subtype of cn with values of its own, and RFC 2849, example 4, has such
# lines. LdifParser returns one cn with all values. The UnboundID LDAP SDK returns two attributes.
# Why it matters: programs that take the one value of cn for the display name, or for the name of a group, see several.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5 spring=4.1.2
jars com.unboundid:unboundid-ldapsdk:$sdk org.springframework.ldap:spring-ldap-ldif-core:$spring
cat > "$work/user.ldif" <<'LDIF'
dn: uid=alice,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: alice
sn: Adams
cn: Alice Adams
cn;lang-de: Alice aus der Verwaltung

LDIF
cat > "$work/Names.java" <<'JAVA'
import java.io.File;

class Names {
  public static void main(String[] args) throws Exception {
    File file = new File(args[0]);
    var spring = new org.springframework.ldap.ldif.parser.LdifParser(file);
    spring.open();
    var user = spring.getRecord();
    System.out.println("Spring LDAP " + user.get("cn") + "; " + user.get("cn;lang-de"));
    try (var reader = new com.unboundid.ldif.LDIFReader(file)) {
      var entry = reader.readEntry();
      System.out.println("UnboundID   cn: " + entry.getAttributeValue("cn") + "; cn;lang-de: " + entry.getAttributeValue("cn;lang-de"));
    }
  }
}
JAVA

echo "Spring LDAP $spring, UnboundID LDAP SDK $sdk"
expect "cn and cn;lang-de:" "Spring LDAP cn: Alice Adams, Alice aus der Verwaltung; null
UnboundID   cn: Alice Adams; cn;lang-de: Alice aus der Verwaltung" "$(java_with_jars "$work/Names.java" "$work/user.ldif")"
