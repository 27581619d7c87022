// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectoryKind;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.RootDse;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.group.GroupLookup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A check that the servers are of the kind that the configuration is for: each setting that is for
 * one kind only, by its name.
 */
final class KindCheck {

  /** The steps that fail, or find nothing, at a server of another kind. */
  private static final Set<Stage> EXPLAINED =
      Set.of(Stage.FIND_USER, Stage.READ_USER, Stage.READ_GROUPS);

  private static final int FIRST_CODE_OF_THE_CLIENT = 81;

  private final Map<String, DirectoryKind> ofUsers;
  private final Map<String, DirectoryKind> ofGroups;
  private final List<Dn> bases;

  KindCheck(LdapAuthConfig config) {
    Preset preset = config.preset();
    GroupLookup groups = config.groups().orElse(null);
    ofUsers = expected(preset, config.users().forActiveDirectory());
    ofGroups = expected(preset, groups == null ? List.of() : groups.forActiveDirectory());
    bases = config.users().bases();
  }

  /** A preset for Active Directory speaks for its settings. */
  private static Map<String, DirectoryKind> expected(
      @Nullable Preset preset, List<String> forActiveDirectory) {
    Map<String, DirectoryKind> kinds = new LinkedHashMap<>();
    if (preset != null && preset.kind() != DirectoryKind.OTHER) {
      kinds.put(preset.name(), preset.kind());
    }
    if (preset == null || !preset.kind().isActiveDirectory()) {
      for (String setting : forActiveDirectory) {
        kinds.put(setting, DirectoryKind.ACTIVE_DIRECTORY);
      }
    }
    return kinds;
  }

  /**
   * Returns why a user is not found, if that is the kind of the server.
   *
   * @return the same rejection, or one with a longer detail
   */
  Rejection explain(Rejection no, DirectorySession session) {
    return no.reason() == RejectionReason.USER_NOT_FOUND
        ? hint(Stage.FIND_USER, session).map(no::explainedBy).orElse(no)
        : no;
  }

  /** Returns why a search failed, if that is the kind of the server. */
  LdapDirectoryException explain(LdapDirectoryException e, DirectorySession session) {
    return EXPLAINED.contains(e.stage()) && isAnswer(e)
        ? hint(e.stage(), session).map(e::explainedBy).orElse(e)
        : e;
  }

  /** Returns whether the server answered, although not as it should. */
  static boolean isAnswer(LdapDirectoryException e) {
    return e.resultCode().orElse(0) < FIRST_CODE_OF_THE_CLIENT;
  }

  /** Returns nothing if the server does not answer now: the hint must not hide the answer. */
  private Optional<String> hint(Stage stage, DirectorySession session) {
    try {
      Map<String, DirectoryKind> expected = stage == Stage.READ_GROUPS ? ofGroups : ofUsers;
      return problem(expected, stage, session).map("; "::concat);
    } catch (LdapDirectoryException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a setting is for one kind of server. */
  boolean isForOneKind() {
    return !ofUsers.isEmpty() || !ofGroups.isEmpty();
  }

  /**
   * Returns what the server is, and which settings are for another kind; empty if they fit, or if
   * the server does not tell its kind.
   *
   * @throws LdapDirectoryException if there is no answer
   */
  Optional<String> problem(DirectorySession session) {
    Map<String, DirectoryKind> all = new LinkedHashMap<>(ofUsers);
    all.putAll(ofGroups);
    return problem(all, Stage.FIND_USER, session);
  }

  /** Sends no request if no setting is for one kind. */
  private Optional<String> problem(
      Map<String, DirectoryKind> expected, Stage stage, DirectorySession session) {
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    RootDse root = session.rootDse(stage);
    Map<String, DirectoryKind> unfit = new LinkedHashMap<>(expected);
    unfit.values().removeIf(kind -> kind.fits(root) || isHidden(kind, root, stage, session));
    return unfit.isEmpty()
        ? Optional.empty()
        : Optional.of(
            unfit.entrySet().stream()
                .map(setting -> setting.getKey() + " is for " + setting.getValue())
                .collect(Collectors.joining(", ", "the server is " + root + ", but ", "")));
  }

  /**
   * Returns whether entries are those of the kind, although the root DSE is not: that of a proxy,
   * for example.
   */
  private boolean isHidden(
      DirectoryKind kind, RootDse root, Stage stage, DirectorySession session) {
    List<String> id = List.of(kind.stableId());
    return root.kind().mayHide(kind)
        && bases.stream()
            .filter(base -> !base.isEmpty())
            .flatMap(base -> session.read(stage, base, id).stream())
            .anyMatch(entry -> entry.attributes().bytes(kind.stableId()).isPresent());
  }
}
