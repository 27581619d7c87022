// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectoryKind;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A preset, from which a builder was made.
 *
 * @param users the look-up of users of the preset
 * @param groups the look-up of groups of the preset
 */
record Preset(PresetDraft draft, UserLookup users, GroupLookup groups) {

  /** The names of settings in texts, compiled when the first text is written. */
  private static final class Named {

    static final Pattern USER_BASE = Pattern.compile("UserLookup\\.search base");
    static final Pattern USER_FILTER = Pattern.compile("UserLookup\\.search(?= filter)");
    static final Pattern GROUP_BASE = Pattern.compile("GroupLookup\\.(search|tokenGroups) base");
  }

  static LdapAuthConfigBuilder activeDirectory(String name, DirectoryKind kind, String domain) {
    PresetDraft preset = PresetDraft.ofDomain(name, kind, domain);
    return preset.builder(
        LdapServer.activeDirectorySrv(preset.checked(domain)),
        UserLookup.activeDirectory(preset.checked(domain)),
        GroupLookup.tokenGroups(preset.below("")));
  }

  static LdapAuthConfigBuilder freeIpa(String domain) {
    PresetDraft preset =
        PresetDraft.ofDomain("LdapAuthConfig.freeIpa", DirectoryKind.FREE_IPA, domain);
    return preset.builder(
        LdapServer.srv(preset.checked(domain)),
        preset.peopleBelow("cn=users,cn=accounts"),
        preset.groupsBelow("cn=groups,cn=accounts"));
  }

  static LdapAuthConfigBuilder openLdap(LdapServer server, String base) {
    PresetDraft preset =
        PresetDraft.ofBase("LdapAuthConfig.openLdap", DirectoryKind.OPEN_LDAP, base);
    return preset.builder(server, preset.people(), preset.groupsBelow(""));
  }

  static LdapAuthConfigBuilder openLdapRfc2307(LdapServer server, String base) {
    PresetDraft preset =
        PresetDraft.ofBase("LdapAuthConfig.openLdapRfc2307", DirectoryKind.OPEN_LDAP, base);
    return preset.builder(
        server,
        UserLookup.search(preset.below(""), "(&(objectClass=posixAccount)(uid={username}))"),
        GroupLookup.search(preset.below(""), GroupType.posixGroup())
            .filter("(objectClass=posixGroup)")); // users have a gidNumber too
  }

  static LdapAuthConfigBuilder ds389(LdapServer server, String base) {
    PresetDraft preset =
        PresetDraft.ofBase("LdapAuthConfig.ds389", DirectoryKind.DIRECTORY_389, base);
    return preset.builder(server, preset.people(), preset.groupsBelow(""));
  }

  static LdapAuthConfigBuilder openDj(LdapServer server, String base) {
    PresetDraft preset = PresetDraft.ofBase("LdapAuthConfig.openDj", DirectoryKind.OPEN_DJ, base);
    return preset.builder(server, preset.people(), GroupLookup.memberOf("isMemberOf"));
  }

  String name() {
    return draft.name();
  }

  DirectoryKind kind() {
    return draft.kind();
  }

  Optional<String> mistake() {
    return draft.argument().mistake();
  }

  /**
   * Returns the names of settings in texts: this preset and its argument, in place of the filter
   * and the bases of its look-ups.
   *
   * @param used the look-up of users that is configured
   * @param found the look-up of groups that is configured; null for none
   */
  UnaryOperator<String> names(UserLookup used, @Nullable GroupLookup found) {
    String mine = name() + " " + draft.key();
    return text -> {
      String named = users == used ? ofUsers(text, mine) : text;
      return groups == found ? Named.GROUP_BASE.matcher(named).replaceAll(mine) : named;
    };
  }

  private String ofUsers(String text, String base) {
    String named = Named.USER_BASE.matcher(text).replaceAll(base);
    return Named.USER_FILTER.matcher(named).replaceAll(name());
  }

  /** Returns the name, with the domain or base. */
  @Override
  public String toString() {
    return draft.toString();
  }
}
