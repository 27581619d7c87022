#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Spring LDAP's LDIF parser adds the second line of a comment to the value above it.
#
# Surprise: RFC 2849, note 2, lets any line be folded, a comment too: the next line, which begins with a space, continues the
# comment. LdifParser skips the first line of the comment, and appends the next one to the last value before it. The UnboundID
# LDAP SDK reads the same file without the comment.
# Why it matters: in the test directory that is loaded from the file, a member of a group or a password is another one.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

sdk=7.0.5 spring=4.1.2
jars com.unboundid:unboundid-ldapsdk:$sdk org.springframework.ldap:spring-ldap-ldif-core:$spring
cat > "$work/group.ldif" <<'LDIF'
dn: cn=staff,ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: staff
member: uid=alice,ou=people,dc=example,dc=com
# The manager of the
 staff: see the other file.
member: uid=bob,ou=people,dc=example,dc=com

LDIF
cat > "$work/Members.java" <<'JAVA'
import java.io.File;

class Members {
  public static void main(String[] args) throws Exception {
    File file = new File(args[0]);
    var spring = new org.springframework.ldap.ldif.parser.LdifParser(file);
    spring.open();
    var members = spring.getRecord().get("member").getAll();
    while (members.hasMore()) {
      System.out.println("Spring LDAP " + members.next());
    }
    try (var reader = new com.unboundid.ldif.LDIFReader(file)) {
      for (String member : reader.readEntry().getAttributeValues("member")) {
        System.out.println("UnboundID   " + member);
      }
    }
  }
}
JAVA

echo "Spring LDAP $spring, UnboundID LDAP SDK $sdk"
expect "members of the group:" "Spring LDAP uid=alice,ou=people,dc=example,dc=comstaff: see the other file.
Spring LDAP uid=bob,ou=people,dc=example,dc=com
UnboundID   uid=alice,ou=people,dc=example,dc=com
UnboundID   uid=bob,ou=people,dc=example,dc=com" "$(java_with_jars "$work/Members.java" "$work/group.ldif")"
