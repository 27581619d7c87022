#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# In the UnboundID LDAP SDK, the first control that a program makes loads the decoders of all controls.
#
# Surprise: `new Control("1.2.3.4")` loads 23 classes of response controls that the program does not use, and what they need, as
# the class registers all of them at once. A program that sends no control never loads them.
# Why it matters: a sign-in that asks for the password policy pays for it at its first bind, in a command or a function that
# starts for one request.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk
cat > "$work/Loaded.java" <<'JAVA'
import com.unboundid.ldap.sdk.*;

class Loaded {
  public static void main(String[] args) throws Exception {
    if (args[0].equals("with")) {
      new SimpleBindRequest("uid=alice,dc=example,dc=com", "wonderland", new Control("1.2.3.4"));
    } else {
      new SimpleBindRequest("uid=alice,dc=example,dc=com", "wonderland");
    }
  }
}
JAVA
javac -cp "$work/jars/*" -d "$work" "$work/Loaded.java"

# loaded WITH: counts the classes of response controls that a bind request with or without a control loads.
loaded() {
  java -Xlog:class+load:file="$work/$1.log" -cp "$work/jars/*:$work" Loaded "$1"
  grep -oE 'com\.unboundid\.ldap\.sdk\.[a-z.]*[A-Za-z0-9]*ResponseControl ' "$work/$1.log" | sort -u | wc -l
}

echo "UnboundID LDAP SDK $sdk"
expect "classes of response controls that a bind request loads:" "without a control: 0
with one: 23" "without a control: $(loaded without)
with one: $(loaded with)"
