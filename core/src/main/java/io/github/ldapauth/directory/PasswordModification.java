// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1BufferSequence;
import com.unboundid.asn1.ASN1BufferSet;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import java.util.Arrays;

/** The request that changes a password. Closing it overwrites both passwords. */
final class PasswordModification implements AutoCloseable {

  /** The password modify operation (RFC 3062). */
  static final String OPERATION = "1.3.6.1.4.1.4203.1.11.1";

  private static final byte VALUE = (byte) 0x81;
  private static final byte OLD_PASSWORD = (byte) 0x81;
  private static final byte NEW_PASSWORD = (byte) 0x82;

  private static final int ADD = 0;
  private static final int DELETE = 1;
  private static final String UNICODE_PASSWORD = "unicodePwd";

  private final byte[] from;
  private final byte[] to;
  private final LdapRequest request;

  private PasswordModification(byte[] from, byte[] to, LdapRequest request) {
    this.from = from;
    this.to = to;
    this.request = request;
  }

  /** Returns the password modify operation for the user that is bound on the connection. */
  static PasswordModification asOperation(char[] from, char[] to) {
    byte[] oldBytes = PasswordBytes.encode(from);
    byte[] newBytes = PasswordBytes.encode(to);
    LdapRequest request =
        new LdapRequest(
            () -> "password modify",
            OperationTag.EXTENDED_RESPONSE,
            buffer -> writeOperation(oldBytes, newBytes, buffer),
            LdapRequest.mostBytes("", oldBytes, newBytes));
    return new PasswordModification(oldBytes, newBytes, request);
  }

  private static void writeOperation(byte[] from, byte[] to, ASN1Buffer buffer) {
    ASN1BufferSequence operation = LdapRequest.beginExtended(OPERATION, buffer);
    ASN1BufferSequence value = buffer.beginSequence(VALUE);
    ASN1BufferSequence passwords = buffer.beginSequence();
    buffer.addOctetString(OLD_PASSWORD, from);
    buffer.addOctetString(NEW_PASSWORD, to);
    passwords.end();
    value.end();
    operation.end();
    LdapRequest.addPolicyControl(buffer);
  }

  /**
   * Returns the change as Active Directory expects it from a user: one modify request that deletes
   * the old value of {@code unicodePwd} and adds the new one (MS-ADTS, section 3.1.1.3.1.5.2).
   */
  static PasswordModification asAttribute(Dn user, char[] from, char[] to) {
    String dn = user.toString();
    byte[] oldBytes = PasswordBytes.encodeQuoted(from);
    byte[] newBytes = PasswordBytes.encodeQuoted(to);
    LdapRequest request =
        new LdapRequest(
            () -> "change of unicodePwd of \"" + LogText.of(dn) + "\"",
            OperationTag.MODIFY_RESPONSE,
            buffer -> writeModification(dn, oldBytes, newBytes, buffer),
            LdapRequest.mostBytes(dn, oldBytes, newBytes));
    return new PasswordModification(oldBytes, newBytes, request);
  }

  private static void writeModification(String dn, byte[] from, byte[] to, ASN1Buffer buffer) {
    ASN1BufferSequence modification = buffer.beginSequence(OperationTag.MODIFY_REQUEST);
    buffer.addOctetString(dn);
    ASN1BufferSequence changes = buffer.beginSequence();
    addChange(DELETE, from, buffer);
    addChange(ADD, to, buffer);
    changes.end();
    modification.end();
  }

  private static void addChange(int operation, byte[] password, ASN1Buffer buffer) {
    ASN1BufferSequence change = buffer.beginSequence();
    buffer.addEnumerated(operation);
    ASN1BufferSequence attribute = buffer.beginSequence();
    buffer.addOctetString(UNICODE_PASSWORD);
    ASN1BufferSet values = buffer.beginSet();
    buffer.addOctetString(password);
    values.end();
    attribute.end();
    change.end();
  }

  LdapRequest request() {
    return request;
  }

  LdapResult send(Connection connection, long timeoutMillis, Trace trace) throws LDAPException {
    return Exchange.make(Stage.CHANGE_PASSWORD, connection, timeoutMillis, trace, request);
  }

  @Override
  public void close() {
    Arrays.fill(from, (byte) 0);
    Arrays.fill(to, (byte) 0);
  }
}
