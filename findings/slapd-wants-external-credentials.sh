#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The UnboundID LDAP SDK and OpenLDAP do not get through a SASL EXTERNAL bind that names no identity.
#
# Surprise: the SDK's plain `new EXTERNALBindRequest()` sends no credentials. OpenLDAP answers 14 (SASL bind in progress) with
# an empty challenge, as RFC 4422, appendix A, allows; the SDK does not answer it, and the bind fails. With the empty text as
# authorization identity, which means the same to RFC 4422, the same certificate is accepted at once.
# Why it matters: a client certificate that is in order looks like a failed bind, with a code that few programs expect.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

sdk=7.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk

mkdir "$work/tls"
cd "$work/tls"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=test authority" -keyout ca.key -out ca.pem 2>/dev/null
certificate() { # NAME SUBJECT
  openssl req -new -newkey rsa:2048 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  openssl x509 -req -days 2 -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -out "$1.pem" \
    -extfile <(echo "subjectAltName = IP:127.0.0.1") 2>/dev/null
}
certificate server "/CN=127.0.0.1"
certificate client "/DC=com/DC=example/CN=app"
openssl pkcs12 -export -passout pass:secret -in client.pem -inkey client.key -out client.p12
cd - >/dev/null

port=$(free_port)
configure main
load main </dev/null
# TLS settings are global: they come before the database.
sed -i "1i TLSCACertificateFile $work/tls/ca.pem\nTLSCertificateFile $work/tls/server.pem\nTLSCertificateKeyFile $work/tls/server.key\nTLSVerifyClient try" "$work/main.conf"
start_slapd main "$port"

cat > "$work/External.java" <<'JAVA'
import com.unboundid.ldap.sdk.*;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.*;

class External {
  public static void main(String[] args) throws Exception {
    SSLUtil tls =
        new SSLUtil(
            new KeyStoreKeyManager(args[1] + "/client.p12", "secret".toCharArray(), "PKCS12", null),
            new PEMFileTrustManager(new java.io.File(args[1] + "/ca.pem")));
    bind(args[0], tls, "no credentials", new EXTERNALBindRequest());
    bind(args[0], tls, "an empty identity", new EXTERNALBindRequest(""));
  }

  static void bind(String port, SSLUtil tls, String what, EXTERNALBindRequest request) throws Exception {
    try (LDAPConnection connection = new LDAPConnection("127.0.0.1", Integer.parseInt(port))) {
      connection.processExtendedOperation(new StartTLSExtendedRequest(tls.createSSLContext()));
      ResultCode code;
      try {
        code = connection.bind(request).getResultCode();
      } catch (LDAPException e) {
        code = e.getResultCode();
      }
      System.out.println(what + ": " + code);
    }
  }
}
JAVA

echo "OpenLDAP slapd $version, UnboundID LDAP SDK $sdk"
expect "SASL EXTERNAL with" "no credentials: 14 (SASL bind in progress)
an empty identity: 0 (success)" "$(java_with_jars "$work/External.java" "$port" "$work/tls")"
