#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ApacheDS answers "Who am I?" with the name that the client bound with, not with the name of the entry.
#
# Surprise: RFC 4532 returns the authorization identity that the server associates with the connection. Alice binds with her
# name in capitals, or with the attribute's name of RFC 1274 (userid), which the server knows too, and is told that she is what
# she wrote. OpenLDAP answers with the name of her entry each time.
# Why it matters: a program that takes its user from "Who am I?" has three accounts for one.
set -euo pipefail
. "$(dirname "$0")/lib/apacheds.sh"

printf '%s\n' "dn: uid=alice,ou=system" "objectClass: inetOrgPerson" "uid: alice" "cn: Alice" "sn: Adams" "userPassword: wonderland" |
  as_admin ldapadd >/dev/null
who() { ldapwhoami -x -H "$url" -D "$1" -w wonderland; }
echo "ApacheDS $server"
expect "uid=alice,ou=system is" "dn:uid=alice,ou=system" "$(who uid=alice,ou=system)"
expect "UID=Alice,OU=System is" "dn:UID=Alice,OU=System" "$(who UID=Alice,OU=System)"
expect "userid=alice,ou=system is" "dn:userid=alice,ou=system" "$(who userid=alice,ou=system)"
