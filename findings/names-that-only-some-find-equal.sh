#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Java libraries do not agree whether two DNs are equal that OpenLDAP takes for one entry.
#
# Surprise: RFC 4517, section 4.2.15, compares DNs by the equality rules of their attributes, which for cn and uid ignore case
# and, by RFC 4518, section 2.6.1, the number of spaces. JNDI's LdapName tells two spaces from one, and the Apache Directory
# API, without a schema, also capitals from small letters. ldaptive and the UnboundID LDAP SDK find all these equal.
# Why it matters: a program that looks a user up among a group's members by such a class denies the member whose DN is written
# otherwise.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

apache=2.1.7 ldaptive=2.5.0 sdk=7.0.5
jars org.apache.directory.api:api-ldap-model:$apache org.ldaptive:ldaptive:$ldaptive com.unboundid:unboundid-ldapsdk:$sdk
port=$(free_port)
configure main
load main <<'LDIF'
dn: cn=Bob Brown,dc=example,dc=com
objectClass: person
cn: Bob Brown
sn: Brown
LDIF
start_slapd main "$port"

cat > "$work/Equal.java" <<'JAVA'
class Equal {
  public static void main(String[] args) throws Exception {
    String a = args[0];
    String b = args[1];
    System.out.println("JNDI " + new javax.naming.ldap.LdapName(a).equals(new javax.naming.ldap.LdapName(b)));
    System.out.println(
        "Apache " + new org.apache.directory.api.ldap.model.name.Dn(a).equals(new org.apache.directory.api.ldap.model.name.Dn(b)));
    System.out.println("ldaptive " + new org.ldaptive.dn.Dn(a).isSame(new org.ldaptive.dn.Dn(b)));
    System.out.println("UnboundID " + new com.unboundid.ldap.sdk.DN(a).equals(new com.unboundid.ldap.sdk.DN(b)));
  }
}
JAVA
base=dc=example,dc=com
# asked DN: prints the entry that slapd finds there, and which libraries find the name equal to that of the entry.
asked() {
  search -H "ldap://127.0.0.1:$port" -b "$1" -s base 1.1 | sed -n 's/^dn: /slapd finds /p'
  java_with_jars "$work/Equal.java" "cn=Bob Brown,$base" "$1"
}
echo "$(java -version 2>&1 | head -1), Apache Directory API $apache, ldaptive $ldaptive, UnboundID LDAP SDK $sdk, OpenLDAP slapd $version"
expect "CN=BOB BROWN:" "slapd finds cn=Bob Brown,$base
JNDI true
Apache false
ldaptive true
UnboundID true" "$(asked "CN=BOB BROWN,$base")"
expect "cn=Bob  Brown, with two spaces:" "slapd finds cn=Bob Brown,$base
JNDI false
Apache false
ldaptive true
UnboundID true" "$(asked "cn=Bob  Brown,$base")"
