#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Python's ldap3 refuses names with an OID, and makes another name of one with a hexadecimal value.
#
# Surprise: RFC 4514, section 4, has 1.3.6.1.4.1.1466.0=#04024869 as an example: the attribute by its OID, the value in BER.
# safe_dn, through which ldap3 sends the names of binds and search bases, throws for the OID. With cn in place of it, it escapes
# the number sign, which then begins the text #04024869, though the value is Hi. python-ldap reads both.
# Why it matters: DNs out of certificates and of servers without the attribute's schema have this form, and their users cannot
# sign in.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

ldap3=2.9.1-2 python_ldap=3.4.3-2+deb12u1
(cd "$work" && apt-get download -qq "python3-ldap3=$ldap3" "python3-ldap=$python_ldap" python3-pyasn1 libldap-2.5-0 libsasl2-2 2>/dev/null &&
  for deb in ./*.deb; do dpkg -x "$deb" python; done)
cat > "$work/read.py" <<'PYTHON'
import ldap.dn
from ldap3.utils.dn import safe_dn

for name in "cn=Hi,dc=example", "cn=#04024869,dc=example", "1.3.6.1.4.1.1466.0=#04024869,dc=example":
    try:
        seen = safe_dn(name)
    except Exception as e:
        seen = type(e).__name__
    attribute, value, kind = ldap.dn.str2dn(name)[0][0]
    print(f"{name}\n  ldap3       {seen}\n  python-ldap {attribute} {value!r}{' in BER' if kind == 2 else ''}")
PYTHON

echo "ldap3 $ldap3, python-ldap $python_ldap"
expect "names as read:" "cn=Hi,dc=example
  ldap3       cn=Hi,dc=example
  python-ldap cn 'Hi'
cn=#04024869,dc=example
  ldap3       cn=\\#04024869,dc=example
  python-ldap cn '\\x04\\x02Hi' in BER
1.3.6.1.4.1.1466.0=#04024869,dc=example
  ldap3       LDAPInvalidDnError
  python-ldap 1.3.6.1.4.1.1466.0 '\\x04\\x02Hi' in BER" \
  "$(LD_LIBRARY_PATH="$(echo "$work"/python/usr/lib/*-linux-gnu)" PYTHONPATH="$work/python/usr/lib/python3/dist-packages" /usr/bin/python3 "$work/read.py")"
