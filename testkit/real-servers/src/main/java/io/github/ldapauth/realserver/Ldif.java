// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Returns the DNs of the entries that are below none of those before them. */
  static List<String> roots(List<Entry> entries) {
    List<String> roots = new ArrayList<>();
    for (Entry entry : entries) {
      if (roots.stream().noneMatch(root -> isBelow(entry, root))) {
        roots.add(entry.getDN());
      }
    }
    return roots;
  }

  private static boolean isBelow(Entry entry, String dn) {
    try {
      return entry.getParsedDN().isDescendantOf(dn, false);
    } catch (LDAPException e) {
      throw new IllegalArgumentException(entry.getDN(), e);
    }
  }
}
