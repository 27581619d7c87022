#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 389 Directory Server compares times as text, so that the same moment in another form is another time.
#
# Surprise: the schema gives createTimestamp the rules generalizedTimeMatch and generalizedTimeOrderingMatch, which compare moments
# (RFC 4517, sections 4.2.16 and 4.2.17). Filters with the moment at which the entry was made find it only if they are written as the
# server writes it: not with a fraction of zero, and not with the local time and its difference. (…>=) and (…<=) are off by hours.
# Why it matters: a filter such as "changed since" or "expires before" selects the wrong users, without any error.
set -euo pipefail
. "$(dirname "$0")/lib/ds389.sh"

base=dc=example,dc=com
printf '%s\n' "dn: uid=alice,$base" "objectClass: inetOrgPerson" "uid: alice" "cn: Alice" "sn: Adams" | as_admin ldapadd >/dev/null
made=$(search -b "$base" '(uid=alice)' createTimestamp | sed -n 's/^createTimestamp: //p')
# local_time HOURS: the moment in the local time of a zone that is ahead of UTC.
local_time() {
  local day=${made:0:8} time=${made:8:2}:${made:10:2}:${made:12:2}
  date -u -d "$day $time UTC $1 hours" "+%Y%m%d%H%M%S$(printf '%+03d00' "$1")"
}
# found TIME: whether each of three filters finds alice.
found() {
  for operator in = ">=" "<="; do
    echo "$operator $(search -b "$base" "(&(uid=alice)(createTimestamp$operator$1))" 1.1 | grep -c '^dn:' || true)"
  done | xargs
}
echo "389 Directory Server $version"
schema=$(search -b cn=schema -s base attributeTypes | grep -o "NAME 'createTimestamp' .*ORDERING [A-Za-z]*" | grep -o 'EQUALITY.*')
expect "createTimestamp in its schema:" "EQUALITY generalizedTimeMatch ORDERING generalizedTimeOrderingMatch" "$schema"
expect "createTimestamp compared with itself as written by the server:" "= 1 >= 1 <= 1" "$(found "$made")"
expect "the same with a fraction of zero:" "= 0 >= 1 <= 0" "$(found "${made%Z}.0Z")"
expect "the same in the local time of a zone five hours ahead:" "= 0 >= 0 <= 1" "$(found "$(local_time 5)")"
expect "the same in the local time of a zone five hours behind:" "= 0 >= 1 <= 0" "$(found "$(local_time -5)")"
