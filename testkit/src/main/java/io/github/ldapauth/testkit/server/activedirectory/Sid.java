// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A security identifier, such as S-1-5-21-1-2-3-513 (MS-DTYP, section 2.4.2.1). */
record Sid(String text) {

  private static final Pattern FORM = Pattern.compile("S-1-\\d{1,10}(-(0|[1-9]\\d{0,9})){1,15}");
  private static final int HEADER = 8;
  private static final long MOST = 0xFFFFFFFFL;

  /** Parses the text form; empty if the text is not one. */
  static Optional<Sid> parse(String text) {
    return Optional.of(text)
        .filter(candidate -> FORM.matcher(candidate).matches())
        .filter(candidate -> Stream.of(candidate.split("-", -1)).skip(1).allMatch(Sid::fits))
        .map(Sid::new);
  }

  private static boolean fits(String part) {
    return Long.parseLong(part) <= MOST;
  }

  /**
   * Parses the form in which the directory stores it; empty if there is none, or it is malformed.
   */
  static Optional<Sid> read(byte @Nullable [] bytes) {
    return bytes != null
            && bytes.length > HEADER
            && bytes.length == HEADER + bytes[1] * Integer.BYTES
        ? Optional.of(of(bytes))
        : Optional.empty();
  }

  private static Sid of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.position(2);
    int authorityHigh = Short.toUnsignedInt(buffer.getShort());
    long authority = ((long) authorityHigh << Integer.SIZE) | unsigned(buffer.getInt());
    StringBuilder text = new StringBuilder("S-" + bytes[0] + "-" + authority);
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      text.append('-').append(unsigned(buffer.getInt()));
    }
    return new Sid(text.toString());
  }

  private static long unsigned(int value) {
    return Integer.toUnsignedLong(value);
  }

  /** Returns a domain, always the same for the same base. */
  static Sid ofDomain(String baseDn) {
    UUID hash = UUID.nameUUIDFromBytes(baseDn.getBytes(StandardCharsets.UTF_8));
    long high = hash.getMostSignificantBits();
    long low = hash.getLeastSignificantBits();
    return new Sid("S-1-5-21")
        .within(high >>> Integer.SIZE)
        .within(high & MOST)
        .within(low >>> Integer.SIZE);
  }

  /** Returns the identifier of an account or group of this domain. */
  Sid within(long relativeId) {
    return new Sid(text + "-" + relativeId);
  }

  /** Returns the domain of this account or group. */
  Sid domain() {
    return new Sid(text.substring(0, text.lastIndexOf('-')));
  }

  /** Returns the last part. */
  long relativeId() {
    return Long.parseLong(text.substring(text.lastIndexOf('-') + 1));
  }

  /** Returns the form in which the directory stores it: big endian, but little in the parts. */
  byte[] bytes() {
    String[] parts = text.split("-", -1);
    int count = parts.length - 3;
    ByteBuffer buffer = ByteBuffer.allocate(HEADER + count * Integer.BYTES);
    buffer.putLong(Long.parseLong(parts[2])).put(0, (byte) 1).put(1, (byte) count);
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 3; i < parts.length; i++) {
      buffer.putInt((int) Long.parseLong(parts[i]));
    }
    return buffer.array();
  }
}
