// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The attributes of an entry as the directory returned them.
 *
 * <p>Names are attribute descriptions (RFC 4512, section 2.5) and compared without case; {@code cn}
 * does not include {@code cn;lang-fr}. An attribute of RFC 4519 or 4524 is also found by its other
 * names and its OID. Values keep the order of the directory. A value is available as a string if
 * its bytes are valid UTF-8, and as bytes always.
 */
public final class LdapAttributes {

  /** The order of attribute descriptions. All names of an attribute of RFC 4519 are equal. */
  public static final Comparator<String> BY_NAME = Comparator.comparing(AttributeTypes::canonical);

  private final Map<String, byte[][]> values;

  private LdapAttributes(Map<String, byte[][]> values) {
    this.values = values;
  }

  /** Returns attributes with copies of these values, for tests for example. */
  public static LdapAttributes of(Map<String, List<byte[]>> attributes) {
    var values = new TreeMap<String, byte[][]>(String.CASE_INSENSITIVE_ORDER);
    attributes.forEach(
        (name, all) -> values.put(name, all.stream().map(byte[]::clone).toArray(byte[][]::new)));
    return new LdapAttributes(values);
  }

  /** Returns the names as the directory spells them, without case in {@code contains}. */
  public Set<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** Returns the first value that is a string, or empty if there is none. */
  public Optional<String> first(String name) {
    return stringsOf(name).findFirst();
  }

  /** Returns all values that are strings; an empty list if there are none. */
  public List<String> all(String name) {
    return stringsOf(name).toList();
  }

  /** Returns a copy of the first value, or empty if the entry has no such attribute. */
  public Optional<byte[]> bytes(String name) {
    return valuesOf(name).findFirst().map(byte[]::clone);
  }

  /** Returns copies of all values; an empty list if the entry has no such attribute. */
  public List<byte[]> allBytes(String name) {
    return valuesOf(name).map(byte[]::clone).toList();
  }

  private Stream<byte[]> valuesOf(String name) {
    return Stream.concat(Stream.of(name), AttributeTypes.namesOf(name).stream())
        .filter(values::containsKey)
        .limit(1)
        .flatMap(known -> Arrays.stream(values.get(known)));
  }

  private Stream<String> stringsOf(String name) {
    return valuesOf(name).map(LdapAttributes::decode).flatMap(Optional::stream);
  }

  static Optional<String> decode(byte[] value) {
    try {
      var utf8 = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(utf8.decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Returns the names only, as values may be secret. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
