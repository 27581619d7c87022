#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# In Samba, a filter on an attribute that is computed finds nobody, and its negation finds everybody.
#
# Surprise: msDS-User-Account-Control-Computed shows 16 (locked) for a locked user and 0 for another. A filter for this bit finds
# neither user, and its negation both, with the result 0. RFC 4511, section 4.5.1.7, makes a filter that cannot be evaluated
# Undefined, and its negation too, so that neither finds anybody.
# Why it matters: a user search that excludes locked users so, as in
# (&(sAMAccountName=…)(!(msDS-User-Account-Control-Computed:1.2.840.113556.1.4.803:=16))), excludes nobody, without any error.
set -euo pipefail
. "$(dirname "$0")/lib/samba.sh"

sam="$work/samba/private/sam.ldb"
samba-tool domain passwordsettings set --account-lockout-threshold=2 -H "$sam" -s "$work/smb.conf" >/dev/null
for name in alice bob; do
  samba-tool user create "$name" "$password" -H "$sam" -s "$work/smb.conf" >/dev/null
done
for _ in 1 2 3; do
  ldapsearch -x -H "$url" -D "alice@ad.example.com" -w wrong -b "" -s base 1.1 >/dev/null 2>&1 || true
done

bit=1.2.840.113556.1.4.803 computed=msDS-User-Account-Control-Computed
users="CN=Users,$base"
shown() { search -b "CN=$1,$users" -s base "$computed" | sed -n "s/^$computed: //p"; }
found() { search -b "$users" "(&(|(cn=alice)(cn=bob))$1)" cn | sed -n 's/^cn: //p' | sort | xargs; }
echo "Samba $version, alice is locked, bob is not"
expect "$computed:" "alice 16, bob 0" "alice $(shown alice), bob $(shown bob)"
expect "(lockoutTime>=1), which is stored:" "alice" "$(found '(lockoutTime>=1)')"
expect "(!(lockoutTime>=1)):" "bob" "$(found '(!(lockoutTime>=1))')"
expect "($computed:$bit:=16):" "" "$(found "($computed:$bit:=16)")"
expect "(!($computed:$bit:=16)):" "alice bob" "$(found "(!($computed:$bit:=16))")"
