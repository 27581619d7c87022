// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A check that a directory knows attribute types (RFC 4512, section 4.2). A filter that compares an
 * unknown one matches no entry, and the server does not say why.
 */
final class SchemaCheck {

  private static final String SUBSCHEMA = "subschemaSubentry";
  private static final String TYPES = "attributeTypes";

  /** The OID and the names at the beginning of a definition. */
  private static final Pattern DEFINITION =
      Pattern.compile("\\(\\s*([\\w.-]+)\\s+(?:NAME\\s+(?:'([^']*)'|\\(([^)]*)\\)))?");

  private SchemaCheck() {}

  /**
   * Returns those of the attributes that the directory does not know; empty if its schema cannot be
   * read.
   *
   * @param base an entry to which the schema applies
   */
  static Set<String> unknown(
      Collection<String> attributes, Stage stage, Dn base, DirectorySession session) {
    Set<String> unknown = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    unknown.addAll(attributes);
    List<String> types = types(stage, base, session);
    types.forEach(definition -> names(definition).forEach(unknown::remove));
    return types.isEmpty() ? Set.of() : unknown;
  }

  private static List<String> types(Stage stage, Dn base, DirectorySession session) {
    try {
      return first(stage, base, SUBSCHEMA, session)
          .map(Dn::parse)
          .flatMap(schema -> session.read(stage, schema, List.of(TYPES)))
          .map(schema -> schema.attributes().all(TYPES))
          .orElse(List.of());
    } catch (LdapDirectoryException | IllegalArgumentException e) {
      return List.of(); // the account may not read it
    }
  }

  private static Optional<String> first(
      Stage stage, Dn base, String attribute, DirectorySession session) {
    Optional<LdapEntry> entry = session.read(stage, base, List.of(attribute));
    return entry.flatMap(found -> found.attributes().first(attribute));
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
