// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A conversion of an attribute to a Java type. Immutable; every method returns a changed copy.
 *
 * <p>A reader reads the first value that the directory sent; use {@link #list} for all. If the
 * entry lacks the attribute, there is nothing to read; use {@link #optional} or {@link #required}
 * to change that.
 *
 * @param <T> what the attribute becomes
 */
public final class AttributeReader<T> {

  /** Reads text in UTF-8. */
  public static final AttributeReader<String> TEXT =
      new AttributeReader<>("text in UTF-8", values -> first(values).map(AttributeReader::text));

  /** Reads a whole number of at most 64 bits (RFC 4517, section 3.3.16). */
  public static final AttributeReader<Long> NUMBER = TEXT.as("a whole number", Long::valueOf);

  /** Reads {@code TRUE} or {@code FALSE} (RFC 4517, section 3.3.3), in any case. */
  public static final AttributeReader<Boolean> BOOLEAN =
      TEXT.as("TRUE or FALSE", AttributeReader::truth);

  /** Reads a generalized time (RFC 4517, section 3.3.13), such as {@code 20261231235959Z}. */
  public static final AttributeReader<Instant> INSTANT =
      TEXT.as("a generalized time", GeneralizedTime::parse);

  /**
   * Reads a time of Active Directory, which counts steps of 100 nanoseconds from the beginning of
   * the year 1601, UTC. For 0 and 9223372036854775807, which mean never, there is nothing to read.
   */
  public static final AttributeReader<Instant> FILE_TIME =
      new AttributeReader<>(
          "a FILETIME",
          values -> NUMBER.function.apply(values).filter(FileTime::isSet).map(FileTime::instant));

  /** Reads bytes; each reading returns a copy. */
  public static final AttributeReader<byte[]> BYTES =
      new AttributeReader<>("bytes", AttributeReader::first);

  /**
   * Reads {@code objectGUID} of Active Directory or {@code GUID} of eDirectory: 16 bytes of which
   * the first three fields are little-endian (MS-DTYP, section 2.3.4.2).
   */
  public static final AttributeReader<UUID> GUID =
      BYTES.as("a GUID of 16 bytes", value -> StableId.guid(value).orElseThrow(Malformed::new));

  /** Reads a security identifier, such as {@code S-1-5-32-544} (MS-DTYP, section 2.4.2). */
  public static final AttributeReader<String> SID =
      BYTES.as("a security identifier", value -> StableId.sid(value).orElseThrow(Malformed::new));

  private final String form;
  private final Function<List<byte[]>, Optional<T>> function;

  private AttributeReader(String form, Function<List<byte[]>, Optional<T>> function) {
    this.form = form;
    this.function = function;
  }

  /**
   * Converts the value further.
   *
   * @param conversion throws an {@link IllegalArgumentException} or a {@link DateTimeException} to
   *     reject a value
   */
  public <R> AttributeReader<R> map(Function<? super T, ? extends R> conversion) {
    return as("what the application expects", Objects.requireNonNull(conversion, "conversion"));
  }

  private <R> AttributeReader<R> as(String form, Function<? super T, ? extends R> conversion) {
    return new AttributeReader<>(form, values -> function.apply(values).map(conversion));
  }

  /** Reads all values, each like the first; an empty list if there are none. */
  public AttributeReader<List<T>> list() {
    return new AttributeReader<>(form, values -> Optional.of(each(values)));
  }

  private List<T> each(List<byte[]> values) {
    return values.stream().flatMap(value -> function.apply(List.of(value)).stream()).toList();
  }

  /** Reads an empty {@link Optional} if there is nothing to read. */
  public AttributeReader<Optional<T>> optional() {
    return new AttributeReader<>(form, values -> Optional.of(function.apply(values)));
  }

  /** Requires a value, and in a list at least one. */
  public AttributeReader<T> required() {
    return new AttributeReader<>(
        form,
        values ->
            Optional.of(
                first(values)
                    .flatMap(any -> function.apply(values))
                    .filter(read -> !(read instanceof List<?> list && list.isEmpty()))
                    .orElseThrow(Missing::new)));
  }

  /**
   * Reads an attribute of an entry; empty if there is nothing to read.
   *
   * @throws IllegalArgumentException if a value is malformed, or a required one is missing. The
   *     message contains the attribute's name, never the value, which may be secret
   */
  public Optional<T> read(LdapAttributes attributes, String name) {
    try {
      return function.apply(attributes.allBytes(name));
    } catch (Missing e) {
      throw new IllegalArgumentException(name + " is missing", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(name + " holds a value that is not " + form, e);
    }
  }

  private static final class Malformed extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
  }

  private static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Optional<byte[]> first(List<byte[]> values) {
    return values.stream().findFirst();
  }

  private static String text(byte[] value) {
    return LdapAttributes.decode(value)
        .orElseThrow(() -> new IllegalArgumentException("not in UTF-8"));
  }

  private static boolean truth(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "TRUE" -> true;
      case "FALSE" -> false;
      default -> throw new IllegalArgumentException("neither TRUE nor FALSE");
    };
  }

  /** Returns the form that values must have. */
  @Override
  public String toString() {
    return form;
  }
}
