#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Ruby's net-ldap refuses filters whose values have one of " ; < > ? ` |, and an empty value.
#
# Surprise: RFC 4515, section 3, lets a value have every character as it is, but the null, parentheses, the star and the
# backslash, and has (seeAlso=) as an example. Net::LDAP::Filter.construct throws for the seven characters above. Escaped, as \3c, they
# work. libldap takes all of these filters.
# Why it matters: a filter with a DN such as cn=R;D or an address such as <alice@example.com> works with ldapsearch, and ends the
# sign-in in Ruby.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"
. "$(dirname "$0")/lib/ruby.sh"

port=$(free_port)
configure main
load main </dev/null
start_slapd main "$port"

cat > "$work/read.rb" <<'RUBY'
require "net/ldap"
ARGV.each do |filter|
  puts Net::LDAP::Filter.construct(filter)
rescue Net::LDAP::Error => e
  puts e.class
end
RUBY
net_ldap() { ruby "$work/read.rb" "$@"; }
# libldap FILTER: the result code of a search by slapd's own client.
libldap() { run usr/bin/ldapsearch -x -H "ldap://127.0.0.1:$port" -b dc=example,dc=com "$1" 1.1 | sed -n 's/^result: /result /p'; }
echo "net-ldap $net_ldap, Ruby $ruby, OpenLDAP ldapsearch $version"
refused="Net::LDAP::FilterSyntaxInvalidError"
for filter in '(cn=R&D)' '(cn=R\3bD)'; do
  expect "$filter:" "$filter
result 0 Success" "$(net_ldap "$filter"; libldap "$filter")"
done
for filter in '(cn=R;D)' '(mail=<alice@example.com>)' '(cn=Bob "B" Brown)' '(cn=a|b)' '(cn=who?)' '(seeAlso=)'; do
  expect "$filter:" "$refused
result 0 Success" "$(net_ldap "$filter"; libldap "$filter")"
done
