// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import com.unboundid.ldif.LDIFRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads entries in LDIF form (RFC 2849). What is wrong with them is an IllegalArgumentException.
 */
final class Ldif {

  private Ldif() {}

  /** Reads a text. The source names it in messages. */
  static List<Entry> read(String source, String text) {
    return entries(source, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads a file. */
  static List<Entry> read(Path file) {
    try (InputStream text = Files.newInputStream(file)) {
      return entries(file.toString(), text);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file, e);
    }
  }

  /** Reads a resource of the class path. */
  static List<Entry> readResource(String name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream text = loader.getResourceAsStream(name)) {
      if (text == null) {
        throw new IllegalArgumentException("the class path has no resource \"" + name + "\"");
      }
      return entries(name, text);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the class path resource " + name, e);
    }
  }

  private static List<Entry> entries(String source, InputStream text) {
    List<Entry> entries = new ArrayList<>();
    try (LDIFReader reader = new LDIFReader(text)) {
      for (LDIFRecord each = reader.readLDIFRecord();
          each != null;
          each = reader.readLDIFRecord()) {
        if (!(each instanceof Entry entry)) {
          throw new IllegalArgumentException(
              source + " has a change record, of " + each.getDN() + ": give entries only");
        }
        entries.add(entry);
      }
    } catch (IOException | LDIFException e) {
      throw new IllegalArgumentException(source + " does not parse: " + e.getMessage(), e);
    }
    return entries;
  }
}
