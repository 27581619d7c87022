// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import java.util.List;
import java.util.Optional;

/** What one kind of server tells of itself: its schema and its root DSE. */
abstract class ServerDescription {

  /** Returns the parts of the schema, of which later ones replace earlier definitions. */
  protected List<String> schemas() {
    return List.of(DirectorySchema.STANDARD, "names", "rfc2307");
  }

  /** Returns whether attributes in answers have the names by which they were requested. */
  protected boolean namesAttributesAsRequested() {
    return false;
  }

  /** Returns whether entries get the classes that theirs descend from. */
  protected boolean addsSuperiorClasses() {
    return false;
  }

  /** Returns how an entry is refused that violates the schema; empty if it is not. */
  protected Optional<Answer> refuse(SchemaViolation violation) {
    return Optional.of(violation.answer());
  }
}
