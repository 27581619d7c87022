#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A filter that excludes locked users by an attribute that the schema lacks finds all users in one server, and none in another.
#
# Surprise: RFC 4511, section 4.5.1.7, makes (nsAccountLock=TRUE) Undefined if the server does not know the attribute, and its
# negation too, so that (&(uid=alice)(!(nsAccountLock=TRUE))) finds nobody. OpenLDAP does so. The in-memory server of the
# UnboundID LDAP SDK, which has a schema without the attribute, finds Alice.
# Why it matters: the filter passes all tests, and no user can sign in with the real directory, without any error.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

sdk=7.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk
port=$(free_port)
configure main
load main </dev/null
start_slapd main "$port"

cat > "$work/Find.java" <<'JAVA'
import com.unboundid.ldap.listener.*;
import com.unboundid.ldap.sdk.*;

class Find {
  public static void main(String[] args) throws Exception {
    var memory = new InMemoryDirectoryServer("dc=example,dc=com");
    memory.importFromLDIF(true, args[1]);
    System.out.println("in the schema of the in-memory server: " + memory.getSchema().getAttributeType("nsAccountLock"));
    try (var slapd = new LDAPConnection("127.0.0.1", Integer.parseInt(args[0]))) {
      for (String filter : new String[] {"(uid=alice)", "(&(uid=alice)(!(nsAccountLock=TRUE)))"}) {
        System.out.println(filter + ": in memory " + found(memory, filter) + ", slapd " + found(slapd, filter));
      }
    }
  }

  static int found(LDAPInterface server, String filter) throws LDAPException {
    return server.search("dc=example,dc=com", SearchScope.SUB, filter).getEntryCount();
  }
}
JAVA

echo "UnboundID LDAP SDK $sdk, OpenLDAP slapd $version"
expect "entries found:" "in the schema of the in-memory server: null
(uid=alice): in memory 1, slapd 1
(&(uid=alice)(!(nsAccountLock=TRUE))): in memory 1, slapd 0" "$(java_with_jars "$work/Find.java" "$port" "$work/main.ldif")"
