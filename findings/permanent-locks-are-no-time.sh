#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Libraries that read times do not read the time of a permanent lock.
#
# Surprise: draft-behera-ldap-password-policy-10, section 5.3.3, and OpenLDAP's slapo-ppolicy(5) mark an account that only an
# administrator may unlock with the pwdAccountLockedTime 000001010000Z, a value of GeneralizedTime syntax (RFC 4517, section
# 3.3.13). The UnboundID LDAP SDK and the Apache Directory API throw, and Python's ldap3 returns the bytes as they are, though
# other times become a datetime. ldaptive reads the year 0.
# Why it matters: a program that reads the lock with such a library fails for the very users that are locked for good.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5 ldaptive=2.5.0 apache=2.1.7 ldap3=2.9.1-2
jars com.unboundid:unboundid-ldapsdk:$sdk org.ldaptive:ldaptive:$ldaptive org.apache.directory.api:api-util:$apache
(cd "$work" && apt-get download -qq "python3-ldap3=$ldap3" python3-pyasn1 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" python; done)

cat > "$work/Locks.java" <<'JAVA'
import java.time.Instant;
import java.util.concurrent.Callable;

class Locks {
  public static void main(String[] args) {
    print("UnboundID", () -> com.unboundid.util.StaticUtils.decodeGeneralizedTime(args[0]).toInstant());
    print("ldaptive ", () -> new org.ldaptive.transcode.GeneralizedTimeValueTranscoder().decodeStringValue(args[0]).toInstant());
    print("Apache   ", () -> new org.apache.directory.api.util.GeneralizedTime(args[0]).getDate().toInstant());
  }

  static void print(String library, Callable<Instant> time) {
    String seen;
    try {
      seen = time.call().toString();
    } catch (Exception e) {
      seen = e.getClass().getSimpleName();
    }
    System.out.println(library + " " + seen);
  }
}
JAVA
read_time() {
  java_with_jars "$work/Locks.java" "$1"
  PYTHONPATH="$work/python/usr/lib/python3/dist-packages" python3 - "$1" <<'PYTHON'
import sys
from ldap3.protocol.formatters.formatters import format_time

print("ldap3    ", format_time(sys.argv[1].encode()))
PYTHON
}

echo "UnboundID LDAP SDK $sdk, ldaptive $ldaptive, Apache Directory API $apache, ldap3 $ldap3"
expect "202311142213Z:" "UnboundID 2023-11-14T22:13:00Z
ldaptive  2023-11-14T22:13:00Z
Apache    2023-11-14T22:13:00Z
ldap3     2023-11-14 22:13:00+00:00" "$(read_time 202311142213Z)"
expect "000001010000Z:" "UnboundID ParseException
ldaptive  0000-01-01T00:00:00Z
Apache    ParseException
ldap3     b'000001010000Z'" "$(read_time 000001010000Z)"
