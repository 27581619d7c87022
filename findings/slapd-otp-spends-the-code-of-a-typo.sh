#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP's otp overlay spends a one-time code that came with a wrong password.
#
# Surprise: RFC 6238, section 5.2, refuses a second attempt "after the successful validation" of a code, and slapo-otp(5) calls the
# time step that it stores that of "the last TOTP token successfully redeemed". A bind with a wrong password and the right code
# gets 49, and stores the step. The right password with the same code then gets 49 too, until the next code.
# Why it matters: users who mistype their password and correct it at once are told again that it is wrong, and a few of these
# lock the account.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

base=dc=example,dc=com port=$(free_port) secret=12345678901234567890
configure main "overlay otp" "rootdn cn=admin,$base" "rootpw admin"
sed -i 's/^moduleload ppolicy/&\nmoduleload otp/' "$work/main.conf"
load main <<LDIF
dn: cn=settings,$base
objectClass: device
objectClass: oathTOTPParams
cn: settings
oathOTPLength: 6
oathHMACAlgorithm: 1.2.840.113549.2.7
oathTOTPTimeStepPeriod: 600
oathTOTPTimeStepWindow: 1

dn: cn=token of bob,$base
objectClass: device
objectClass: oathTOTPToken
cn: token of bob
oathTOTPParams: cn=settings,$base
oathSecret: $secret

dn: uid=bob,$base
objectClass: inetOrgPerson
objectClass: oathTOTPUser
uid: bob
cn: Bob
sn: Brown
oathTOTPToken: cn=token of bob,$base
userPassword: wonderland
LDIF
start_slapd main "$port"

# code STEPS: the code of the present step of ten minutes, or of one after it (RFC 6238, with SHA-1).
code() {
  python3 - "$1" "$secret" <<'PYTHON'
import hashlib, hmac, struct, sys, time

digest = hmac.new(sys.argv[2].encode(), struct.pack(">Q", int(time.time()) // 600 + int(sys.argv[1])), hashlib.sha1).digest()
start = digest[-1] & 15
print("%06d" % ((struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6))
PYTHON
}
bind() { run usr/bin/ldapwhoami -x -H "ldap://127.0.0.1:$port" -D "uid=bob,$base" -w "$1" 2>&1 || true; }
stored() {
  search -H "ldap://127.0.0.1:$port" -D "cn=admin,$base" -w admin -b "cn=token of bob,$base" oathTOTPLastTimeStep | grep -c '^oathTOTP' || true
}
now=$(code 0) next=$(code 1)
echo "OpenLDAP slapd $version"
expect "last step stored before:" "0" "$(stored)"
expect "a wrong password with the present code:" "ldap_bind: Invalid credentials (49)" "$(bind "wonderlnad$now")"
expect "last step stored after it:" "1" "$(stored)"
expect "the right password with the same code:" "ldap_bind: Invalid credentials (49)" "$(bind "wonderland$now")"
expect "the right password with the next code:" "dn:uid=bob,$base" "$(bind "wonderland$next")"
