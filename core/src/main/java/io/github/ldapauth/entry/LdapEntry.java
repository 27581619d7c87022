// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
   * eDirectory as hexadecimal digits. Empty if the entry shows none.
   *
   * @throws IllegalArgumentException if the value is malformed, there are several, or the attribute
   *     is not in this list
   */
  public Optional<String> stableId(String attribute) {
    return StableId.of(attribute, attributes);
  }

  /** Returns whether the two entries have different values of the same stable id. */
  public boolean hasOtherIdThan(LdapEntry other) {
    return STABLE_ID_ATTRIBUTES.stream()
        .anyMatch(
            name -> {
              Optional<byte[]> mine = attributes.bytes(name);
              Optional<byte[]> theirs = other.attributes.bytes(name);
              return mine.isPresent()
                  && theirs.isPresent()
                  && !Arrays.equals(mine.get(), theirs.get());
            });
  }

  /**
   * Returns the values of an attribute that can identify the entry: those in the RDN, or else all.
   * A user may be able to add values, but not to change the RDN.
   *
   * @throws IllegalArgumentException if one of them is not UTF-8
   */
  public List<String> names(String attribute) {
    List<Name> inRdn = dn.rdnNames(attribute);
    List<Name> names =
        inRdn.isEmpty() ? attributes.allBytes(attribute).stream().map(Name::of).toList() : inRdn;
    if (!names.stream().allMatch(Name::isText)) {
      throw new IllegalArgumentException(attribute + " holds a value that is not UTF-8");
    }
    return names.stream().map(Name::toString).toList();
  }
}
