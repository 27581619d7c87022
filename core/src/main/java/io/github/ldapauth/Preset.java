// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountAttributes;
import io.github.ldapauth.directory.DirectoryKind;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A preset, from which a builder was made.
 *
 * @param name the method that returns the builder
 * @param kind the kind of server that it is for; null if such servers do not tell their kind
 * @param key what the argument is called, as in the properties key {@code preset.base}
 * @param argument the DN of the domain or base
 * @param users the look-up of users below it; null before the builder is made
 * @param groups the look-up of groups below it; null before the builder is made
 */
record Preset(
    String name,
    @Nullable DirectoryKind kind,
    String key,
    ParsedSetting<Dn> argument,
    @Nullable UserLookup users,
    @Nullable GroupLookup groups) {

  private static final String PERSON = "(&(objectClass=person)(uid={username}))";

  private static final String IN_PROPERTIES = "(, in properties [a-z-]+\\.base)?";
  private static final Pattern USER_BASE =
      Pattern.compile("UserLookup\\.search base" + IN_PROPERTIES);
  private static final Pattern GROUP_BASE =
      Pattern.compile("GroupLookup\\.(search|tokenGroups) base" + IN_PROPERTIES);

  /** Begins a preset for the domain with this DNS name. */
  static Preset ofDomain(String name, @Nullable DirectoryKind kind, @Nullable String domain) {
    ParsedSetting<Dn> argument = ParsedSetting.parse(name, domain, Dn::ofDomain);
    return new Preset(name, kind, "domain", argument, null, null);
  }

  /** Begins a preset for the directory below this DN. */
  static Preset ofBase(String name, @Nullable DirectoryKind kind, @Nullable String base) {
    return ofBase(name, kind, "base", base);
  }

  /** Begins a preset whose argument is a part of the DN. */
  static Preset ofBase(
      String name, @Nullable DirectoryKind kind, String key, @Nullable String base) {
    return new Preset(name, kind, key, ParsedSetting.dn(name + " base", base), null, null);
  }

  static LdapAuthConfigBuilder activeDirectory(String name, DirectoryKind kind, String domain) {
    Preset preset = ofDomain(name, kind, domain);
    return preset.builder(
        LdapServer.activeDirectorySrv(preset.checked(domain)),
        UserLookup.activeDirectory(preset.checked(domain)),
        GroupLookup.tokenGroups(preset.below("")));
  }

  static LdapAuthConfigBuilder freeIpa(String domain) {
    Preset preset = ofDomain("LdapAuthConfig.freeIpa", DirectoryKind.FREE_IPA, domain);
    return preset.builder(
        LdapServer.srv(preset.checked(domain)),
        UserLookup.search(preset.below("cn=users,cn=accounts"), PERSON),
        GroupLookup.search(
            preset.below("cn=groups,cn=accounts"), GroupType.groupOfNames().nested()));
  }

  static LdapAuthConfigBuilder openLdap(LdapServer server, String base) {
    Preset preset = ofBase("LdapAuthConfig.openLdap", DirectoryKind.OPEN_LDAP, base);
    return preset.builder(server, preset.people(), preset.groupsOfNames());
  }

  static LdapAuthConfigBuilder openLdapRfc2307(LdapServer server, String base) {
    Preset preset = ofBase("LdapAuthConfig.openLdapRfc2307", DirectoryKind.OPEN_LDAP, base);
    return preset.builder(
        server,
        UserLookup.search(preset.below(""), "(&(objectClass=posixAccount)(uid={username}))"),
        GroupLookup.search(preset.below(""), GroupType.posixGroup())
            .filter("(objectClass=posixGroup)")); // users have a gidNumber too
  }

  static LdapAuthConfigBuilder ds389(LdapServer server, String base) {
    Preset preset = ofBase("LdapAuthConfig.ds389", DirectoryKind.DIRECTORY_389, base);
    return preset.builder(server, preset.people(), preset.groupsOfNames());
  }

  static LdapAuthConfigBuilder openDj(LdapServer server, String base) {
    Preset preset = ofBase("LdapAuthConfig.openDj", DirectoryKind.OPEN_DJ, base);
    return preset.builder(server, preset.people(), GroupLookup.memberOf("isMemberOf"));
  }

  /** Returns a look-up of all persons by {@code uid}. */
  UserLookup people() {
    return UserLookup.search(below(""), PERSON);
  }

  private GroupLookup groupsOfNames() {
    return GroupLookup.search(below(""), GroupType.groupOfNames().nested());
  }

  /** Returns the domain, or another one if it is a mistake, which is reported once. */
  private String checked(String domain) {
    return argument.mistake().isPresent() ? "missing.example" : domain;
  }

  /** Returns the DN of an entry below the domain or base. */
  String below(String rdns) {
    String base = argument.value().map(Dn::toString).orElse("o=missing");
    return rdns.isEmpty() ? base : rdns + "," + base;
  }

  /** Returns a builder that has what this kind of server decides. */
  LdapAuthConfigBuilder builder(LdapServer server, UserLookup users, GroupLookup groups) {
    LdapAuthConfigBuilder builder =
        new LdapAuthConfigBuilder(server, users).groups(groups).accountAttributes(status());
    builder.preset = new Preset(name, kind, key, argument, users, groups);
    return builder;
  }

  /** Returns which attributes show the state of an account. */
  private List<AccountAttributes> status() {
    if (kind == null) {
      return List.of();
    }
    return switch (kind) {
      case ACTIVE_DIRECTORY, SAMBA_AD -> List.of(AccountAttributes.ACTIVE_DIRECTORY);
      case FREE_IPA -> List.of(AccountAttributes.DIRECTORY_389, AccountAttributes.KERBEROS);
      case DIRECTORY_389 -> List.of(AccountAttributes.DIRECTORY_389, AccountAttributes.SHADOW);
      case OPEN_LDAP -> List.of(AccountAttributes.PASSWORD_POLICY, AccountAttributes.SHADOW);
      case OPEN_DJ -> List.of(AccountAttributes.PASSWORD_POLICY, AccountAttributes.OPEN_DJ);
      case E_DIRECTORY -> List.of(AccountAttributes.E_DIRECTORY);
      case APACHE_DS, LLDAP, KANIDM, AUTHENTIK, OTHER -> List.of();
    };
  }

  /**
   * Returns the names of bases in texts: the argument of this preset, in place of the bases of its
   * look-ups.
   *
   * @param used the look-up of users that is configured
   * @param found the look-up of groups that is configured; null for none
   */
  UnaryOperator<String> names(UserLookup used, @Nullable GroupLookup found) {
    String mine = name + " " + key + ", in properties preset." + key;
    return text -> {
      String named = users == used ? USER_BASE.matcher(text).replaceAll(mine) : text;
      return groups == found ? GROUP_BASE.matcher(named).replaceAll(mine) : named;
    };
  }

  Optional<String> mistake() {
    return argument.mistake();
  }

  /** Returns the name, with the domain or base. */
  @Override
  public String toString() {
    return name + "(" + below("") + ")";
  }
}
