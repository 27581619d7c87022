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
import org.jspecify.annotations.Nullable;

/**
 * A preset, from which a builder was made.
 *
 * @param name the method that returns the builder
 * @param kind the kind of server that it is for; null if such servers do not tell their kind
 * @param argument the DN of the domain or base
 */
record Preset(String name, @Nullable DirectoryKind kind, ParsedSetting<Dn> argument) {

  private static final String PERSON = "(&(objectClass=person)(uid={username}))";

  /** Begins a preset for the domain with this DNS name. */
  static Preset ofDomain(String name, @Nullable DirectoryKind kind, @Nullable String domain) {
    return new Preset(name, kind, ParsedSetting.parse(name, domain, Dn::ofDomain));
  }

  /** Begins a preset for the directory below this DN. */
  static Preset ofBase(String name, @Nullable DirectoryKind kind, @Nullable String base) {
    return new Preset(name, kind, ParsedSetting.dn(name + " base", base));
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
    builder.preset = this;
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

  Optional<String> mistake() {
    return argument.mistake();
  }

  /** Returns the name, with the domain or base. */
  @Override
  public String toString() {
    return name + "(" + below("") + ")";
  }
}
