#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP's reason for a new password that is too long is an error to the UnboundID LDAP SDK.
#
# Surprise: slapo-ppolicy(5) of OpenLDAP 2.5 has pwdMaxLength, and refuses a longer password with error 9 in the response
# control of draft-behera-ldap-password-policy-10, whose section 6.2 ends at 8. The SDK's
# DraftBeheraLDAPPasswordPolicy10ResponseControl.get throws for it. It returns error 6 for a password that is too short.
# Why it matters: a program that asks for the reason of a refused password fails, in place of telling the user what is wrong
# with it.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

sdk=7.0.5
jars com.unboundid:unboundid-ldapsdk:$sdk
port=$(free_port)
configure main "overlay ppolicy" "ppolicy_default cn=policy,dc=example,dc=com" \
  "access to attrs=userPassword by self write by * auth" "access to * by * read"
load main "userPassword: wonderland" <<'LDIF'
dn: cn=policy,dc=example,dc=com
objectClass: device
objectClass: pwdPolicy
cn: policy
pwdAttribute: userPassword
pwdCheckQuality: 2
pwdMinLength: 8
pwdMaxLength: 20
LDIF
start_slapd main "$port"

cat > "$work/Change.java" <<'JAVA'
import com.unboundid.ldap.sdk.*;
import com.unboundid.ldap.sdk.experimental.*;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;

class Change {
  public static void main(String[] args) throws Exception {
    try (var connection = new LDAPConnection("127.0.0.1", Integer.parseInt(args[0]), "uid=alice,dc=example,dc=com", "wonderland")) {
      for (String password : new String[] {"short", "a password that is too long"}) {
        var request =
            new PasswordModifyExtendedRequest(
                null, "wonderland", password, new Control[] {new DraftBeheraLDAPPasswordPolicy10RequestControl()});
        var result = connection.processExtendedOperation(request);
        var control = result.getResponseControl("1.3.6.1.4.1.42.2.27.8.5.1");
        String reason;
        try {
          reason = DraftBeheraLDAPPasswordPolicy10ResponseControl.get(result).getErrorType().toString();
        } catch (LDAPException e) {
          reason = e.getClass().getSimpleName();
        }
        System.out.println(
            password + ": " + result.getResultCode() + ", control " + java.util.HexFormat.of().formatHex(control.getValue().getValue()) + ", " + reason);
      }
    }
  }
}
JAVA

echo "OpenLDAP slapd $version, UnboundID LDAP SDK $sdk"
expect "new passwords:" "short: 19 (constraint violation), control 3003810106, password too short
a password that is too long: 19 (constraint violation), control 3003810109, LDAPException" "$(java_with_jars "$work/Change.java" "$port")"
