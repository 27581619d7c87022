#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP's clients look for another name than localhost in the certificate of localhost.
#
# Surprise: RFC 4513, section 3.1.3, compares the certificate with the name that the client connects to. A server whose certificate names
# localhost is refused under that name: the clients look for the name of the machine. Under 127.0.0.1 in the same certificate, and for
# OpenSSL under localhost, it is accepted.
# Why it matters: a certificate for tests and tunnels fails with "Can't contact LDAP server", which looks like a wrong port.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

[ "$(hostname)" != localhost ] || { echo "needs a machine with a name other than localhost" >&2; exit 2; }
port=$(free_port)
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=test server" -keyout server.key -out server.pem \
  -addext "subjectAltName = DNS:localhost, IP:127.0.0.1" 2>/dev/null
cd - >/dev/null
configure main
load main </dev/null
# TLS settings are global: they come before the database.
sed -i "1i TLSCertificateFile $work/server.pem\nTLSCertificateKeyFile $work/server.key" "$work/main.conf"
start_slapd main "$port"

by_name() { # HOST: the result of a search with StartTLS
  LDAPTLS_CACERT="$work/server.pem" search -ZZ -d 1 -H "ldap://$1:$port" -b dc=example,dc=com -s base 1.1 2>&1 |
    sed -n 's/^TLS: hostname (.*) does not match/hostname (…) does not match/p; /^dn: /p; /^ldap_start_tls/p'
}

echo "OpenLDAP ldapsearch $version"
expect "ldapsearch -ZZ -H ldap://localhost, certificate for localhost and 127.0.0.1:" \
  "hostname (…) does not match common name in certificate (test server).
ldap_start_tls: Connect error (-11)" "$(by_name localhost)"
expect "ldapsearch -ZZ -H ldap://127.0.0.1, same server:" "dn: dc=example,dc=com" "$(by_name 127.0.0.1)"
expect "openssl s_client -verify_hostname localhost, same server:" "Verify return code: 0 (ok)" \
  "$(openssl s_client -starttls ldap -connect "127.0.0.1:$port" -CAfile "$work/server.pem" -verify_hostname localhost -verify_return_error </dev/null 2>/dev/null |
    sed -n 's/^ *\(Verify return code\)/\1/p' | head -1)"
