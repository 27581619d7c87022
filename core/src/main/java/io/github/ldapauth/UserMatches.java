// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.LdapEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The entries that the searches for one user find. An entry that two of them find counts once. */
final class UserMatches {

  private final DirectorySession session;
  private final List<LdapEntry> entries = new ArrayList<>(1);

  UserMatches(DirectorySession session) {
    this.session = session;
  }

  /** The note beside the failure of a search that an earlier one found the user. */
  private static final class FoundBefore extends RuntimeException {

    private static final long serialVersionUID = 1;

    FoundBefore(String dns) {
      super("an earlier search found " + dns, null, false, false);
    }
  }

  /** Returns whether the user is known although the searches failed. */
  static boolean haveFound(LdapDirectoryException failure) {
    return Stream.of(failure.getSuppressed()).anyMatch(FoundBefore.class::isInstance);
  }

  /**
   * Sends a search, and adds what it finds.
   *
   * @throws Rejection if there are more entries than the search may return
   */
  void add(LdapSearch search) {
    LdapSearch.Result result;
    try {
      result = session.find(Stage.FIND_USER, search);
    } catch (LdapDirectoryException e) {
      if (!entries.isEmpty()) {
        e.addSuppressed(new FoundBefore(dns()));
      }
      throw e;
    }
    for (LdapEntry entry : result.entries()) {
      add(entry);
    }
    if (result.isCutShort()) {
      throw ambiguous(describe(search), " and others");
    }
  }

  /** Compares DNs as the directory spells them: those that differ in case may be two users'. */
  private void add(LdapEntry entry) {
    String dn = entry.dn().toString();
    for (LdapEntry known : entries) {
      if (known.dn().toString().equals(dn)) {
        return;
      }
    }
    entries.add(entry);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Returns the one entry; empty if there is none.
   *
   * @param asked describes the searches
   * @throws Rejection if there are several
   */
  Optional<LdapEntry> one(Supplier<String> asked) {
    if (entries.size() > 1) {
      throw ambiguous(asked.get(), "");
    }
    return entries.stream().findFirst();
  }

  private Rejection ambiguous(String asked, String more) {
    return new Rejection(
        RejectionReason.AMBIGUOUS_USER,
        "more than one entry matches " + asked + ": " + dns() + more);
  }

  private String dns() {
    return entries.stream().map(entry -> entry.dn().toString()).collect(Collectors.joining("; "));
  }

  /** Returns the filter and the base, as a wrong filter looks like an unknown user. */
  static String describe(LdapSearch search) {
    return search.filter()
        + switch (search.scope()) {
          case BASE -> " at ";
          case ONE_LEVEL -> " directly below ";
          case SUBTREE -> " below ";
        }
        + search.base();
  }
}
