// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A name that directories compare, such as that of a group or a part of a {@link Dn}.
 *
 * <p>Directory servers prepare names in different ways before they compare them. Two names are
 * therefore the same, different, or undecided:
 *
 * <ul>
 *   <li>Equal names are the same to every server. They may differ in the case of ASCII letters and
 *       in insignificant spaces.
 *   <li>Names that do not {@linkplain #resembles resemble} each other are different to every
 *       server. They differ even after the preparation of RFC 4518, compatibility mapping and case
 *       folding included.
 *   <li>Whether names that resemble each other without being equal are the same is unknown.
 * </ul>
 */
public final class Name {

  /**
   * The stand-in for byte 0 of a value that is not UTF-8. No text contains half a surrogate pair.
   */
  private static final char FIRST_BYTE = 0xDC00;

  private static final int BYTE_MASK = 0xFF;

  private final String text;
  private final String exact;
  private final String folded;

  private Name(String text) {
    this.text = text;
    this.exact = Spelling.normalizeAscii(text);
    this.folded = Spelling.isPrintableAscii(exact) ? exact : Spelling.fold(text);
  }

  /** Returns the name of a text, unchanged. */
  public static Name of(String text) {
    return new Name(text);
  }

  /** Returns the name of a value, whether or not it is UTF-8. */
  static Name of(byte[] value) {
    return LdapAttributes.decode(value).map(Name::new).orElseGet(() -> ofBytes(value));
  }

  private static Name ofBytes(byte[] value) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(value);
    CharBuffer out = CharBuffer.allocate(value.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isMalformed()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (FIRST_BYTE + (in.get() & BYTE_MASK)));
      }
      result = decoder.decode(in, out, true);
    }
    return new Name(out.flip().toString());
  }

  /** Returns the name as it was written; empty if it has bytes that are not UTF-8. */
  Optional<String> text() {
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (isByte(text.codePointAt(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(text);
  }

  static boolean isByte(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  /** Returns the name after the most generous preparation. */
  Name folded() {
    return new Name(folded);
  }

  /** Returns a text that is the same for equal names. */
  String normalized() {
    return exact;
  }

  /** Returns whether some server might take both for the same. True for equal names. */
  public boolean resembles(Name other) {
    return folded.equals(other.folded);
  }

  /** Returns whether both are the same to some servers only. */
  public boolean isDoubtful(Name other) {
    return resembles(other) && !equals(other);
  }

  /** Returns whether the name begins with the given text to some server. */
  public boolean resemblesBeginning(String beginning) {
    return folded.startsWith(new Name(beginning).folded);
  }

  /** Returns whether the name begins with the given text to some servers only. */
  public boolean beginsDoubtfully(String beginning) {
    Name start = new Name(beginning);
    return folded.startsWith(start.folded) != exact.startsWith(start.exact);
  }

  /** Returns the name with ASCII letters in lower case, and everything else as it was written. */
  public String lowerCase() {
    return Spelling.lowerCaseAscii(text);
  }

  /** Returns a message, fit for a log, about two names or DNs that resemble each other. */
  public static String doubt(Object one, Object other) {
    return Spelling.spelledOut(one.toString())
        + " is the same as "
        + Spelling.spelledOut(other.toString())
        + " to some servers only";
  }

  /** Returns whether both are the same to every server. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Name that && exact.equals(that.exact);
  }

  @Override
  public int hashCode() {
    return exact.hashCode();
  }

  /** Returns the name as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
