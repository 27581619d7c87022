// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.entry.LdapAttributes;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A reader of the entries and references that a search returns (RFC 4511, section 4.5.2). */
final class SearchResultReader {

  private static final String[] NO_NAMES = {};
  private static final byte[][][] NO_VALUES = {};

  private SearchResultReader() {}

  /** Reads an entry, and adds it. */
  static void entry(BerReader message, FoundEntries found) throws IOException {
    BerReader entry = message.inside(OperationTag.SEARCH_RESULT_ENTRY);
    String dn = entry.text(BerReader.OCTET_STRING);
    BerReader attributes = entry.inside(BerReader.SEQUENCE);
    List<String> names = new ArrayList<>();
    List<byte[][]> values = new ArrayList<>();
    boolean isRepeated = false;
    while (attributes.hasMore()) {
      if (names.size() == OversizedAnswer.MAX_ATTRIBUTES) {
        throw OversizedAnswer.ofAttributes();
      }
      BerReader attribute = attributes.inside(BerReader.SEQUENCE);
      String name = attribute.text(BerReader.OCTET_STRING);
      isRepeated |= isAmong(names, name);
      names.add(name);
      values.add(values(attribute.inside(BerReader.SET)));
      attribute.requireEnd(); // what is left could be the groups of a user, behind a wrong length
    }
    found.add(
        dn,
        isRepeated
            ? joined(names, values)
            : LdapAttributes.takingOver(names.toArray(NO_NAMES), values.toArray(NO_VALUES)));
  }

  private static boolean isAmong(List<String> names, String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** Puts the values of each name together. A server should name it once. */
  private static LdapAttributes joined(List<String> names, List<byte[][]> values) {
    Map<String, List<byte[]>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < names.size(); i++) {
      all.computeIfAbsent(names.get(i), name -> new ArrayList<>()).addAll(List.of(values.get(i)));
    }
    return LdapAttributes.of(all);
  }

  private static byte[][] values(BerReader set) throws ProtocolException {
    byte[][] values = new byte[set.count()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = set.octets(BerReader.OCTET_STRING);
    }
    return values;
  }

  /** Reads a reference to other servers, and adds it. */
  static void reference(BerReader message, FoundEntries found) throws ProtocolException {
    found.addReference(message.inside(OperationTag.SEARCH_RESULT_REFERENCE).texts());
  }
}
