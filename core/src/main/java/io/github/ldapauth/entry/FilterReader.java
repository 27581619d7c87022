// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.List;

/**
 * Turns the text of a filter into something else, part by part from the inside out; see {@link
 * LdapFilter#read}.
 *
 * @param <T> what each part is turned into
 */
public interface FilterReader<T> {

  /** Takes {@code (&…)} with what its parts were turned into; there may be none (RFC 4526). */
  T and(List<T> parts);

  /** Takes {@code (|…)} with what its parts were turned into; there may be none (RFC 4526). */
  T or(List<T> parts);

  /** Takes {@code (!…)} with what its part was turned into. */
  T not(T part);

  /**
   * Takes {@code (attribute=value)}.
   *
   * @param value the value without its escapes
   * @param position where the part begins in the text, from 0
   */
  T equal(String attribute, String value, int position);

  /**
   * Takes a part of any other kind.
   *
   * @param part the part as text
   * @param position where the part begins in the text, from 0
   */
  T other(String part, int position);
}
