// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.LdapSearch.Reference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The references to other servers that the searches of a session did not follow. */
final class UnfollowedReferences {

  private final Set<String> texts = new LinkedHashSet<>();

  synchronized void add(List<Reference> references) {
    for (Reference reference : references) {
      texts.add(reference.toString());
    }
  }

  /** Tells how many there are, as the end of a sentence; empty if there are none. */
  @Override
  public synchronized String toString() {
    int count = texts.size();
    return count == 0
        ? ""
        : "; "
            + count
            + (count == 1 ? " reference" : " references")
            + " to other servers not followed, such as "
            + LogText.of(texts.iterator().next());
  }
}
