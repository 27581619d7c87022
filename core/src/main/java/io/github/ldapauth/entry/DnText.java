// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reader and writer of the string form of DNs (RFC 4514). It also reads semicolons between RDNs
 * and values in quotation marks, as in LDAPv2 (RFC 2253, section 4).
 */
final class DnText {

  private static final String ENDS_VALUE = ",;+";

  /**
   * The characters that are the same in hexadecimal digits as behind a backslash. 389 Directory
   * Server tells a space in digits from a plain one, and an equals sign from one that is escaped.
   */
  private static final String NEEDS_ESCAPE = "\"+,;<>\\#";

  private static final int LAST_CONTROL = 0x1F;
  private static final int DELETE = 0x7F;
  private static final int BYTE_MASK = 0xFF;

  private final String text;
  private int at;

  /** Whether the value that was read last is written in a way that not all servers understand. */
  private boolean isOdd;

  private DnText(String text) {
    this.text = text;
  }

  /**
   * Returns the attributes of each RDN.
   *
   * @throws IllegalArgumentException if the text is not a DN, with the mistake and its position,
   *     counted from 0
   */
  static List<List<Ava>> read(String text) {
    return new DnText(text).readDn();
  }

  /** Returns the attributes of the first RDN of a DN; none if it is the empty one. */
  static List<Ava> readFirst(String dn) {
    DnText text = new DnText(dn);
    text.skipSpaces();
    return text.at == dn.length() ? List.of() : text.readRdn();
  }

  private List<List<Ava>> readDn() {
    List<List<Ava>> rdns = new ArrayList<>();
    skipSpaces();
    if (at == text.length()) {
      return rdns;
    }
    do {
      rdns.add(readRdn());
    } while (skip(",;"));
    return List.copyOf(rdns);
  }

  private List<Ava> readRdn() {
    List<Ava> avas = new ArrayList<>();
    do {
      avas.add(readAva());
      skipSpaces();
    } while (skip("+"));
    if (at < text.length() && ENDS_VALUE.indexOf(text.charAt(at)) < 0) {
      throw notADn("has something after a value");
    }
    return List.copyOf(avas);
  }

  private Ava readAva() {
    String type = readType();
    skipSpaces();
    int from = at;
    isOdd = false;
    Name value = readValue();
    return new Ava(type, value, isOdd ? text.substring(from, at) : "");
  }

  private boolean skip(String separators) {
    boolean isThere = at < text.length() && separators.indexOf(text.charAt(at)) >= 0;
    at += isThere ? 1 : 0;
    return isThere;
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private String readType() {
    skipSpaces();
    int equals = text.indexOf('=', at);
    if (equals < 0) {
      throw notADn("lacks an equals sign");
    }
    int end = equals;
    while (end > at && text.charAt(end - 1) == ' ') {
      end--;
    }
    String type = text.substring(at, end);
    if (!AttributeNames.isType(type)) {
      throw notADn(AttributeNames.noName(type));
    }
    at = equals + 1;
    return type;
  }

  private Name readValue() {
    if (skip("#")) {
      isOdd = true;
      return Name.of(readHex());
    }
    if (skip("\"")) {
      return Name.of(readQuoted());
    }
    String plain = readPlain();
    return plain == null ? Name.of(readString()) : Name.of(plain);
  }

  /** Reads a value without escapes; null, at the same position, for any other. */
  private @Nullable String readPlain() {
    int end = at;
    int last = at;
    while (end < text.length() && ENDS_VALUE.indexOf(text.charAt(end)) < 0) {
      char c = text.charAt(end);
      if (c == '\\' || c == '"' || Character.isSurrogate(c)) {
        return null;
      }
      end++;
      last = c == ' ' ? last : end;
    }
    String value = text.substring(at, last);
    at = end;
    return value;
  }

  /** Reads the BER form of a value. */
  private byte[] readHex() {
    int from = at;
    while (at < text.length() && HexFormat.isHexDigit(text.charAt(at))) {
      at++;
    }
    try {
      return ASN1Element.decode(HexFormat.of().parseHex(text, from, at)).getValue();
    } catch (ASN1Exception | IllegalArgumentException e) {
      throw notADn("has a # without a value in BER form");
    }
  }

  private byte[] readQuoted() {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    while (!skip("\"")) {
      if (at == text.length()) {
        throw notADn("lacks a quotation mark");
      }
      // 389 Directory Server tells these from the same ones outside quotation marks.
      isOdd |= "=\\".indexOf(text.charAt(at)) >= 0;
      readCharacter(value);
    }
    return value.toByteArray();
  }

  private byte[] readString() {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    int spaces = 0;
    while (at < text.length() && ENDS_VALUE.indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at);
      if (c == '"') {
        throw notADn("has a quotation mark inside a value");
      }
      if (c == ' ') {
        spaces++;
        at++;
      } else {
        value.writeBytes(" ".repeat(spaces).getBytes(StandardCharsets.UTF_8));
        spaces = 0;
        readCharacter(value);
      }
    }
    return value.toByteArray();
  }

  private void readCharacter(ByteArrayOutputStream value) {
    if (skip("\\")) {
      readEscaped(value);
      return;
    }
    int codePoint = text.codePointAt(at);
    if (Name.isByte(codePoint)) {
      throw notADn("has half a surrogate pair");
    }
    value.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    at += Character.charCount(codePoint);
  }

  private void readEscaped(ByteArrayOutputStream value) {
    if (at + 1 < text.length()
        && HexFormat.isHexDigit(text.charAt(at))
        && HexFormat.isHexDigit(text.charAt(at + 1))) {
      int octet = HexFormat.fromHexDigits(text, at, at + 2);
      isOdd |= octet >= ' ' && octet < DELETE && NEEDS_ESCAPE.indexOf(octet) < 0;
      value.write(octet);
      at += 2;
    } else if (at < text.length() && isPunctuation(text.charAt(at))) {
      isOdd |= text.charAt(at) == '=';
      value.write(text.charAt(at));
      at++;
    } else {
      throw notADn("has a backslash that escapes nothing");
    }
  }

  /** Accepts any punctuation, as some servers escape more than necessary. */
  private static boolean isPunctuation(char c) {
    return c >= ' ' && c < DELETE && !Character.isLetterOrDigit(c);
  }

  private IllegalArgumentException notADn(String what) {
    return new IllegalArgumentException("not a DN (" + what + " at position " + at + ")");
  }

  static String write(List<List<Ava>> rdns) {
    StringBuilder dn = new StringBuilder();
    for (List<Ava> rdn : rdns) {
      dn.append(dn.isEmpty() ? "" : ",");
      for (int i = 0; i < rdn.size(); i++) {
        Ava ava = rdn.get(i);
        dn.append(i == 0 ? "" : "+").append(ava.type()).append('=').append(ava.odd());
        escape(ava.odd().isEmpty() ? ava.value().toString() : "", dn);
      }
    }
    return dn.toString();
  }

  private static void escape(String value, StringBuilder escaped) {
    int last = value.length() - 1;
    for (int i = 0; i < value.length(); i = value.offsetByCodePoints(i, 1)) {
      int c = value.codePointAt(i);
      if (Name.isByte(c) || c <= LAST_CONTROL || c == DELETE) {
        escaped.append(String.format(Locale.ROOT, "\\%02x", c & BYTE_MASK));
      } else if ("\"+,;<>\\".indexOf(c) >= 0
          || (c == '#' && i == 0)
          || (c == ' ' && (i == 0 || i == last))) {
        escaped.append('\\').appendCodePoint(c);
      } else {
        escaped.appendCodePoint(c);
      }
    }
  }
}
