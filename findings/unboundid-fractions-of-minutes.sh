#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The UnboundID LDAP SDK reads a fraction of a minute or an hour in a GeneralizedTime as a fraction of a second.
#
# Surprise: RFC 4517, section 3.3.13, lets a time end after the hours or minutes, and makes the fraction one of that unit, after
# a dot or a comma: 202311142213.5Z is 22:13:30, and 2023111422.25Z is 22:15. decodeGeneralizedTime returns half and a quarter
# of a second, and throws if there is a comma. ldaptive and the Apache Directory API return the times of the RFC.
# Why it matters: an account or a password that ends at such a time ends up to an hour early.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5 ldaptive=2.5.0 apache=2.1.7
jars com.unboundid:unboundid-ldapsdk:$sdk org.ldaptive:ldaptive:$ldaptive org.apache.directory.api:api-util:$apache
cat > "$work/Times.java" <<'JAVA'
import java.time.Instant;
import java.util.concurrent.Callable;

class Times {
  public static void main(String[] args) {
    for (String time : new String[] {"20231114221320.5Z", "20231114221320,5Z", "202311142213.5Z", "2023111422.25Z"}) {
      System.out.println(time);
      print("UnboundID", () -> com.unboundid.util.StaticUtils.decodeGeneralizedTime(time).toInstant());
      print("ldaptive ", () -> new org.ldaptive.transcode.GeneralizedTimeValueTranscoder().decodeStringValue(time).toInstant());
      print("Apache   ", () -> new org.apache.directory.api.util.GeneralizedTime(time).getDate().toInstant());
    }
  }

  static void print(String library, Callable<Instant> time) {
    String seen;
    try {
      seen = time.call().toString();
    } catch (Exception e) {
      seen = e.getClass().getSimpleName();
    }
    System.out.println("  " + library + " " + seen);
  }
}
JAVA

echo "UnboundID LDAP SDK $sdk, ldaptive $ldaptive, Apache Directory API $apache"
expect "times as read:" "20231114221320.5Z
  UnboundID 2023-11-14T22:13:20.500Z
  ldaptive  2023-11-14T22:13:20.500Z
  Apache    2023-11-14T22:13:20.500Z
20231114221320,5Z
  UnboundID ParseException
  ldaptive  2023-11-14T22:13:20.500Z
  Apache    2023-11-14T22:13:20.500Z
202311142213.5Z
  UnboundID 2023-11-14T22:13:00.500Z
  ldaptive  2023-11-14T22:13:30Z
  Apache    2023-11-14T22:13:30Z
2023111422.25Z
  UnboundID 2023-11-14T22:00:00.250Z
  ldaptive  2023-11-14T22:15:00Z
  Apache    2023-11-14T22:15:00Z" "$(java_with_jars "$work/Times.java")"
