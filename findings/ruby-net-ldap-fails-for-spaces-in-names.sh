#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Ruby's net-ldap cannot escape a value for a DN that begins or ends with a space, or begins with a number sign.
#
# Surprise: RFC 4514, section 2.4, escapes these characters at these places, as well as seven others everywhere. Net::LDAP::DN.escape
# does so for a comma or a plus sign, and throws a TypeError for the space and the number sign. slapd has an entry of each name.
# Why it matters: a program that builds the DN of a user or group from its name fails for such a name, with an error that names
# neither LDAP nor the name.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"
. "$(dirname "$0")/lib/ruby.sh"

base=dc=example,dc=com port=$(free_port)
configure main
load main <<LDIF
dn: cn=R\+D,$base
objectClass: device
cn: R+D

dn: cn=\#Support,$base
objectClass: device
cn: #Support

dn: cn=\20Sales,$base
objectClass: device
cn:: IFNhbGVz
LDIF
start_slapd main "$port"
cat > "$work/escape.rb" <<'RUBY'
require "net/ldap"
require "net/ldap/dn"
begin
  puts Net::LDAP::DN.escape(ARGV[0])
rescue StandardError => e
  puts e.class
end
RUBY
escaped() { ruby "$work/escape.rb" "$1"; }
found() { search -H "ldap://127.0.0.1:$port" -b "$1,$base" -s base 1.1 | sed -n 's/^dn: /slapd has /p'; }
echo "net-ldap $net_ldap with Ruby $ruby, OpenLDAP slapd $version"
expect "R+D:" 'slapd has cn=R\2BD,dc=example,dc=com
R\+D' "$(found 'cn=R\+D'; escaped 'R+D')"
expect "#Support:" 'slapd has cn=\23Support,dc=example,dc=com
TypeError' "$(found 'cn=\#Support'; escaped '#Support')"
expect "Sales, after a space:" 'slapd has cn=\20Sales,dc=example,dc=com
TypeError' "$(found 'cn=\20Sales'; escaped ' Sales')"
