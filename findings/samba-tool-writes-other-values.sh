#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The LDIF of ldbsearch and samba-tool has other values than the same entry read by LDAP.
#
# Surprise: "samba-tool user show" and ldbsearch print an entry as LDIF. By LDAP, objectSid and objectGUID are
# the bytes of MS-DTYP, sections 2.4.2.2 and 2.3.4.2; in that LDIF they are the texts S-1-5-21-… and 390b0e11-…, without a sign
# that these are other values.
# Why it matters: a test directory that is loaded from such a file holds a text where the domain has bytes, and a program that
# reads identifiers fails in the test only, or is fitted to the text and fails in the domain.
set -euo pipefail
. "$(dirname "$0")/lib/samba.sh"

sam="$work/samba/private/sam.ldb"
samba-tool user create alice "$password" -H "$sam" -s "$work/smb.conf" >/dev/null
# forms: which of the two attributes are text, and which are in base64.
forms() { sed -n 's/^\(objectSid\|objectGUID\): .*-.*/\1 text/p; s/^\(objectSid\|objectGUID\):: .*/\1 bytes/p' | sort; }
echo "Samba $version"
expect "by LDAP:" "objectGUID bytes
objectSid bytes" "$(search -b "CN=alice,CN=Users,$base" -s base objectSid objectGUID | forms)"
expect "ldbsearch:" "objectGUID text
objectSid text" "$(ldbsearch -H "$sam" '(sAMAccountName=alice)' objectSid objectGUID 2>/dev/null | forms)"
expect "samba-tool user show:" "objectGUID text
objectSid text" "$(samba-tool user show alice -H "$sam" -s "$work/smb.conf" | forms)"
