// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The request that changes a password. It is sent once. Closing it overwrites both passwords. */
final class PasswordModification implements AutoCloseable {

  /** The password modify operation (RFC 3062). */
  static final String OPERATION = "1.3.6.1.4.1.4203.1.11.1";

  private static final byte OLD_PASSWORD = (byte) 0x81;
  private static final byte NEW_PASSWORD = (byte) 0x82;
  private static final String UNICODE_PASSWORD = "unicodePwd";
  private static final Control[] POLICY = {PasswordPolicyControls.REQUEST};

  private final char[] from;
  private final char[] to;

  /** Copies both passwords. Sends nothing. */
  PasswordModification(char[] from, char[] to) {
    this.from = from.clone();
    this.to = to.clone();
  }

  /** Sends the password modify operation for the user that is bound on the connection. */
  LDAPResult sendAsOperation(Connection connection, long timeoutMillis, Trace trace)
      throws LDAPException {
    byte[] oldBytes = PasswordBytes.encode(from);
    byte[] newBytes = PasswordBytes.encode(to);
    byte[] value =
        new ASN1Sequence(
                new ASN1OctetString(OLD_PASSWORD, oldBytes),
                new ASN1OctetString(NEW_PASSWORD, newBytes))
            .encode();
    try {
      ExtendedRequest request =
          new ExtendedRequest(OPERATION, new ASN1OctetString(value), POLICY.clone());
      request.setResponseTimeoutMillis(0);
      return Exchange.make(
          Stage.CHANGE_PASSWORD,
          connection,
          timeoutMillis,
          trace,
          () -> "password modify",
          () -> connection.ldap().processExtendedOperation(request));
    } finally {
      clear(oldBytes, newBytes, value);
    }
  }

  /**
   * Sends the change as Active Directory expects it from a user: one modify request that deletes
   * the old value of {@code unicodePwd} and adds the new one (MS-ADTS, section 3.1.1.3.1.5.2).
   */
  LDAPResult sendAsAttribute(Connection connection, Dn user, long timeoutMillis, Trace trace)
      throws LDAPException {
    byte[] oldBytes = quoted(from);
    byte[] newBytes = quoted(to);
    try {
      ModifyRequest request =
          new ModifyRequest(
              user.toString(),
              new Modification(ModificationType.DELETE, UNICODE_PASSWORD, oldBytes),
              new Modification(ModificationType.ADD, UNICODE_PASSWORD, newBytes));
      request.setFollowReferrals(false);
      request.setResponseTimeoutMillis(0);
      return Exchange.make(
          Stage.CHANGE_PASSWORD,
          connection,
          timeoutMillis,
          trace,
          () -> "change of unicodePwd of \"" + LogText.of(user.toString()) + "\"",
          () -> connection.ldap().modify(request));
    } finally {
      clear(oldBytes, newBytes);
    }
  }

  private static byte[] quoted(char[] password) {
    ByteBuffer bytes = ByteBuffer.allocate((password.length + 2) * Character.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putChar('"');
    for (char c : password) {
      bytes.putChar(c);
    }
    return bytes.putChar('"').array();
  }

  private static void clear(byte[]... secrets) {
    for (byte[] secret : secrets) {
      Arrays.fill(secret, (byte) 0);
    }
  }

  @Override
  public void close() {
    Arrays.fill(from, '\0');
    Arrays.fill(to, '\0');
    RequestBuffer.clear();
  }
}
