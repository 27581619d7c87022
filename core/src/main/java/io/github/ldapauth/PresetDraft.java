// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountAttributes;
import io.github.ldapauth.directory.DirectoryKind;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Preset} from which its look-ups are made.
 *
 * @param name the method that returns the builder
 * @param kind the kind of server that it is for; OTHER if such servers do not tell their kind
 * @param key what the argument is called, as in the properties key {@code preset.base}
 * @param argument the DN of the domain or base
 */
record PresetDraft(String name, DirectoryKind kind, String key, ParsedSetting<Dn> argument) {

  private static final String PERSON = "(&(objectClass=person)(uid={username}))";

  /** Begins a preset for the domain with this DNS name. */
  static PresetDraft ofDomain(String name, DirectoryKind kind, @Nullable String domain) {
    return new PresetDraft(name, kind, "domain", ParsedSetting.parse(name, domain, Dn::ofDomain));
  }

  /** Begins a preset for the directory below this DN. */
  static PresetDraft ofBase(String name, DirectoryKind kind, @Nullable String base) {
    return ofBase(name, kind, "base", base);
  }

  /** Begins a preset whose argument is a part of the DN. */
  static PresetDraft ofBase(String name, DirectoryKind kind, String key, @Nullable String base) {
    return new PresetDraft(name, kind, key, ParsedSetting.dn(name + " base", base));
  }

  /** Returns the domain, or another one if it is a mistake, which is reported once. */
  String checked(String domain) {
    return argument.mistake().isPresent() ? "missing.example" : domain;
  }

  /** Returns the DN of an entry below the domain or base. */
  String below(String rdns) {
    String base = argument.value().map(Dn::toString).orElse("o=missing");
    return rdns.isEmpty() ? base : rdns + "," + base;
  }

  /** Returns a look-up of all persons by {@code uid}. */
  UserLookup people() {
    return peopleBelow("");
  }

  /** Returns a look-up of the persons below an entry by {@code uid}. */
  UserLookup peopleBelow(String rdns) {
    return UserLookup.search(below(rdns), PERSON);
  }

  /** Returns a look-up of nested groups that name their members by {@code member}. */
  GroupLookup groupsBelow(String rdns) {
    return GroupLookup.search(below(rdns), GroupType.groupOfNames().nested());
  }

  /** Returns a builder that has what this kind of server decides. */
  LdapAuthConfigBuilder builder(LdapServer server, UserLookup users, GroupLookup groups) {
    LdapAuthConfigBuilder builder =
        new LdapAuthConfigBuilder(server, users).groups(groups).accountAttributes(status());
    builder.preset = new Preset(this, users, groups);
    return builder;
  }

  /** Returns which attributes show the state of an account. */
  private List<AccountAttributes> status() {
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

  /** Returns the attributes that may hold the stable id of a user: all if the kind is unknown. */
  List<String> stableIdAttributes() {
    return LdapEntry.STABLE_ID_ATTRIBUTES.stream()
        .filter(id -> kind == DirectoryKind.OTHER || id.equals(kind.stableId()))
        .toList();
  }

  /** Returns the name, with the domain or base. */
  @Override
  public String toString() {
    return name + "(" + below("") + ")";
  }
}
