#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The LDAP SDK of OpenDJ refuses filters that name an attribute by its OID.
#
# Surprise: RFC 4515, section 3, takes the attribute from RFC 4512, section 2.5, where it is a name or an OID, and its section 4 has
# (1.3.6.1.4.1.1466.0=\04\02\48\69) as an example. Filter.valueOf throws for every OID, those of its schema too. The other libraries below
# read them all.
# Why it matters: a program that is moved to this SDK does not start with filters that worked, such as one for an attribute
# without a name in the schema.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

opendj=5.0.3 apache=2.1.7 ldaptive=2.5.0 sdk=7.0.5
jars org.openidentityplatform.opendj:opendj-core:$opendj org.apache.directory.api:api-ldap-model:$apache org.ldaptive:ldaptive:$ldaptive \
  com.unboundid:unboundid-ldapsdk:$sdk
cat > "$work/Filters.java" <<'JAVA'
import java.util.concurrent.Callable;

class Filters {
  public static void main(String[] args) {
    for (String filter : new String[] {"(uid=alice)", "(0.9.2342.19200300.100.1.1=alice)", "(1.3.6.1.4.1.1466.0=\\04\\02\\48\\69)"}) {
      System.out.println(filter);
      print("OpenDJ   ", () -> org.forgerock.opendj.ldap.Filter.valueOf(filter));
      print("Apache   ", () -> org.apache.directory.api.ldap.model.filter.FilterParser.parse(filter));
      print("ldaptive ", () -> org.ldaptive.filter.FilterParser.parse(filter));
      print("UnboundID", () -> com.unboundid.ldap.sdk.Filter.create(filter));
    }
  }

  static void print(String library, Callable<?> parse) {
    String seen = "parsed";
    try {
      parse.call();
    } catch (Exception e) {
      seen = e.getClass().getSimpleName();
    }
    System.out.println("  " + library + " " + seen);
  }
}
JAVA

echo "OpenDJ SDK $opendj, Apache Directory API $apache, ldaptive $ldaptive, UnboundID LDAP SDK $sdk"
expect "filters:" "(uid=alice)
  OpenDJ    parsed
  Apache    parsed
  ldaptive  parsed
  UnboundID parsed
(0.9.2342.19200300.100.1.1=alice)
  OpenDJ    LocalizedIllegalArgumentException
  Apache    parsed
  ldaptive  parsed
  UnboundID parsed
(1.3.6.1.4.1.1466.0=\\04\\02\\48\\69)
  OpenDJ    LocalizedIllegalArgumentException
  Apache    parsed
  ldaptive  parsed
  UnboundID parsed" "$(java_with_jars "$work/Filters.java")"
