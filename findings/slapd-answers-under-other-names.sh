#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP answers under the attribute's first name of the schema, whichever of its names was asked for.
#
# Surprise: asked for `userid`, `surname` and `2.5.4.3`, slapd returns `uid`, `sn` and `cn`. The UnboundID LDAP SDK, given
# the answer, finds nothing under the names that it asked for, as it does not read the schema by default.
# Why it matters: `(userid=alice)` finds Alice, and then she seems to have no user name. RFC 4512, section 2.5, lets a
# server answer with any of the names.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

sdk=7.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk

port=$(free_port)
configure main
load main </dev/null
start_slapd main "$port"

cat > "$work/Ask.java" <<'JAVA'
import com.unboundid.ldap.sdk.*;

class Ask {
  public static void main(String[] args) throws Exception {
    try (LDAPConnection connection = new LDAPConnection("127.0.0.1", Integer.parseInt(args[0]))) {
      SearchResultEntry alice =
          connection.searchForEntry(
              "dc=example,dc=com", SearchScope.SUB, "(userid=alice)", "userid", "surname", "2.5.4.3");
      for (String name : new String[] {"userid", "uid", "surname", "sn", "2.5.4.3", "cn"}) {
        System.out.println(name + ": " + alice.getAttributeValue(name));
      }
    }
  }
}
JAVA

echo "OpenLDAP slapd $version"
expect "asked for userid, surname and 2.5.4.3:" "dn: uid=alice,dc=example,dc=com
uid: alice
cn: Alice
sn: Adams" "$(search -H "ldap://127.0.0.1:$port" -b dc=example,dc=com '(userid=alice)' userid surname 2.5.4.3 | sed '/^$/d')"
expect "the same by UnboundID LDAP SDK $sdk, value by value:" "userid: null
uid: alice
surname: null
sn: Adams
2.5.4.3: null
cn: Alice" "$(java_with_jars "$work/Ask.java" "$port")"
