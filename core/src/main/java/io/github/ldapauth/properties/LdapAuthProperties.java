// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A configuration from text: a properties file, a section of YAML, or the environment.
 *
 * <p>These are all keys, here with the prefix {@code ldap.}, and the methods of the builders that
 * they call. Settings that you leave out keep the builder's default.
 *
 * <pre>{@code
 * # a preset: LdapAuthConfig.activeDirectory, sambaAd, freeIpa, openLdap, openLdapRfc2307, ds389 or
 * # openDj, or one of UntriedPresets. It names the domain, base or organization; other keys change it
 * #ldap.preset = active-directory
 * #ldap.preset.domain = ad.example.com
 * #ldap.preset.base = dc=example,dc=com
 * #ldap.preset.organization = 5be4c52bade36e5ce5c50ad0
 *
 * # LdapServer: ldaps (the default), start-tls or insecure, and the servers in failover order ...
 * ldap.server.protocol = ldaps
 * ldap.server.hosts = ldap1.example.com, ldap2.example.com:1636
 * # ... or LdapServer.url
 * #ldap.server.urls = ldaps://ldap1.example.com, ldaps://ldap2.example.com:1636
 * # ... or LdapServer.srv, ldapsSrv or activeDirectorySrv: DNS names the servers in a domain
 * #ldap.server.srv = example.com
 * #ldap.server.ldaps-srv = example.com
 * #ldap.server.active-directory-srv = ad.example.com
 * #ldap.server.active-directory-site = Oslo
 * #ldap.server.targets-also-below = example.net
 * # a file in PEM form; if it changes, new connections use the new certificates
 * #ldap.server.trusted-certificates = /etc/ssl/example-ca.pem
 * # a client certificate with its chain, and its PKCS #8 key, each a file in PEM form
 * #ldap.server.client-certificate = /etc/ldap/tls.crt
 * #ldap.server.client-key = /etc/ldap/tls.key
 * ldap.server.connect-timeout = 3s
 * ldap.server.response-timeout = PT5S
 * ldap.server.max-connections = 16
 * ldap.server.cool-down = 30s
 * ldap.server.round-robin = false
 * # hosts to which references are followed, as the service account; none by default
 * #ldap.server.follow-referrals = dc1.child.example.com
 *
 * # the account that searches: a DN, or user@example.com; without it, searches are anonymous
 * ldap.service-account.dn = cn=svc,dc=example,dc=com
 * ldap.service-account.password = service secret
 * # ... or a file that is read at each bind; a line break at its end does not count
 * #ldap.service-account.password-file = /run/secrets/ldap
 * # ... or the account of the client certificate: true or false (the default)
 * #ldap.service-account.by-certificate = true
 *
 * # UserLookup.search; scope is base, one-level or subtree (the default)
 * ldap.user-search.base = ou=people,dc=example,dc=com
 * ldap.user-search.filter = (uid={username})
 * ldap.user-search.scope = one-level
 * # further searches are numbered
 * ldap.user-search.2.base = ou=partners,dc=example,dc=com
 * ldap.user-search.2.filter = (mail={username})
 * ldap.user-search.username-attribute = uid
 * # ... or UserLookup.dnTemplate
 * #ldap.user-dn-template = uid={username},ou=people,dc=example,dc=com
 * # ... or UserLookup.bindName, together with searches
 * #ldap.user-bind-name = {username}@example.com
 * # ... or UserLookup.activeDirectory
 * #ldap.user-active-directory.domain = ad.example.com
 * #ldap.user-active-directory.netbios-name = AD
 * #ldap.user-active-directory.base = ou=people,dc=ad,dc=example,dc=com
 * ldap.attributes = givenName, sn, mail
 * # what shows a disabled, locked or expired account: by default all kinds; or none
 * #ldap.account-attributes = active-directory
 * # true or false (the default); with user-bind-name, always true
 * #ldap.read-as-user = true
 * # true or false; by default, if a round trip takes a millisecond
 * #ldap.read-beside-bind = true
 *
 * # GroupLookup.search; type is groupOfNames, groupOfUniqueNames, organizationalRole or posixGroup
 * ldap.group-search.base = ou=groups,dc=example,dc=com
 * ldap.group-search.base.2 = ou=teams,dc=example,dc=com
 * ldap.group-search.type = groupOfNames
 * # ... or GroupType.memberDn
 * #ldap.group-search.member-attribute = member
 * # true, false (the default), the number of levels, or in-chain (Active Directory)
 * ldap.group-search.nested = true
 * # true or false (the default): the primary group of Active Directory
 * #ldap.group-search.primary-group = true
 * ldap.group-search.scope = subtree
 * ldap.group-search.filter = (objectClass=groupOfNames)
 * ldap.group-search.name-attribute = cn
 * ldap.group-search.max-groups = 1000
 * # ... or GroupLookup.memberOf
 * #ldap.member-of.attribute = memberOf
 * #ldap.member-of.name-attribute = cn
 * # ... or GroupLookup.tokenGroups (Active Directory)
 * #ldap.token-groups.base = dc=ad,dc=example,dc=com
 * #ldap.token-groups.name-attribute = cn
 * #ldap.token-groups.max-groups = 1000
 * # ... or GroupLookup.automatic
 * #ldap.automatic-groups.base = ou=groups,dc=example,dc=com
 *
 * # GroupQuery.parse: the DN of a group, or a query; several are numbered
 * ldap.require = cn=staff,ou=groups,dc=example,dc=com
 * ldap.require.2 = (!(group=cn=guests,ou=groups,dc=example,dc=com))
 * ldap.deny = cn=suspended,ou=groups,dc=example,dc=com
 * # what the application does with attributes and groups, by names that it chooses; see
 * # MappingProperties
 * ldap.attribute.first-name = givenName
 * ldap.flag.staff = cn=staff,ou=groups,dc=example,dc=com
 * ldap.role.ADMIN = cn=admins,ou=groups,dc=example,dc=com
 * # true or false (the default); dangerous: a hidden group then has no members
 * ldap.hidden-groups-deny-nobody = false
 *
 * ldap.time-limit = 15s
 * # how long a rejection takes at least; 0s (the default) for no wait
 * ldap.min-rejection-time = 300ms
 * # a DN for a bind in place of that of an unknown user; without it, there is no such bind
 * #ldap.decoy-bind = cn=decoy,dc=example,dc=com
 * # the entry with the password policy; without it, a wrong password may lock the account
 * #ldap.avoid-lockout = cn=policy,dc=example,dc=com
 * # without it, nothing is cached
 * ldap.cache = 5m
 * }</pre>
 *
 * <p>In keys, only letters and digits count, and case makes no difference: {@code
 * ldap.user-search.2.base} is also {@code ldap.userSearch[2].base} and, with the prefix {@code
 * LDAP_}, {@code LDAP_USER_SEARCH_2_BASE}. Numbers set the order, and may have gaps. Durations are
 * a number with {@code ms}, {@code s}, {@code m} or {@code h}, or in ISO 8601 form. Separate hosts,
 * URLs and attributes by commas or spaces.
 *
 * <p>Add settings that have no key to the builder: a password from a vault with {@link
 * LdapAuthConfigBuilder#serviceAccount(String, java.util.function.Supplier)}, or your own group
 * type with {@link LdapAuthConfigBuilder#groups}.
 */
public final class LdapAuthProperties {

  private LdapAuthProperties() {}

  /**
   * Loads a properties file in UTF-8. Unlike {@link Properties#load}, which keeps only the last of
   * several lines with one key, this reports such keys as mistakes: a second {@code ldap.deny}
   * would replace the first.
   *
   * @param prefix the beginning of the keys that must not occur twice with different values
   * @throws InvalidConfigException with all such keys, or if an escape in the file is malformed
   * @throws IOException if the file cannot be read
   */
  public static Properties load(Path file, String prefix) throws IOException {
    return PropertiesFile.load(
        Objects.requireNonNull(file, "file"), Objects.requireNonNull(prefix, "prefix"));
  }

  /**
   * Returns a builder with the given settings. {@link LdapAuthConfigBuilder#build} reports unknown
   * keys, keys that occur twice with different values, and unusable values, each with its key,
   * together with all other mistakes. A key without a value is a mistake too, so that a rule with
   * an unset variable does not vanish.
   *
   * @param settings keys and values; keys that do not begin with the prefix are ignored, unless it
   *     is misspelt there, as in {@code ldpa.require} or {@code ldap_require}
   * @param prefix the beginning of all keys, compared exactly; may be empty
   */
  public static LdapAuthConfigBuilder read(
      Map<String, ? extends @Nullable String> settings, String prefix) {
    return new SettingsReader(new TextSettings(settings, prefix)).read();
  }

  /**
   * Returns a builder with the given properties; see {@link #read(Map, String)}. A value that is no
   * text, such as a number or boolean from a YAML reader, counts as its {@code toString}.
   */
  public static LdapAuthConfigBuilder read(Properties settings, String prefix) {
    return read(texts(settings), prefix);
  }

  /** Returns all settings as text, those of the defaults included. */
  static Map<String, String> texts(Properties settings) {
    Map<String, String> texts = new HashMap<>();
    for (String key : Objects.requireNonNull(settings, "settings").stringPropertyNames()) {
      texts.put(key, settings.getProperty(key));
    }
    settings.forEach((key, value) -> texts.put(key.toString(), value.toString()));
    return texts;
  }
}
