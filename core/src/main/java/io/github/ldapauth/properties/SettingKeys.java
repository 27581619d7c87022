// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of the settings that texts name by the methods of the builders. */
final class SettingKeys {

  private SettingKeys() {}

  static final String PRESET = "preset";

  /** The sections whose keys replace a look-up of a preset. */
  static final Set<String> LOOK_UPS =
      Set.of("user-search", "user-active-directory", "group-search", "token-groups", "member-of");

  /** The keys of the settings and methods that texts name; some have several. */
  static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("LdapServer", "server.hosts"),
          Map.entry("ldaps", "server.protocol"),
          Map.entry("startTls", "server.protocol"),
          Map.entry("insecure", "server.protocol"),
          Map.entry("ldaps(...) or LdapServer.startTls", "server.protocol"),
          Map.entry("startTls(...) or LdapServer.ldaps", "server.protocol"),
          Map.entry("srv", "server.srv"),
          Map.entry("ldapsSrv", "server.ldaps-srv"),
          Map.entry("activeDirectorySrv", "server.active-directory-srv"),
          Map.entry("targetsAlsoBelow", "server.targets-also-below"),
          Map.entry("trustedCertificates", "server.trusted-certificates"),
          Map.entry("clientCertificate", "server.client-certificate"),
          Map.entry("clientCertificate(...) or sslContext", "server.client-certificate"),
          Map.entry("connectTimeout", "server.connect-timeout"),
          Map.entry("responseTimeout", "server.response-timeout"),
          Map.entry("maxConnections", "server.max-connections"),
          Map.entry("serviceAccount", "service-account.dn"),
          Map.entry(
              "serviceAccount(name, password)", "service-account.dn and service-account.password"),
          Map.entry("UserLookup.search", "user-search.base"),
          Map.entry("UserLookup.search base", "user-search.base"),
          Map.entry("UserLookup.search filter", "user-search.filter"),
          Map.entry("UserLookup.search scope", "user-search.scope"),
          Map.entry("usernameAttribute", "user-search.username-attribute"),
          Map.entry("UserLookup.usernameAttribute", "user-search.username-attribute"),
          Map.entry("UserLookup.dnTemplate", "user-dn-template"),
          Map.entry("UserLookup.bindName", "user-bind-name"),
          Map.entry("UserLookup.activeDirectory", "user-active-directory.domain"),
          Map.entry("ActiveDirectoryLookup.base", "user-active-directory.base"),
          Map.entry("netbiosName", "user-active-directory.netbios-name"),
          Map.entry("attributes", "attributes"),
          Map.entry("readAsUser", "read-as-user"),
          Map.entry(
              "groups",
              "group-search.base, member-of.attribute, token-groups.base or automatic-groups.base"),
          Map.entry("GroupLookup.search", "group-search.base"),
          Map.entry("GroupLookup.search base", "group-search.base"),
          Map.entry("GroupLookup.search type", "group-search.type and group-search.filter"),
          Map.entry("nested", "group-search.nested"),
          Map.entry("inChain", "group-search.nested"),
          Map.entry("withPrimaryGroup", "group-search.primary-group"),
          Map.entry("maxGroups", "group-search.max-groups"),
          Map.entry("GroupLookup.memberOf", "member-of.attribute"),
          Map.entry("GroupLookup.tokenGroups", "token-groups.base"),
          Map.entry("GroupLookup.tokenGroups base", "token-groups.base"),
          Map.entry("TokenGroupsLookup.maxGroups", "token-groups.max-groups"),
          Map.entry("GroupLookup.automatic", "automatic-groups.base"),
          Map.entry("GroupLookup.automatic base", "automatic-groups.base"),
          Map.entry("require", "require"),
          Map.entry("deny", "deny"),
          Map.entry("lookFor", "look-for"),
          Map.entry("flag", "flag.*"),
          Map.entry("role", "role.*"),
          Map.entry("hiddenGroupsDenyNobody", "hidden-groups-deny-nobody"),
          Map.entry("avoidLockout", "avoid-lockout"),
          Map.entry("timeLimit", "time-limit"));

  /** The settings that hold although nothing was written. */
  static final Set<String> DEFAULTS = Set.of("groups", "attributes", "timeLimit");

  /** The keys whose value is true or false. */
  static final Set<String> SWITCHES =
      Set.of("group-search.nested", "group-search.primary-group", "read-as-user");

  /** The keys that set the same as another one, unless it is written. */
  static final Map<String, List<String>> ALSO =
      Map.ofEntries(
          Map.entry(
              "server.hosts",
              List.of(
                  "server.urls",
                  "server.srv",
                  "server.ldaps-srv",
                  "server.active-directory-srv",
                  "preset.domain",
                  PRESET)),
          Map.entry("server.protocol", List.of("server.urls")),
          Map.entry("service-account.dn", List.of("service-account.by-certificate")),
          Map.entry("service-account.password", List.of("service-account.password-file")),
          Map.entry(
              "user-search.base",
              List.of(
                  "user-active-directory.base",
                  "user-active-directory.domain",
                  "preset.domain",
                  "preset.base",
                  PRESET)),
          Map.entry("user-search.filter", List.of("user-active-directory.domain", PRESET)),
          Map.entry("user-search.scope", List.of(PRESET)),
          Map.entry("user-active-directory.domain", List.of("preset.domain")),
          Map.entry(
              "group-search.base",
              List.of(
                  "token-groups.base",
                  "automatic-groups.base",
                  "preset.domain",
                  "preset.base",
                  PRESET)),
          Map.entry("group-search.type", List.of("group-search.member-attribute", PRESET)),
          Map.entry("group-search.filter", List.of(PRESET)),
          Map.entry("group-search.max-groups", List.of("token-groups.max-groups")),
          Map.entry("member-of.attribute", List.of(PRESET)),
          Map.entry("token-groups.base", List.of("preset.domain")),
          Map.entry("attributes", List.of("attribute.*")),
          Map.entry("look-for", List.of("role.*", "flag.*")));
}
