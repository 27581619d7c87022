// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * An entry as a search returned it.
 *
 * @param dn the DN as the directory spells it
 * @param attributes the attributes that were requested and that the reader may see
 */
public record LdapEntry(Dn dn, LdapAttributes attributes) {

  /**
   * The attributes that {@link #stableId} reads. Directories return them only if requested by name.
   */
  public static final List<String> STABLE_ID_ATTRIBUTES = StableId.ATTRIBUTES;

  /**
   * Returns the id that stays the same when the entry is renamed or moved: {@code entryUUID},
   * {@code objectGUID} in its usual text form, or {@code nsUniqueId}, in lower case. Empty if none
   * of them was read.
   */
  public Optional<String> stableId() {
    return StableId.of(attributes);
  }

  /**
   * Returns the id in one of these attributes: {@code entryUUID}, {@code ipaUniqueID}, {@code
   * nsUniqueId}, {@code objectGUID}, {@code objectSid} in its usual text form, or {@code GUID} of
   * eDirectory as a UUID. Empty if the entry shows none.
   *
   * @throws IllegalArgumentException if the value is malformed, there are several, or the attribute
   *     is not in this list
   */
  public Optional<String> stableId(String attribute) {
    return StableId.of(attribute, attributes);
  }

  /** Returns whether the two entries have different values of the same stable id. */
  public boolean hasOtherIdThan(LdapEntry other) {
    return isTrueOfAnId(other, (mine, theirs) -> !Arrays.equals(mine, theirs));
  }

  /** Returns whether the two entries have an equal value of the same stable id. */
  public boolean sharesIdWith(LdapEntry other) {
    return isTrueOfAnId(other, Arrays::equals);
  }

  private boolean isTrueOfAnId(LdapEntry other, BiPredicate<byte[], byte[]> test) {
    for (String name : STABLE_ID_ATTRIBUTES) {
      Optional<byte[]> mine = attributes.bytes(name);
      Optional<byte[]> theirs = other.attributes.bytes(name);
      if (mine.isPresent() && theirs.isPresent() && test.test(mine.get(), theirs.get())) {
        return true;
      }
    }
    return false;
  }

  /** Returns the filter that matches the entry with the same stable id; empty if it has none. */
  public Optional<LdapFilter> byStableId() {
    return STABLE_ID_ATTRIBUTES.stream()
        .flatMap(name -> attributes.bytes(name).stream().map(id -> LdapFilter.equal(name, id)))
        .findFirst();
  }

  /**
   * Returns the values of an attribute that can identify the entry: those in the RDN, or else all.
   * A user may be able to add values, but not to change the RDN.
   *
   * @throws IllegalArgumentException if one of them is not UTF-8
   */
  public List<String> names(String attribute) {
    List<String> names = new ArrayList<>(1);
    for (Name name : dn.rdnNames(attribute)) {
      names.add(required(name.text(), attribute));
    }
    if (names.isEmpty()) {
      for (byte[] value : attributes.allBytes(attribute)) {
        names.add(required(LdapAttributes.decode(value), attribute));
      }
    }
    return Collections.unmodifiableList(names);
  }

  private static String required(Optional<String> text, String attribute) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(attribute + " holds a value that is not UTF-8");
    }
    return text.get();
  }
}
