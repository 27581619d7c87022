// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads LDIF (RFC 2849). */
final class Ldif {

  private Ldif() {}

  static List<Entry> read(String text) throws IOException {
    return read("the LDIF", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  static List<Entry> read(Path file) throws IOException {
    try (InputStream text = Files.newInputStream(file)) {
      return read(file.toString(), text);
    }
  }

  private static List<Entry> read(String source, InputStream text) throws IOException {
    try {
      return LDIFReader.readEntries(text);
    } catch (LDIFException e) {
      throw new IOException(source + " does not parse", e);
    }
  }
}
