// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.asn1.ASN1StreamReaderSequence;
import com.unboundid.asn1.ASN1StreamReaderSet;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.entry.LdapAttributes;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader of what is inside the messages of a server: results, entries and references. */
final class LdapAnswers {

  private static final byte REFERRAL = (byte) 0xA3;
  private static final byte NAME_OF_EXTENDED = (byte) 0x8A;
  private static final byte VALUE_OF_EXTENDED = (byte) 0x8B;
  private static final String[] NO_TEXTS = {};
  private static final byte[][] NO_VALUES = {};

  private final ASN1StreamReader in;

  LdapAnswers(ASN1StreamReader in) {
    this.in = in;
  }

  /**
   * Returns a part of a message.
   *
   * @throws EOFException if the connection ended before it
   */
  static <T> T required(@Nullable T part) throws EOFException {
    if (part == null) {
      throw closed();
    }
    return part;
  }

  static EOFException closed() {
    return new EOFException("the server closed the connection");
  }

  /** Reads the result of an operation (RFC 4511, sections 4.1.9 and 4.12), and the controls. */
  LDAPResult readResult(ASN1StreamReaderSequence message)
      throws IOException, ASN1Exception, LDAPException {
    ASN1StreamReaderSequence result = required(in.beginSequence());
    ResultCode code = ResultCode.valueOf(required(in.readEnumerated()));
    String matched = readText();
    String text = readText();
    String[] referral = null;
    String name = null;
    ASN1OctetString value = null;
    while (result.hasMoreElements()) {
      switch ((byte) in.peek()) {
        case REFERRAL -> referral = readTexts();
        case NAME_OF_EXTENDED -> name = required(in.readString());
        case VALUE_OF_EXTENDED -> value = new ASN1OctetString(required(in.readBytes()));
        default -> required(in.readElement());
      }
    }
    Control[] controls = readControls(message);
    return result.getType() == LdapRequest.EXTENDED_RESPONSE
        ? new ExtendedResult(-1, code, text, matched, referral, name, value, controls)
        : new LDAPResult(-1, code, text, matched, referral, controls);
  }

  private @Nullable String readText() throws IOException {
    String text = required(in.readString());
    return text.isEmpty() ? null : text;
  }

  private String[] readTexts() throws IOException, ASN1Exception {
    ASN1StreamReaderSequence all = required(in.beginSequence());
    List<String> texts = new ArrayList<>(1);
    while (all.hasMoreElements()) {
      texts.add(required(in.readString()));
    }
    return texts.toArray(NO_TEXTS);
  }

  private Control @Nullable [] readControls(ASN1StreamReaderSequence message)
      throws IOException, ASN1Exception, LDAPException {
    if (!message.hasMoreElements()) {
      return null;
    }
    ASN1StreamReaderSequence all = required(in.beginSequence());
    List<Control> controls = new ArrayList<>(1);
    while (all.hasMoreElements()) {
      controls.add(Control.readFrom(in));
    }
    return controls.toArray(Control[]::new);
  }

  /** Reads an entry that a search found (RFC 4511, section 4.5.2). */
  void readEntry(FoundEntries found) throws IOException, ASN1Exception {
    required(in.beginSequence());
    String dn = required(in.readString());
    ASN1StreamReaderSequence attributes = required(in.beginSequence());
    List<String> names = new ArrayList<>();
    List<byte[][]> values = new ArrayList<>();
    while (attributes.hasMoreElements()) {
      required(in.beginSequence());
      String name = required(in.readString());
      int place = placeOf(name, names);
      if (place < 0) {
        names.add(name);
        values.add(readValues());
      } else { // a server should name it once
        values.set(place, joined(values.get(place), readValues()));
      }
    }
    found.add(
        dn, LdapAttributes.takingOver(names.toArray(NO_TEXTS), values.toArray(byte[][][]::new)));
  }

  private static int placeOf(String name, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[][] joined(byte[][] some, byte[][] more) {
    byte[][] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private byte[][] readValues() throws IOException, ASN1Exception {
    ASN1StreamReaderSet all = required(in.beginSet());
    List<byte[]> values = new ArrayList<>(1);
    while (all.hasMoreElements()) {
      values.add(required(in.readBytes()));
    }
    return values.toArray(NO_VALUES);
  }

  /** Reads a reference to other servers (RFC 4511, section 4.5.3). */
  void readReference(FoundEntries found) throws IOException, ASN1Exception {
    found.addReference(readTexts());
  }
}
