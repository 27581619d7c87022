// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.entry.LdapAttributes;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    while (attributes.hasMore()) {
      BerReader attribute = attributes.inside(BerReader.SEQUENCE);
      String name = attribute.text(BerReader.OCTET_STRING);
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
    found.add(dn, LdapAttributes.takingOver(names.toArray(NO_NAMES), values.toArray(NO_VALUES)));
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
