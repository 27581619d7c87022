// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attribute types that a directory knows (RFC 4512, section 4.2), read once. A filter that
 * compares an unknown one matches no entry, and the server does not say why.
 */
final class Schema {

  private static final String SUBSCHEMA = "subschemaSubentry";
  private static final String TYPES = "attributeTypes";

  /** The OID and the names at the beginning of a definition. */
  private static final Pattern DEFINITION =
      Pattern.compile("\\(\\s*([\\w.-]+)\\s+(?:NAME\\s+(?:'([^']*)'|\\(([^)]*)\\)))?");

  private @Nullable Set<String> known;

  private Schema() {}

  /** Returns the schema of the directory of a session. Sends nothing yet. */
  static Schema of(DirectorySession session) {
    return session.shared(Schema.class, Schema.class, Schema::new);
  }

  /**
   * Returns those of the attributes that the directory does not know; empty if its schema cannot be
   * read.
   *
   * @param attributes their descriptions (RFC 4512, section 2.5)
   * @param base an entry to which the schema applies
   */
  synchronized Set<String> unknown(
      Collection<String> attributes, Dn base, DirectorySession session) {
    Set<String> all = known;
    if (all == null) {
      all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      for (String definition : types(base, session)) {
        all.addAll(names(definition));
      }
      known = all;
    }
    Set<String> unknown = new TreeSet<>();
    for (String attribute : attributes) {
      if (!all.isEmpty() && !all.contains(attribute.replaceFirst(";.*", ""))) {
        unknown.add(attribute);
      }
    }
    return unknown;
  }

  private static List<String> types(Dn base, DirectorySession session) {
    try {
      return session
          .read(Stage.FIND_USER, base, List.of(SUBSCHEMA))
          .flatMap(entry -> entry.attributes().first(SUBSCHEMA))
          .map(Dn::parse)
          .flatMap(schema -> session.read(Stage.FIND_USER, schema, List.of(TYPES)))
          .map(schema -> schema.attributes().all(TYPES))
          .orElse(List.of());
    } catch (LdapDirectoryException | IllegalArgumentException e) {
      return List.of(); // the account may not read it
    }
  }

  private static List<String> names(String definition) {
    Matcher parts = DEFINITION.matcher(definition);
    if (!parts.lookingAt()) {
      return List.of();
    }
    String several = parts.group(3);
    return several == null
        ? List.of(parts.group(1), String.valueOf(parts.group(2)))
        : List.of((parts.group(1) + " " + several.replace("'", "")).trim().split("\\s+"));
  }
}
