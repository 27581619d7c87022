// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
  public static final Comparator<String> BY_NAME =
      (one, other) -> AttributeTypes.canonical(one).compareTo(AttributeTypes.canonical(other));

  private static final byte[][] NONE = {};
  private static final char REPLACEMENT = '\uFFFD';

  private final String[] names;

  /** The values of each name. */
  private final byte[][][] values;

  private LdapAttributes(String[] names, byte[][][] values) {
    this.names = names;
    this.values = values;
  }

  /** Returns attributes with copies of these values, for tests for example. */
  public static LdapAttributes of(Map<String, List<byte[]>> attributes) {
    var values = new TreeMap<String, byte[][]>(String.CASE_INSENSITIVE_ORDER);
    attributes.forEach(
        (name, all) -> values.put(name, all.stream().map(byte[]::clone).toArray(byte[][]::new)));
    return new LdapAttributes(
        values.keySet().toArray(String[]::new), values.values().toArray(byte[][][]::new));
  }

  /**
   * Returns attributes with these values, without a copy: the caller must not use them afterwards.
   * For the package that receives entries.
   *
   * @param names the names, each once
   * @param values the values of each name
   */
  public static LdapAttributes takingOver(String[] names, byte[][][] values) {
    return new LdapAttributes(names, values);
  }

  /** Returns the names as the directory spells them, without case in {@code contains}. */
  public Set<String> names() {
    Set<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Collections.addAll(sorted, names);
    return Collections.unmodifiableSet(sorted);
  }

  /** Returns whether the directory returned one of these attributes, by one of these names. */
  public boolean hasAny(List<String> ofThese) {
    for (String name : ofThese) {
      if (placeOf(name) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns the first value that is a string, or empty if there is none. */
  public Optional<String> first(String name) {
    for (byte[] value : valuesOf(name)) {
      Optional<String> text = decode(value);
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  /** Returns all values that are strings; an empty list if there are none. */
  public List<String> all(String name) {
    byte[][] all = valuesOf(name);
    if (all.length == 0) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(all.length);
    for (byte[] value : all) {
      decode(value).ifPresent(texts::add);
    }
    return Collections.unmodifiableList(texts);
  }

  /** Returns a copy of the first value, or empty if the entry has no such attribute. */
  public Optional<byte[]> bytes(String name) {
    byte[][] all = valuesOf(name);
    return all.length == 0 ? Optional.empty() : Optional.of(all[0].clone());
  }

  /** Returns copies of all values; an empty list if the entry has no such attribute. */
  public List<byte[]> allBytes(String name) {
    return Arrays.stream(valuesOf(name)).map(byte[]::clone).toList();
  }

  private byte[][] valuesOf(String name) {
    int place = placeOf(name);
    if (place >= 0) {
      return values[place];
    }
    for (String other : AttributeTypes.namesOf(name)) {
      int known = placeOf(other);
      if (known >= 0) {
        return values[known];
      }
    }
    return NONE;
  }

  private int placeOf(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns a value as text; empty if it is not UTF-8. */
  static Optional<String> decode(byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    // Malformed bytes became U+FFFD, which is encoded as other bytes.
    boolean isUtf8 =
        text.indexOf(REPLACEMENT) < 0
            || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), value);
    return isUtf8 ? Optional.of(text) : Optional.empty();
  }

  /** Returns the names only, as values may be secret. */
  @Override
  public String toString() {
    return names().toString();
  }
}
