#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Debian's slapd, which uses GnuTLS, closes the connection without an alert if a TLS handshake fails.
#
# Surprise: RFC 5246, section 7.2.2, has the side that detects an error send an alert first; the other side then knows the
# reason, such as protocol_version. slapd closes the connection. A server with OpenSSL sends the alert to the same client.
# Why it matters: Java says "Remote host terminated the handshake" for each cause: a TLS version, a cipher, a missing client
# certificate, or the wrong port.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

slapd=$(free_port) openssl=$(free_port)
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=test server" -keyout "$work/server.key" -out "$work/server.pem" 2>/dev/null
configure main
load main </dev/null
# TLS settings are global: they come before the database.
sed -i "1i TLSCertificateFile $work/server.pem\nTLSCertificateKeyFile $work/server.key\nTLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.2" "$work/main.conf"
start_slapd main "$slapd"
openssl s_server -accept "127.0.0.1:$openssl" -cert "$work/server.pem" -key "$work/server.key" -tls1_2 -www >/dev/null 2>&1 &
pids="$pids $!"

# handshake TLS PORT OPTION...: what the client sees, with this version of TLS only.
handshake() {
  { openssl s_client -connect "127.0.0.1:$2" "-$1" "${@:3}" </dev/null 2>&1 || true; } |
    sed -n 's/.*:SSL routines:[^:]*:\([^:]*\):.*/\1/p; s/^ *Protocol *: /handshake with /p; s/^New, \(TLSv[^,]*\),.*/\1/p' | head -1
}
answers openssl s_client -connect "127.0.0.1:$openssl" -tls1_2 </dev/null
echo "OpenLDAP slapd $version with GnuTLS, $(openssl version | cut -d' ' -f1,2), both with TLS 1.2 only"
expect "a client with TLS 1.2 at slapd:" "TLSv1.2" "$(handshake tls1_2 "$slapd" -starttls ldap)"
expect "a client with TLS 1.3 at OpenSSL:" "tlsv1 alert protocol version" "$(handshake tls1_3 "$openssl")"
expect "a client with TLS 1.3 at slapd:" "unexpected eof while reading" "$(handshake tls1_3 "$slapd" -starttls ldap)"
