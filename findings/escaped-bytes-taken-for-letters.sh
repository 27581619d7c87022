#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The npm package ldapts and Ruby's net-ldap take each escaped byte of a filter for a letter.
#
# Surprise: in RFC 4515, section 4, (sn=Lu\c4\8di\c4\87) is a name of five letters, as two bytes in UTF-8 make one of them. Both
# libraries make a letter of each byte, and encode it once more. ldapsearch finds the entry with the same filter, and both libraries
# with the letters themselves.
# Why it matters: filters that escape all that is not ASCII, as many libraries write them, find no such user, and no filter finds a
# user by the bytes of an objectGUID from 80 on.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"
. "$(dirname "$0")/lib/ruby.sh"

ldapts=9.2.0
packages "ldapts@$ldapts"
port=$(free_port)
configure main
load main "description: Lučić" "userPassword:: kDlf" </dev/null # 90 39 5f, as in an objectGUID
start_slapd main "$port"

cat > "$work/search.js" <<'JS'
const client = new (require("ldapts").Client)({ url: `ldap://127.0.0.1:${process.argv[2]}` });
client
  .search("dc=example,dc=com", { filter: process.argv[3] })
  .then((found) => console.log(`${found.searchEntries.length} entries`))
  .finally(() => client.unbind());
JS
cat > "$work/search.rb" <<'RUBY'
require "net/ldap"
filter = Net::LDAP::Filter.construct(ARGV[1])
found = Net::LDAP.new(host: "127.0.0.1", port: ARGV[0].to_i).search(base: "dc=example,dc=com", filter: filter)
puts "#{found.size} entries"
RUBY
# found FILTER: the number of entries that each client finds.
found() {
  echo "ldapsearch: $(search -H "ldap://127.0.0.1:$port" -b dc=example,dc=com "$1" 1.1 | grep -c '^dn:') entries"
  echo "ldapts: $(node "$work/search.js" "$port" "$1")"
  echo "net-ldap: $(ruby "$work/search.rb" "$port" "$1")"
}

echo "ldapts $ldapts, net-ldap $net_ldap with Ruby $ruby, OpenLDAP slapd $version"
for filter in '(description=Lučić)' '(description=Lu*)' '(userPassword=*)'; do
  expect "$filter:" "ldapsearch: 1 entries
ldapts: 1 entries
net-ldap: 1 entries" "$(found "$filter")"
done
for filter in '(description=Lu\c4\8di\c4\87)' '(userPassword=\90\39\5f)'; do
  expect "$filter:" "ldapsearch: 1 entries
ldapts: 0 entries
net-ldap: 0 entries" "$(found "$filter")"
done
