#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The UnboundID LDAP SDK writes GeneralizedTime values in the calendar and the digits of the machine's locale.
#
# Surprise: StaticUtils.encodeGeneralizedTime is right in most locales, off by 543 years under a Thai calendar, in unpadded years
# of an era under the Japanese one, and in Arabic digits under an Arabic locale. RFC 4517, section 3.3.13, knows the Gregorian
# calendar and the digits 0 to 9 only.
# Why it matters: filters such as (modifyTimestamp>=…) built with it select something else, and a test directory built with
# the SDK's in-memory server hands out times that no client can read.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk
cat > "$work/Encode.java" <<'JAVA'
import com.unboundid.util.StaticUtils;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

class Encode {
  public static void main(String[] args) {
    new PrintStream(System.out, true, StandardCharsets.UTF_8)
        .println(StaticUtils.encodeGeneralizedTime(1_700_000_000_000L));
  }
}
JAVA
encode() { java_with_jars "$@" "$work/Encode.java"; }

echo "UnboundID LDAP SDK $sdk, $(java -version 2>&1 | head -1)"
expect "2023-11-14T22:13:20Z as written:" "en-US:               20231114221320.000Z
th-TH-u-ca-buddhist: 25661114221320.000Z
ja-JP-u-ca-japanese: 51114221320.000Z
ar-EG:               ٢٠٢٣١١١٤٢٢١٣٢٠.٠٠٠Z" "en-US:               $(encode -Duser.language=en -Duser.country=US)
th-TH-u-ca-buddhist: $(encode -Duser.language=th -Duser.country=TH -Duser.extensions=u-ca-buddhist)
ja-JP-u-ca-japanese: $(encode -Duser.language=ja -Duser.country=JP -Duser.extensions=u-ca-japanese)
ar-EG:               $(encode -Duser.language=ar -Duser.country=EG)"
