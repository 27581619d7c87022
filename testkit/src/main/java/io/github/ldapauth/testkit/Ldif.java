// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import com.unboundid.ldif.LDIFRecord;
import com.unboundid.ldif.TrailingSpaceBehavior;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads entries in LDIF form (RFC 2849). What is wrong with them is an IllegalArgumentException.
 */
final class Ldif {

  /** An entry, and the number of the line with which it begins. */
  record Located(Entry entry, int line) {}

  private Ldif() {}

  /** Reads a text. The source names it in messages. */
  static List<Located> read(String source, String text) {
    if (!text.contains(":")) {
      throw new IllegalArgumentException(
          source
              + " does not parse: \""
              + text
              + "\" has no entry; see ldifFile(...) and ldifResource(...) for the name of a file");
    }
    try {
      return entries(source, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + source, e);
    }
  }

  /** Reads a file. */
  static List<Located> read(Path file) {
    try (InputStream text = Files.newInputStream(file)) {
      return entries(file.toString(), text);
    } catch (IOException e) {
      String why = Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file";
      throw new IllegalArgumentException("cannot read " + file.toAbsolutePath() + ": " + why, e);
    }
  }

  /** Reads a resource of the class path. */
  static List<Located> readResource(String name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream text = loader.getResourceAsStream(name)) {
      if (text == null) {
        throw new IllegalArgumentException(
            "the class path has no resource \""
                + name
                + "\"; write its path from the root of the class path, without a slash before it,"
                + " such as com/example/people.ldif");
      }
      return entries(name, text);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the class path resource " + name, e);
    }
  }

  private static List<Located> entries(String source, InputStream text) throws IOException {
    byte[] bytes = text.readAllBytes();
    Iterator<Integer> lines = firstLines(bytes).iterator();
    List<Located> entries = new ArrayList<>();
    try (LDIFReader reader = new LDIFReader(new ByteArrayInputStream(bytes))) {
      // RFC 2849 allows a space at the end of a value, and slapadd stores it.
      reader.setTrailingSpaceBehavior(TrailingSpaceBehavior.RETAIN);
      for (LDIFRecord each = reader.readLDIFRecord();
          each != null;
          each = reader.readLDIFRecord()) {
        int line = lines.hasNext() ? lines.next() : 0;
        if (!(each instanceof Entry entry)) {
          throw new IllegalArgumentException(
              source
                  + " has a change record, of "
                  + each.getDN()
                  + " in line "
                  + line
                  + ": give entries only");
        }
        if (entry.hasAttribute("dn")) {
          throw new IllegalArgumentException(
              source + " has two DNs in the entry of line " + line + ": put a blank line between");
        }
        entries.add(new Located(withoutSpaceAfterDn(entry), line));
      }
    } catch (IOException | LDIFException e) {
      throw new IllegalArgumentException(source + " does not parse: " + e.getMessage(), e);
    }
    return entries;
  }

  /** Returns the numbers of the lines with which records begin. */
  private static List<Integer> firstLines(byte[] text) {
    String[] lines = new String(text, StandardCharsets.UTF_8).split("\n", -1);
    return IntStream.range(0, lines.length)
        .filter(i -> lines[i].regionMatches(true, 0, "dn:", 0, 3))
        .mapToObj(i -> i + 1)
        .toList();
  }

  /** The space is no part of the name, unless it is escaped (RFC 4514, section 2.4). */
  private static Entry withoutSpaceAfterDn(Entry entry) {
    String dn = entry.getDN();
    if (dn.endsWith(" ") && !dn.stripTrailing().endsWith("\\")) {
      entry.setDN(dn.stripTrailing());
    }
    return entry;
  }
}
