#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP refers searches to another server, and answers a bind of a user there as a wrong password.
#
# Surprise: below an entry of the class referral (RFC 3296), search and compare operations get 10 (referral) with the URL of the
# other server. RFC 4511, section 4.1.10, has 10 for all operations that another server may be able to perform, and RFC 2251, section
# 4.2.3, lists it for binds. slapd answers a bind by 49 (invalid credentials), and no URL.
# Why it matters: with a part of the tree on another server, users are found there by a client that follows referrals, and cannot
# sign in: the directory says that their password is wrong.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

base=dc=example,dc=com port=$(free_port) bob="uid=bob,ou=away,dc=example,dc=com"
configure main
load main "userPassword: wonderland" <<LDIF
dn: ou=away,$base
objectClass: referral
objectClass: extensibleObject
ou: away
ref: ldap://ldap2.example.com/ou=away,$base
LDIF
start_slapd main "$port"

# asked TOOL ARGUMENT...: the result of an operation, and the URLs in it.
asked() { { run "usr/bin/$1" -x -H "ldap://127.0.0.1:$port" "${@:2}" 2>&1 || true; } | grep -oE 'Referral|ldap://ldap2[^ ]*|Invalid credentials \(49\)|^dn:.*'; }
echo "OpenLDAP slapd $version"
expect "a bind of a user here:" "dn:uid=alice,$base" "$(asked ldapwhoami -D "uid=alice,$base" -w wonderland)"
expect "a search below the referral:" "Referral
ldap://ldap2.example.com/$bob??base" "$(asked ldapsearch -b "$bob" -s base 1.1)"
expect "a compare operation there:" "Referral
Referral
ldap://ldap2.example.com/$bob" "$(asked ldapcompare "$bob" sn:Brown)"
expect "a bind there:" "Invalid credentials (49)" "$(asked ldapwhoami -D "$bob" -w wonderland)"
