// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.entry.LdapAttributes;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the messages of a server contain: results, entries and references. */
final class LdapAnswers {

  private static final int REFERRAL = 0xA3;
  private static final int NAME_OF_EXTENDED = 0x8A;
  private static final int VALUE_OF_EXTENDED = 0x8B;
  private static final String[] NO_TEXTS = {};
  private static final byte[][] NO_VALUES = {};
  private static final byte[][][] NO_ATTRIBUTES = {};

  private LdapAnswers() {}

  /**
   * Reads the result of an operation (RFC 4511, sections 4.1.9 and 4.12), and the controls after
   * it.
   */
  static LdapAnswer readResult(BerReader message)
      throws ProtocolException, ASN1Exception, LDAPException {
    BerReader result = message.sequence();
    int code = result.integer();
    String matched = result.text();
    String text = result.text();
    List<String> referral = List.of();
    String operation = "";
    String value = "";
    while (result.hasMore()) {
      switch (result.type()) {
        case REFERRAL -> referral = readTexts(result.sequence());
        case NAME_OF_EXTENDED -> operation = result.text();
        case VALUE_OF_EXTENDED -> value = result.text();
        default -> result.skip();
      }
    }
    List<Control> controls = message.hasMore() ? readControls(message.element()) : List.of();
    return new LdapAnswer(code, text, matched, referral, operation, value, controls);
  }

  private static List<String> readTexts(BerReader all) throws ProtocolException {
    List<String> texts = new ArrayList<>(1);
    while (all.hasMore()) {
      texts.add(all.text());
    }
    return texts;
  }

  private static List<Control> readControls(byte[] element) throws ASN1Exception, LDAPException {
    return List.of(Control.decodeControls(ASN1Sequence.decodeAsSequence(element)));
  }

  /** Reads an entry that a search found (RFC 4511, section 4.5.2). */
  static void readEntry(BerReader entry, FoundEntries found) throws ProtocolException {
    String dn = entry.text();
    BerReader attributes = entry.sequence();
    List<String> names = new ArrayList<>();
    List<byte[][]> values = new ArrayList<>();
    while (attributes.hasMore()) {
      BerReader attribute = attributes.sequence();
      String name = attribute.text();
      byte[][] some = readValues(attribute.sequence());
      int place = placeOf(name, names);
      if (place < 0) {
        names.add(name);
        values.add(some);
      } else { // a server should name it once
        values.set(place, joined(values.get(place), some));
      }
    }
    found.add(
        dn, LdapAttributes.takingOver(names.toArray(NO_TEXTS), values.toArray(NO_ATTRIBUTES)));
  }

  private static byte[][] readValues(BerReader all) throws ProtocolException {
    List<byte[]> values = new ArrayList<>(1);
    while (all.hasMore()) {
      values.add(all.octets());
    }
    return values.toArray(NO_VALUES);
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

  /** Reads a reference to other servers (RFC 4511, section 4.5.3). */
  static void readReference(BerReader urls, FoundEntries found) throws ProtocolException {
    found.addReference(readTexts(urls).toArray(NO_TEXTS));
  }
}
