// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an operation (RFC 4511, section 4.1.9), with its controls and the parts of an
 * extended response (section 4.12). It has the number of the result code only, as the SDK loads all
 * its texts for the first {@link ResultCode}.
 *
 * @param matchedDn the part of a missing DN that exists; may be empty
 * @param diagnosticMessage the reason in the words of the server; may be empty
 * @param referral the URLs of other servers
 * @param responseName the name of an extended response; may be empty
 * @param responseValue the value of an extended response; may be empty
 */
record LdapResult(
    int code,
    String matchedDn,
    String diagnosticMessage,
    List<String> referral,
    String responseName,
    String responseValue,
    List<ResponseControl> controls) {

  private static final int REFERRAL = 0xa3;
  private static final int RESPONSE_NAME = 0x8a;
  private static final int RESPONSE_VALUE = 0x8b;
  private static final int CONTROLS = 0xa0;

  /** Reads the rest of a message that holds a result. */
  static LdapResult read(BerReader message) throws ProtocolException {
    BerReader result = message.inside(message.tag());
    int code = result.integer(BerReader.ENUMERATED);
    if (code < 0) {
      throw new ProtocolException("the result code is " + code);
    }
    String matchedDn = result.text(BerReader.OCTET_STRING);
    String diagnosticMessage = withoutNul(result.text(BerReader.OCTET_STRING));
    List<String> referral = List.of();
    String responseName = "";
    String responseValue = "";
    while (result.hasMore()) {
      switch (result.tag()) {
        case REFERRAL -> referral = result.inside(REFERRAL).texts();
        case RESPONSE_NAME -> responseName = result.text(RESPONSE_NAME);
        case RESPONSE_VALUE -> responseValue = result.text(RESPONSE_VALUE);
        default -> result.skip(); // of a later version (section 4)
      }
    }
    List<ResponseControl> controls = readControls(message);
    return new LdapResult(
        code, matchedDn, diagnosticMessage, referral, responseName, responseValue, controls);
  }

  /** Active Directory ends its texts with NUL, as programs in C do. */
  private static String withoutNul(String text) {
    return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
  }

  private static List<ResponseControl> readControls(BerReader message) throws ProtocolException {
    if (!message.hasMore()) {
      return List.of();
    }
    List<ResponseControl> controls = new ArrayList<>(1);
    while (message.hasMore()) {
      if (message.tag() == CONTROLS) {
        BerReader all = message.inside(CONTROLS);
        while (all.hasMore()) {
          controls.add(readControl(all.inside(BerReader.SEQUENCE)));
        }
      } else {
        message.skip();
      }
    }
    return controls;
  }

  private static ResponseControl readControl(BerReader control) throws ProtocolException {
    String oid = control.text(BerReader.OCTET_STRING);
    if (control.hasMore() && control.tag() == BerReader.BOOLEAN) {
      control.bool(); // the criticality, which means nothing in a response
    }
    ASN1OctetString value =
        control.hasMore() ? new ASN1OctetString(control.octets(BerReader.OCTET_STRING)) : null;
    return new ResponseControl(oid, value);
  }

  boolean isSuccess() {
    return code == ResultCode.SUCCESS_INT_VALUE;
  }

  /** Returns a control; null if the result does not contain it. */
  @Nullable ResponseControl control(String oid) {
    for (ResponseControl control : controls) {
      if (control.oid().equals(oid)) {
        return control;
      }
    }
    return null;
  }

  /** Returns this result as a failure, without its controls. */
  LDAPException failure() {
    return new LDAPException(
        new LDAPResult(
            -1,
            ResultCode.valueOf(code),
            diagnosticMessage.isEmpty() ? null : diagnosticMessage,
            matchedDn.isEmpty() ? null : matchedDn,
            referral.toArray(String[]::new),
            null));
  }
}
