#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP takes an outage of saslauthd for wrong passwords, and locks users for it.
#
# Surprise: with userPassword {SASL}…, slapd asks saslauthd, which asks another directory or PAM. If it does not run, slapd
# answers the right password by 49 (invalid credentials), where RFC 4511, appendix A.2, has 52 (unavailable) or 80 (other). The
# overlay ppolicy counts these, and locks the account; without pwdLockoutDuration, for good.
# Why it matters: after an outage that a few tries long, users stay locked out, and nothing tells an outage from a wrong password.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

base=dc=example,dc=com port=$(free_port)
mkdir "$work/sasl"
printf '%s\n' "pwcheck_method: saslauthd" "saslauthd_path: $work/saslauthd-does-not-run" > "$work/sasl/slapd.conf"
export SASL_CONF_PATH="$work/sasl"
configure main "overlay ppolicy" "ppolicy_default cn=policy,$base" ppolicy_use_lockout "rootdn cn=admin,$base" "rootpw secret"
load main "userPassword: {SASL}alice@EXAMPLE.COM" <<LDIF
dn: cn=policy,$base
objectClass: device
objectClass: pwdPolicy
cn: policy
pwdAttribute: userPassword
pwdLockout: TRUE
pwdMaxFailure: 3
LDIF
start_slapd main "$port"

bind() { run usr/bin/ldapwhoami -x -e ppolicy -H "ldap://127.0.0.1:$port" -D "uid=alice,$base" -w wonderland 2>&1 || true; }
counted() {
  search -H "ldap://127.0.0.1:$port" -D "cn=admin,$base" -w secret -b "uid=alice,$base" + |
    awk '/^pwdFailureTime/ { failures++ } /^pwdAccountLockedTime/ { locked++ } END { print failures + 0 " failures, " (locked ? "locked" : "not locked") }'
}
echo "OpenLDAP slapd $version, no saslauthd"
expect "before:" "0 failures, not locked" "$(counted)"
expect "three binds:" "ldap_bind: Invalid credentials (49)
ldap_bind: Invalid credentials (49)
ldap_bind: Invalid credentials (49)" "$(for _ in 1 2 3; do bind; done)"
expect "after them:" "3 failures, locked" "$(counted)"
expect "one more:" "ldap_bind: Invalid credentials (49); Account locked" "$(bind)"
