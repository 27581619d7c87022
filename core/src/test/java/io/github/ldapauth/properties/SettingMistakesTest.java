// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.properties.SampleSettings.PEOPLE;
import static io.github.ldapauth.properties.SampleSettings.mistakes;
import static io.github.ldapauth.properties.SampleSettings.settings;
import static io.github.ldapauth.properties.SampleSettings.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in settings, each with its key. */
class SettingMistakesTest {

  static Stream<Arguments> mistaken() {
    String base = "ldap.group-search.base";
    String type = "ldap.group-search.type";
    String groups = "ou=groups,dc=example,dc=com";
    return Stream.of(
        arguments(
            settings("ldap.sever.protocol", "x"),
            "ldap.sever.protocol: unknown setting; did you mean ldap.server.protocol?"),
        arguments(settings("ldap.réquire", "x"), "unknown setting; did you mean ldap.require?"),
        arguments(settings("ldap.time-limit.2", "5s"), "did you mean ldap.time-limit?"),
        arguments(settings("ldap.caches", "5m"), "did you mean ldap.cache?"),
        arguments(settings("ldap.denied", "x"), "ldap.denied: unknown setting"),
        arguments(
            settings("ldap.server.protocol", "tls"),
            "ldap.server.protocol \"tls\": none of ldaps, start-tls, insecure"),
        arguments(
            settings("ldap.server.hosts", "ldap.example.com:0"),
            "ldap.server.hosts \"ldap.example.com:0\": not a server"),
        arguments(settings("ldap.server.hosts", " "), "ldap.server.hosts \"\": is empty"),
        arguments(settings("ldap.server.hosts", "a;b"), "pass each as its own argument, or"),
        arguments(
            settings("ldap.SERVER.HOSTS", "other.example.com"),
            "ldap.server.hosts: is the same setting as ldap.SERVER.HOSTS"),
        arguments(
            settings("ldap.server.trusted-certificates", "no-such.pem"),
            "ldap.server.trusted-certificates: no-such.pem"),
        arguments(
            settings("ldap.server.connect-timeout", "soon"),
            "ldap.server.connect-timeout \"soon\": not a duration, such as 5s or PT5S"),
        arguments(
            settings("ldap.server.connect-timeout", "5"),
            "ldap.server.connect-timeout \"5\": not a duration"),
        arguments(
            settings("ldap.server.connect-timeout", "61m"),
            "ldap.server.connect-timeout PT1H1M: must be between"),
        arguments(
            settings("ldap.server.urls", "ldaps://ldap.example.com"),
            "ldap.server.hosts: cannot be used together with ldap.server.urls"),
        arguments(
            settings("ldap.server.response-timeout", "25h"),
            "ldap.server.response-timeout PT25H: must be between"),
        arguments(
            settings("ldap.server.max-connections", "many"),
            "ldap.server.max-connections \"many\": not a number"),
        arguments(
            settings("ldap.server.max-connections", "0"),
            "ldap.server.max-connections 0: must be at least 1"),
        arguments(
            settings("ldap.service-account.dn", "cn=svc,dc=x"),
            "ldap.service-account.password: is missing"),
        arguments(
            settings("ldap.service-account.by-certificate", "true"),
            "ldap.service-account.by-certificate: needs"),
        arguments(
            settings("ldap.server.client-key", "client.key"),
            "ldap.server.client-certificate: is missing"),
        arguments(
            settings("ldap.server.client-certificate", "client.pem"),
            "ldap.server.client-key: is missing"),
        arguments(
            settings("ldap.service-account.password", "top secret"),
            "ldap.service-account.dn: is missing"),
        arguments(
            settings("ldap.service-account.dn", "secret!", "ldap.service-account.password", "x"),
            "ldap.service-account.dn: not a DN, user@example.com or DOMAIN"),
        arguments(
            settings("ldap.service-account.dn", "cn=svc", "ldap.service-account.password", ""),
            "ldap.service-account.password: is empty"),
        arguments(
            settings(
                "ldap.service-account.dn", "cn=svc",
                "ldap.service-account.password-file", "secret\0"),
            "ldap.service-account.password-file: has U+0000"),
        arguments(
            settings(
                "ldap.service-account.dn", "cn=svc",
                "ldap.service-account.password-file", "file:/run/secrets/ldap"),
            "ldap.service-account.password-file: not a plain path; leave out the word before"),
        arguments(
            settings(
                "ldap.server.client-certificate", "/etc/ldap/tls.crt",
                "ldap.server.client-key", "-----BEGIN PRIVATE KEY-----\nsecret\n-----END"),
            "ldap.server.client-key: has a line break at position 27"),
        arguments(
            settings("ldap.server.trusted-certificates", "classpath:ca.pem"),
            "ldap.server.trusted-certificates \"classpath:ca.pem\": not a plain path"),
        arguments(
            settings("ldap.server.hosts[1]", "ldap2.example.com"),
            "ldap.server.hosts[1]: unknown setting; a list is one value, with commas"),
        arguments(
            settings("ldap.preset.domain", "ad.example.com"),
            "ldap.preset.domain: needs ldap.preset"),
        arguments(
            settings("ldap.service-account.dn", "cn=svc", "ldap.service-account.password-file", ""),
            "ldap.service-account.password-file \"\": is empty"),
        arguments(
            settings(
                "ldap.service-account.dn", "cn=svc",
                "ldap.service-account.password", "top secret",
                "ldap.service-account.password-file", "pom.xml"),
            "ldap.service-account.password: cannot be used together with"
                + " ldap.service-account.password-file"),
        arguments(
            settings("ldap.user-search.base", "people"),
            "ldap.user-search.base \"people\": not a DN"),
        arguments(
            settings("ldap.user-search.filter", "(uid=*)"),
            "ldap.user-search.filter \"(uid=*)\": has no placeholder"),
        arguments(
            settings("ldap.user-search.filter", "\"(uid={username})\""),
            "is in quotation marks; leave them out"),
        arguments(
            settings("ldap.user-search.base", "'ou=people,dc=x'"),
            "is in quotation marks; leave them out"),
        arguments(
            settings(
                "ldap.service-account.dn", "\"cn=svc,dc=x\"", "ldap.service-account.password", "x"),
            "is in quotation marks; leave them out"),
        arguments(
            settings("ldap.user-search.base", "\u201cou=people,dc=x\u201d"),
            "ldap.user-search.base: is in quotation marks; leave them out"),
        arguments(
            settings("ldap.server.trusted-certificates", "C:certs\new"),
            "<U+000A>ew\": lost its backslashes; in a properties file, write / or each backslash"),
        arguments(
            settings("ldap.server.trusted-certificates", "C:certsca.pem"),
            "ldap.server.trusted-certificates \"C:certsca.pem\": lost its backslashes"),
        arguments(
            settings("ldap.service-account.dn", "ADsvc", "ldap.service-account.password", "x"),
            "it may be the password; in a properties file, write each backslash twice"),
        arguments(
            settings("ldap.service-account.dn", "AD\nina", "ldap.service-account.password", "x"),
            "has a line break at position 2; in a properties file, write each backslash twice"),
        arguments(
            settings("ldap.user-search.base", "example.com"),
            "ldap.user-search.base \"example.com\": not a DN; that of a domain is dc=example,dc=com"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.require", "memberOf=cn=a,dc=x"),
            "ldap.require \"memberOf=cn=a,dc=x\": begins with memberOf=; write the DN of the group"),
        arguments(
            settings(
                base, groups, type, "groupOfNames", "ldap.group-search.filter", "(member={0})"),
            "ldap.group-search.filter \"(member={0})\": has the placeholder {0}; leave that condition"
                + " out"),
        arguments(
            settings(
                "ldap.service-account.dn", "cn=svc",
                "ldap.service-account.password-file", "no such file"),
            "ldap.service-account.password-file, not shown: cannot be read (NoSuchFileException)"),
        arguments(
            settings("ldap.user-search.scope", "all"),
            "ldap.user-search.scope \"all\": none of base, one-level, subtree"),
        arguments(
            settings("ldap.user-search.2.base", PEOPLE), "ldap.user-search.filter.2: is missing"),
        arguments(
            settings(
                "ldap.user-search.2.base",
                PEOPLE,
                "ldap.user-search.2.filter",
                "(mail={username})"),
            "name the one that holds the user name with ldap.user-search.username-attribute"),
        arguments(
            settings("ldap.user-bind-name", "everybody"),
            "ldap.user-bind-name \"everybody\": has no placeholder"),
        arguments(
            template("ldap.user-search.base", PEOPLE),
            "ldap.user-search.base: cannot be used together with ldap.user-dn-template"),
        arguments(
            template("ldap.user-bind-name", "{username}@example.com"),
            "ldap.user-bind-name: cannot be used together with ldap.user-dn-template"),
        arguments(
            settings("ldap.user-bind-name", "{username}@example.com", "ldap.read-as-user", "False"),
            "ldap.read-as-user \"False\": with ldap.user-bind-name, the user always reads"),
        arguments(
            settings("ldap.user-bind-name", "{username}@example.com", "ldap.read-as-user", "no"),
            "ldap.read-as-user \"no\": neither true nor false"),
        arguments(
            settings("ldap.read-as-user", "yes"),
            "ldap.read-as-user \"yes\": neither true nor false"),
        arguments(
            settings("ldap.attributes", "mail, given*"),
            "ldap.attributes \"given*\": not an attribute description"),
        arguments(
            settings(base, "groups", type, "groupOfNames"),
            "ldap.group-search.base \"groups\": not a DN"),
        arguments(settings(type, "groupOfNames"), "ldap.group-search.base: is missing"),
        arguments(settings(base, groups), "ldap.group-search.type: is missing"),
        arguments(
            settings(base, groups, type, "member"),
            "ldap.group-search.type \"member\": none of groupOfNames,"),
        arguments(
            settings(base, groups, type, "groupOfNames", "ldap.group-search.max-groups", "0"),
            "ldap.group-search.max-groups 0: must be at least 1"),
        arguments(
            settings(base, groups, type, "groupOfNames", "ldap.group-search.member-attribute", "m"),
            "ldap.group-search.type: cannot be used together with"
                + " ldap.group-search.member-attribute"),
        arguments(
            settings(base, groups, "ldap.group-search.member-attribute", "m m"),
            "ldap.group-search.member-attribute \"m m\""),
        arguments(
            settings(base, groups, type, "groupOfNames", "ldap.group-search.nested", "-1"),
            "ldap.group-search.nested -1: must be at least 0"),
        arguments(
            settings(base, groups, type, "posixGroup", "ldap.group-search.nested", "true"),
            "ldap.group-search.nested: members of posixGroup are no groups"),
        arguments(
            settings(base, groups, type, "posixGroup", "ldap.group-search.primary-group", "true"),
            "ldap.group-search.primary-group: posixGroup always counts the primary group"),
        arguments(
            settings("ldap.member-of.name-attribute", "cn"),
            "ldap.member-of.attribute: is missing"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", base, groups),
            "ldap.group-search.base: cannot be used together with ldap.member-of.attribute"),
        arguments(
            settings("ldap.token-groups.name-attribute", "cn"),
            "ldap.token-groups.base: is missing"),
        arguments(
            settings("ldap.token-groups.base", "nonsense"),
            "ldap.token-groups.base \"nonsense\": not a DN"),
        arguments(
            settings("ldap.token-groups.base", "dc=x", base, groups),
            "ldap.group-search.base: cannot be used together with ldap.token-groups.base"),
        arguments(
            settings("ldap.automatic-groups.base", "nonsense"),
            "ldap.automatic-groups.base \"nonsense\": not a DN"),
        arguments(
            settings("ldap.automatic-groups.base", "dc=x", "ldap.token-groups.base", "dc=x"),
            "ldap.token-groups.base: cannot be used together with ldap.automatic-groups.base"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.token-groups.base", "dc=x"),
            "ldap.token-groups.base: cannot be used together with ldap.member-of.attribute"),
        arguments(
            settings("ldap.attributes", "tokenGroups"),
            "ldap.attributes \"tokenGroups\": fails every search of Active Directory"),
        arguments(
            settings("ldap.require", "(group=cn=staff," + groups + ")"),
            "ldap.require (group=cn=staff,ou=groups,dc=example,dc=com): needs ldap.group-search.base,"
                + " ldap.member-of.attribute, ldap.token-groups.base or ldap.automatic-groups.base"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.deny", ""),
            "ldap.deny \"\": is empty"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.require", "group=cn=a,dc=x"),
            "ldap.require \"group=cn=a,dc=x\": lacks parentheses; write (group=cn=a,dc=x)"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.require", "staff"),
            "ldap.require \"staff\": is no DN; write that of the group, such as"
                + " cn=staff,ou=groups,dc=example,dc=com"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.deny", "cn=Doe, John,dc=x"),
            "ldap.deny \"cn=Doe, John,dc=x\": not a DN (\"John,dc\" is not an attribute description"
                + " at"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.role.ADMIN", "admins"),
            "ldap.role.ADMIN \"admins\": is no DN; write that of the group"),
        arguments(
            settings("ldap.role.ADMIN", "cn=admins,dc=x"),
            "ldap.role.ADMIN (group=cn=admins,dc=x): needs ldap.group-search.base, "),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.flag.locked[1]", "cn=a,dc=x"),
            "ldap.flag.locked[1]: is one of a list; write one value"),
        arguments(
            settings("ldap.attribute.first-name", "given*"),
            "ldap.attribute.first-name \"given*\": not an attribute description"),
        arguments(
            settings("ldap.user-search.filter", "(uid={{username}})"),
            "has the placeholder {{username}}; write {username} with single braces"),
        arguments(
            settings("ldap.user-search.filter", "(&(uid={username})\n(objectClass=person))"),
            "line break"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.deny.1", "(group=suspended)"),
            "ldap.deny.1 \"(group=suspended)\": not a group query (at position 0: memberOf"
                + " \"suspended\": not a DN (lacks an equals sign at position 0), such as"
                + " cn=staff,"),
        arguments(
            settings(
                base, groups, type, "groupOfNames", "ldap.require", "cn=a," + groups + "  # staff"),
            "is not below ou=groups,dc=example,dc=com, where groups are searched"
                + " (ldap.group-search.base); correct one of them; a properties file has no comments"),
        arguments(
            settings("ldap.time-limit", "5s #short"),
            "ldap.time-limit \"5s #short\": not a duration, such as 5s or PT5S; a properties file has"
                + " no comments at the end of a line"),
        arguments(settings("ldap.cache", "48h"), "ldap.cache PT48H: must be positive"),
        arguments(settings("ldap.time-limit", "0s"), "ldap.time-limit PT0S: must be"),
        arguments(
            settings("ldap.min-rejection-time", "1m"),
            "ldap.min-rejection-time PT1M: must be less than ldap.time-limit"),
        arguments(
            template("ldap.decoy-bind", "cn=decoy"),
            "ldap.decoy-bind: cannot be used together with a look-up"));
  }

  @ParameterizedTest
  @MethodSource("mistaken")
  void mistakeIsReportedWithItsKey(Map<String, String> settings, String mistake) {
    assertThat(mistakes(settings))
        .singleElement()
        .asString()
        .contains(mistake)
        .doesNotContain("secret");
  }

  @Test
  void allMistakesAreReportedWithoutPasswords() {
    var settings =
        Map.of(
            "ldap.server.hosts", "ldap.example.com:0",
            "ldap.user-search.base", "people",
            "ldap.service-account.dn", "svc",
            "ldap.service-account.password", "top secret",
            "ldap.service-account.pasword", "top secret",
            "ldap.require", "(group=staff)",
            "ldap.time-limit", "for ever",
            "other.setting", "not ours");

    assertThat(mistakes(settings))
        .satisfiesExactlyInAnyOrder(
            m -> assertThat(m).startsWith("ldap.server.hosts \"ldap.example.com:0\": "),
            m -> assertThat(m).startsWith("ldap.user-search.base \"people\": "),
            m -> assertThat(m).isEqualTo("ldap.user-search.filter: is missing"),
            m -> assertThat(m).startsWith("ldap.service-account.dn: "),
            m -> assertThat(m).startsWith("ldap.service-account.pasword: unknown setting;"),
            m -> assertThat(m).startsWith("ldap.require "),
            m -> assertThat(m).startsWith("ldap.time-limit "))
        .noneMatch(m -> m.contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldap.group-search", "ldap.token-groups"})
  void missingBaseMakesNoRuleAMistake(String lookup) {
    var settings = settings("ldap.deny", "(group=cn=suspended,ou=groups,dc=example,dc=com)");
    settings.put(lookup + ".name-attribute", "cn");
    if (lookup.endsWith("search")) {
      settings.put(lookup + ".type", "groupOfNames");
      settings.put(lookup + ".scope", "one-level");
    }

    assertThat(mistakes(settings)).containsExactly(lookup + ".base: is missing");
  }

  @Test
  void otherPrefixIsNamed() {
    assertThat(mistakes(Map.of("app.ldap.server.hosts", "ldap.example.com")))
        .startsWith("no key begins with \"ldap.\"; there is app.ldap.server.hosts");
  }

  @Test
  void bindNameNeedsASearch() {
    var settings =
        Map.of(
            "ldap.server.hosts", "ldap.example.com",
            "ldap.user-bind-name", "{username}@example.com");

    assertThat(mistakes(settings))
        .containsExactly(
            "ldap.user-search.base: is missing", "ldap.user-search.filter: is missing");
  }

  @Test
  void nullValueIsMissing() {
    Map<String, String> settings = settings();
    settings.put("ldap.time-limit", null);

    assertThat(mistakes(settings)).containsExactly("ldap.time-limit \"\": is empty");
  }

  @Test
  void mistakesOfTheActiveDirectoryLookUpAreReportedWithTheirKeys() {
    String host = "ldap.server.hosts";
    String domain = "ldap.user-active-directory.domain";

    assertThat(mistakes(Map.of(host, "a.example", "ldap.user-active-directory.base", "dc=x")))
        .containsExactly(domain + ": is missing");
    assertThat(mistakes(Map.of(host, "a.example", domain, "AD")))
        .singleElement()
        .asString()
        .startsWith(domain + " \"AD\": not the DNS name of a domain");
    assertThat(
            mistakes(Map.of(host, "a.example", domain, "ad.example", "ldap.user-bind-name", "x")))
        .containsExactly("ldap.user-bind-name: cannot be used together with " + domain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hosts", "urls", "srv", "ldaps-srv", "active-directory-srv", "follow-referrals"})
  void passwordInAUrlIsNotShown(String key) {
    // Its mistake tells how to use TLS in place of the URL.
    Map<String, String> settings = settings("ldap.server.trusted-certificates", "ca.pem");
    if (!key.equals("follow-referrals")) {
      settings.remove("ldap.server.hosts");
    }
    for (String password : List.of("s3cret", "s3cret,s3cret")) {
      settings.put("ldap.server." + key, "ldap://svc:" + password + "@ldap.example.com");

      assertThat(mistakes(settings).toString())
          .contains("ldap.server." + key)
          .doesNotContain("s3cret");
    }
  }
}
