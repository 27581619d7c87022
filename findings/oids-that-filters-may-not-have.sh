#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenDJ's SDK for Java and the npm package ldapts refuse filters that name an attribute by its OID, and ldapts those with an option.
#
# Surprise: RFC 4515, section 3, takes the attribute of a filter from RFC 4512, section 2.5, where it is a name or an OID, with options
# or none, and its section 4 has (1.3.6.1.4.1.1466.0=\04\02\48\69) as an example. Both libraries throw for every OID, also those of
# attributes that they know. The other libraries below read all of these filters.
# Why it matters: a program that is moved to these libraries does not start with filters that worked, such as one for an attribute
# without a name in the schema.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

opendj=5.0.3 apache=2.1.7 ldaptive=2.5.0 sdk=7.0.5 ldapts=9.2.0
jars org.openidentityplatform.opendj:opendj-core:$opendj org.apache.directory.api:api-ldap-model:$apache org.ldaptive:ldaptive:$ldaptive \
  com.unboundid:unboundid-ldapsdk:$sdk
packages "ldapts@$ldapts"
cat > "$work/Filters.java" <<'JAVA'
import java.util.concurrent.Callable;

class Filters {
  public static void main(String[] args) {
    print("Apache   ", () -> org.apache.directory.api.ldap.model.filter.FilterParser.parse(args[0]));
    print("ldaptive ", () -> org.ldaptive.filter.FilterParser.parse(args[0]));
    print("UnboundID", () -> com.unboundid.ldap.sdk.Filter.create(args[0]));
    print("OpenDJ   ", () -> org.forgerock.opendj.ldap.Filter.valueOf(args[0]));
  }

  static void print(String library, Callable<?> parse) {
    String seen = "parsed";
    try {
      parse.call();
    } catch (Exception e) {
      seen = e.getClass().getSimpleName();
    }
    System.out.println(library + " " + seen);
  }
}
JAVA
cat > "$work/filters.js" <<'JS'
let seen = "parsed";
try {
  require("ldapts").FilterParser.parseString(process.argv[2]);
} catch (error) {
  seen = error.name;
}
console.log(`ldapts    ${seen}`);
JS
asked() {
  java_with_jars "$work/Filters.java" "$1"
  node "$work/filters.js" "$1"
}
# read_as OPENDJ LDAPTS: what is expected if these two read a filter so.
read_as() { printf '%s\n' "Apache    parsed" "ldaptive  parsed" "UnboundID parsed" "OpenDJ    $1" "ldapts    $2"; }

echo "OpenDJ SDK $opendj, ldapts $ldapts, Apache Directory API $apache, ldaptive $ldaptive, UnboundID LDAP SDK $sdk"
refused=LocalizedIllegalArgumentException
expect "(uid=alice):" "$(read_as parsed parsed)" "$(asked '(uid=alice)')"
expect "(0.9.2342.19200300.100.1.1=alice), the same:" "$(read_as $refused Error)" "$(asked '(0.9.2342.19200300.100.1.1=alice)')"
expect "(1.3.6.1.4.1.1466.0=\\04\\02\\48\\69):" "$(read_as $refused Error)" "$(asked '(1.3.6.1.4.1.1466.0=\04\02\48\69)')"
expect "(cn;lang-de=Alice):" "$(read_as parsed Error)" "$(asked '(cn;lang-de=Alice)')"
