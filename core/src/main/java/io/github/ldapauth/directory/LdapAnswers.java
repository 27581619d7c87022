// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import io.github.ldapauth.entry.LdapAttributes;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A reader of what is inside the messages of a server: results, entries and references. */
final class LdapAnswers {

  private static final int CONTROLS = 0xa0;
  private static final int REFERRAL = 0xa3;
  private static final int NAME_OF_EXTENDED = 0x8a;
  private static final int VALUE_OF_EXTENDED = 0x8b;
  private static final String[] NO_TEXTS = {};

  private LdapAnswers() {}

  /** Reads the result of an operation (RFC 4511, sections 4.1.9 and 4.12), and the controls. */
  static LdapAnswer result(BerReader message) throws ProtocolException {
    BerReader result = message.inside(message.type());
    int code = result.number(BerReader.ENUMERATED);
    if (code < 0) {
      throw new ProtocolException("the result code is " + code);
    }
    String matched = result.text(BerReader.OCTETS);
    String text = withoutEnd(result.text(BerReader.OCTETS));
    List<String> referral = List.of();
    String operation = "";
    String value = "";
    while (result.hasMore()) {
      switch (result.type()) {
        case REFERRAL -> referral = texts(result.inside(REFERRAL));
        case NAME_OF_EXTENDED -> operation = result.text(NAME_OF_EXTENDED);
        case VALUE_OF_EXTENDED -> value = result.text(VALUE_OF_EXTENDED);
        default -> result.skip();
      }
    }
    return new LdapAnswer(code, text, matched, referral, operation, value, controls(message));
  }

  /** Active Directory ends its texts with NUL, as programs in C do. */
  private static String withoutEnd(String text) {
    return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
  }

  private static List<String> texts(BerReader all) throws ProtocolException {
    List<String> texts = new ArrayList<>(1);
    while (all.hasMore()) {
      texts.add(all.text(BerReader.OCTETS));
    }
    return texts;
  }

  private static List<Control> controls(BerReader message) throws ProtocolException {
    if (!message.hasMore()) {
      return List.of();
    }
    List<Control> controls = new ArrayList<>(1);
    while (message.hasMore()) {
      if (message.type() == CONTROLS) {
        BerReader all = message.inside(CONTROLS);
        while (all.hasMore()) {
          controls.add(control(all.inside(BerReader.SEQUENCE)));
        }
      } else {
        message.skip();
      }
    }
    return controls;
  }

  /** Reads a control (RFC 4511, section 4.1.11). What needs its value decodes it. */
  private static Control control(BerReader in) throws ProtocolException {
    String oid = in.text(BerReader.OCTETS);
    boolean isCritical = in.hasMore() && in.type() == BerReader.BOOLEAN && in.isTrue();
    ASN1OctetString value = in.hasMore() ? new ASN1OctetString(in.octets(BerReader.OCTETS)) : null;
    return new Control(oid, isCritical, value);
  }

  /** Reads an entry that a search found (RFC 4511, section 4.5.2). */
  static void entry(BerReader message, FoundEntries found) throws IOException {
    BerReader entry = message.inside(message.type());
    String dn = entry.text(BerReader.OCTETS);
    BerReader attributes = entry.inside(BerReader.SEQUENCE);
    List<String> names = new ArrayList<>();
    List<byte[][]> values = new ArrayList<>();
    while (attributes.hasMore()) {
      BerReader attribute = attributes.inside(BerReader.SEQUENCE);
      String name = attribute.text(BerReader.OCTETS);
      byte[][] all = values(attribute.inside(BerReader.SET));
      int place = placeOf(name, names);
      if (place >= 0) { // a server should name it once
        values.set(place, joined(values.get(place), all));
      } else if (names.size() == OversizedAnswer.MAX_ATTRIBUTES) {
        throw OversizedAnswer.ofAttributes();
      } else {
        names.add(name);
        values.add(all);
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

  private static byte[][] values(BerReader all) throws ProtocolException {
    byte[][] values = new byte[all.count()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = all.octets(BerReader.OCTETS);
    }
    return values;
  }

  /** Reads a reference to other servers (RFC 4511, section 4.5.3). */
  static void reference(BerReader message, FoundEntries found) throws ProtocolException {
    found.addReference(texts(message.inside(message.type())).toArray(NO_TEXTS));
  }
}
