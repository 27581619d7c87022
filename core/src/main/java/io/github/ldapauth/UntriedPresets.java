// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectoryKind;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;

/**
 * Presets that were never tried against the real server. They are made from its documentation. Try
 * {@link LdapAuthenticator#findProblems} and a sign-in before you rely on one.
 *
 * <p>Each returns a builder, as the presets of {@link LdapAuthConfig} do.
 */
public final class UntriedPresets {

  private UntriedPresets() {}

  /**
   * Returns a builder for eDirectory: users by {@code cn}, and the groups in {@code
   * groupMembership} of their entries.
   *
   * @param base the DN below which users are, such as {@code o=example}
   */
  public static LdapAuthConfigBuilder eDirectory(LdapServer server, String base) {
    PresetDraft preset =
        PresetDraft.ofBase("UntriedPresets.eDirectory", DirectoryKind.E_DIRECTORY, base);
    return preset.builder(
        server,
        UserLookup.search(preset.below(""), "(&(objectClass=inetOrgPerson)(cn={username}))"),
        GroupLookup.memberOf("groupMembership"));
  }

  /**
   * Returns a builder for lldap: users below {@code ou=people}, and groups below {@code ou=groups}.
   *
   * @param base the base of lldap, such as {@code dc=example,dc=com}
   */
  public static LdapAuthConfigBuilder lldap(LdapServer server, String base) {
    PresetDraft preset = PresetDraft.ofBase("UntriedPresets.lldap", DirectoryKind.LLDAP, base);
    return preset.builder(
        server,
        preset.peopleBelow("ou=people"),
        GroupLookup.search(preset.below("ou=groups"), GroupType.groupOfNames()));
  }

  /**
   * Returns a builder for Google's Secure LDAP service. The client certificate of the service is
   * the service account. Set it with {@link LdapAuthConfigBuilder#server(LdapServer)}: {@code
   * LdapServer.ldaps("ldap.google.com").clientCertificate(…)}.
   *
   * @param domain the domain of the organization, such as {@code example.com}
   */
  public static LdapAuthConfigBuilder googleSecureLdap(String domain) {
    PresetDraft preset =
        PresetDraft.ofDomain("UntriedPresets.googleSecureLdap", DirectoryKind.OTHER, domain);
    return preset
        .builder(
            LdapServer.ldaps("ldap.google.com"),
            preset.peopleBelow("ou=Users"),
            GroupLookup.search(preset.below("ou=Groups"), GroupType.groupOfNames()))
        .serviceAccountByCertificate();
  }

  /**
   * Returns a builder for JumpCloud.
   *
   * @param organization the id of the organization, which its administrators see
   */
  public static LdapAuthConfigBuilder jumpCloud(String organization) {
    PresetDraft preset =
        PresetDraft.ofBase(
            "UntriedPresets.jumpCloud",
            DirectoryKind.OTHER,
            "organization",
            "ou=Users,o=" + organization + ",dc=jumpcloud,dc=com");
    return preset.builder(
        LdapServer.ldaps("ldap.jumpcloud.com"),
        preset.people(),
        GroupLookup.search(preset.below(""), GroupType.groupOfNames()));
  }

  /**
   * Returns a builder for Kanidm. Users sign in with their POSIX password. The name of a group is
   * its SPN, such as {@code staff@idm.example.com}.
   *
   * @param base the base of the LDAP gateway, such as {@code dc=idm,dc=example,dc=com}
   */
  public static LdapAuthConfigBuilder kanidm(LdapServer server, String base) {
    PresetDraft preset = PresetDraft.ofBase("UntriedPresets.kanidm", DirectoryKind.KANIDM, base);
    return preset.builder(
        server,
        UserLookup.search(preset.below(""), "(&(objectClass=person)(name={username}))"),
        GroupLookup.memberOf().nameAttribute("spn"));
  }

  /**
   * Returns a builder for the LDAP outpost of Authentik: users below {@code ou=users}, and the
   * groups in {@code memberOf} of their entries.
   *
   * @param base the base of the provider, such as {@code dc=ldap,dc=goauthentik,dc=io}
   */
  public static LdapAuthConfigBuilder authentik(LdapServer server, String base) {
    PresetDraft preset =
        PresetDraft.ofBase("UntriedPresets.authentik", DirectoryKind.AUTHENTIK, base);
    return preset.builder(
        server,
        UserLookup.search(preset.below("ou=users"), "(&(objectClass=user)(cn={username}))"),
        GroupLookup.memberOf());
  }
}
