// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.List;

/**
 * A conversion of the text of a filter, part by part from the inside out; see {@link
 * LdapFilter#read}.
 *
 * @param <T> the result for each part
 */
public interface FilterReader<T> {

  /** Converts {@code (&…)}, given the results for its parts; there may be none (RFC 4526). */
  T and(List<T> parts);

  /** Converts {@code (|…)}, given the results for its parts; there may be none (RFC 4526). */
  T or(List<T> parts);

  /** Converts {@code (!…)}, given the result for its part. */
  T not(T part);

  /**
   * Converts {@code (attribute=value)}.
   *
   * @param value the value without its escapes
   * @param position where the part begins in the text, from 0
   */
  T equal(String attribute, String value, int position);

  /**
   * Converts a part of any other kind.
   *
   * @param part the part as text
   * @param position where the part begins in the text, from 0
   */
  T other(String part, int position);
}
