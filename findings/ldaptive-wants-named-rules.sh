#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ldaptive cannot read the schema of 389 Directory Server.
#
# Surprise: in RFC 4512, section 4.1.3, the NAME of a matching rule is optional, as in all definitions of a schema. Some rules
# of 389 Directory Server have none. SchemaFactory throws a NullPointerException for them. The UnboundID LDAP SDK reads the
# schema.
# Why it matters: a program that reads the schema at its start, to know binary attributes or equal names, does not start.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

ldaptive=2.5.0 sdk=7.0.5
jars org.ldaptive:ldaptive:$ldaptive com.unboundid:unboundid-ldapsdk:$sdk
cat > "$work/ReadSchema.java" <<'JAVA'
class ReadSchema {
  public static void main(String[] args) throws Exception {
    try (var connection = new com.unboundid.ldap.sdk.LDAPConnection("127.0.0.1", Integer.parseInt(args[0]))) {
      var rules = connection.getSchema().getMatchingRules();
      System.out.println("UnboundID: there are rules without a name: " + rules.stream().anyMatch(rule -> rule.getNames().length == 0));
    }
    var config = org.ldaptive.ConnectionConfig.builder().url("ldap://127.0.0.1:" + args[0]).build();
    var factory = org.ldaptive.DefaultConnectionFactory.builder().config(config).build();
    try {
      System.out.println("ldaptive: " + org.ldaptive.schema.SchemaFactory.createSchema(factory).getMatchingRules().size());
    } catch (RuntimeException e) {
      System.out.println("ldaptive: " + e.getClass().getSimpleName() + " in " + e.getStackTrace()[2].getMethodName());
    }
    System.exit(0);
  }
}
JAVA

echo "ldaptive $ldaptive, UnboundID LDAP SDK $sdk, 389 Directory Server $version"
expect "the schema:" "UnboundID: there are rules without a name: true
ldaptive: NullPointerException in setMatchingRules" "$(java_with_jars "$work/ReadSchema.java" "$port")"
