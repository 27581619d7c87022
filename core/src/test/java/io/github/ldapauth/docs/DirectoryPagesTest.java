// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapDiagnosis;
import io.github.ldapauth.LdapDiagnosis.Check;
import io.github.ldapauth.LdapDiagnosis.Status;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.docs.Document.Block;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.realserver.Ds389;
import io.github.ldapauth.realserver.OpenDj;
import io.github.ldapauth.realserver.SambaAd;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages about kinds of directory servers. The properties of each sign a user in. For each usual
 * mistake, the page has the text that ldapauth tells: the line above it has the changed settings.
 */
class DirectoryPagesTest {

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");
  private static final Pattern CHANGE = Pattern.compile("`(ldap[\\w.-]+) = ([^`]+)`");
  private static final Pattern WITHOUT = Pattern.compile("without `(ldap[\\w.-]+)`");
  private static final Pattern CLEAR_TEXT = Pattern.compile(":3890?$");
  private static final String HOSTS = "ldap.server.hosts";

  /** A busy machine is no mistake. */
  private static final Map<String, String> PATIENCE =
      Map.of(
          "ldap.server.connect-timeout", "30s",
          "ldap.server.response-timeout", "30s",
          "ldap.time-limit", "1m");

  private static final String LDIF =
      """
      dn: dc=example,dc=com
      objectClass: domain
      dc: example

      dn: ou=services,dc=example,dc=com
      objectClass: organizationalUnit
      ou: services

      dn: ou=people,dc=example,dc=com
      objectClass: organizationalUnit
      ou: people

      dn: ou=groups,dc=example,dc=com
      objectClass: organizationalUnit
      ou: groups

      dn: uid=app,ou=services,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: app
      cn: app
      sn: app
      userPassword: service secret

      dn: uid=alice,ou=people,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: alice
      cn: Alice
      sn: Adams
      userPassword: wonderland

      dn: uid=bob,ou=people,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: bob
      cn: Bob
      sn: Barker
      userPassword: builder

      dn: cn=team,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: team
      member: uid=alice,ou=people,dc=example,dc=com

      dn: cn=app-users,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: app-users
      member: cn=team,ou=groups,dc=example,dc=com
      """;

  private static final String AD_GROUPS =
      """
      dn: OU=Groups,DC=ad,DC=example,DC=com
      objectClass: organizationalUnit
      ou: Groups

      dn: CN=Team,OU=Groups,DC=ad,DC=example,DC=com
      objectClass: group
      cn: Team
      sAMAccountName: Team
      member: CN=alice,CN=Users,DC=ad,DC=example,DC=com

      dn: CN=App Users,OU=Groups,DC=ad,DC=example,DC=com
      objectClass: group
      cn: App Users
      sAMAccountName: App Users
      member: CN=Team,OU=Groups,DC=ad,DC=example,DC=com
      """;

  private static NamedFiles files;

  @BeforeAll
  static void makeFiles(@TempDir Path folder) throws IOException {
    files = new NamedFiles(folder, CERTIFICATES);
  }

  @Test
  void openLdap() throws IOException {
    Slapd.assumeInstalled();
    try (Slapd slapd = Slapd.start(CERTIFICATES, LDIF)) {
      holds("openldap.md", slapd.hostAndPort(), slapd.ldapsHostAndPort());
    }
  }

  @Test
  void directory389() throws IOException {
    Ds389.assumeInstalled();
    try (Ds389 ds389 = Ds389.start(CERTIFICATES, LDIF, Map.of())) {
      holds("389-ds.md", ds389.hostAndPort(), ds389.ldapsHostAndPort());
    }
  }

  @Test
  void openDj() throws IOException {
    OpenDj.assumeInstalled();
    try (OpenDj openDj = OpenDj.start(CERTIFICATES, LDIF, Map.of())) {
      holds("opendj.md", openDj.hostAndPort(), openDj.ldapsHostAndPort());
    }
  }

  @Test
  void openDjOnTheKit() throws IOException {
    try (TestDirectory kit =
        people(TestDirectory.builder().like(ServerKind.OPEN_DJ)).ldif(LDIF).start()) {
      holds("opendj.md", kit.hostAndPort(), kit.ldapsHostAndPort());
    }
  }

  @Test
  void sambaAd() throws Exception {
    SambaAd.assumeInstalled();
    try (SambaAd samba = SambaAd.start(CERTIFICATES)) {
      for (String name : List.of("app", "alice", "bob")) {
        samba.addUser(
            new Entry(
                "dn: CN=" + name + ",CN=Users," + SambaAd.BASE,
                "objectClass: user",
                "sAMAccountName: " + name,
                "userPrincipalName: " + name + "@ad.example.com",
                "userAccountControl: 512"),
            password(name));
      }
      try (LDAPConnection administrator = samba.connect()) {
        for (String group : Pattern.compile("\n\n").splitAsStream(AD_GROUPS).toList()) {
          administrator.add(group.lines().toArray(String[]::new));
        }
      }
      holds("samba-ad.md", samba.hostAndPort(), samba.ldapsHostAndPort());
    }
  }

  @Test
  void activeDirectory() throws IOException {
    try (TestDirectory kit =
        people(TestDirectory.builder().like(ServerKind.ACTIVE_DIRECTORY), "app", "alice", "bob")
            .baseDn("dc=ad,dc=example,dc=com")
            .ldif(AD_GROUPS)
            .start()) {
      holds("active-directory.md", kit.hostAndPort(), kit.ldapsHostAndPort());
    }
  }

  @Test
  void freeIpa() throws IOException {
    try (TestDirectory kit =
        people(TestDirectory.builder().like(ServerKind.FREE_IPA), "alice", "bob")
            .ldif(
                """
                dn: cn=etc,dc=example,dc=com
                objectClass: nsContainer
                cn: etc

                dn: cn=sysaccounts,cn=etc,dc=example,dc=com
                objectClass: nsContainer
                cn: sysaccounts

                dn: uid=app,cn=sysaccounts,cn=etc,dc=example,dc=com
                objectClass: account
                objectClass: simpleSecurityObject
                uid: app
                userPassword: service secret
                """)
            .group("team", "alice")
            .group("app-users", "team")
            .start()) {
      holds("freeipa.md", kit.hostAndPort(), kit.ldapsHostAndPort());
    }
  }

  /** Its tree only: the kit does not imitate lldap. */
  @Test
  void treeOfLldap() throws IOException {
    try (TestDirectory kit =
        people(TestDirectory.builder(), "app", "alice", "bob")
            .group("app-users", "alice")
            .bindRequiredToSearch()
            .start()) {
      holds("lldap.md", kit.hostAndPort(), kit.ldapsHostAndPort());
    }
  }

  private static TestDirectoryBuilder people(TestDirectoryBuilder kit, String... names) {
    for (String name : names) {
      kit.user(name, password(name));
    }
    return kit.tls(CERTIFICATES);
  }

  private static String password(String name) {
    return Map.of("app", "service secret", "alice", "wonderland").getOrDefault(name, "builder");
  }

  private static void holds(String page, String hostAndPort, String ldapsHostAndPort)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    SoftAssertions mistakes = new SoftAssertions();
    for (Block block : Document.read("core/docs/directories/" + page).blocks()) {
      if (settings.isEmpty()) {
        settings.putAll(files.settings(block));
        settings.putAll(PATIENCE);
        settings.putIfAbsent(HOSTS, "dc1." + settings.get("ldap.preset.domain"));
        signsIn(with(settings, HOSTS, ldapsHostAndPort));
      } else if (block.language().equals("text")) {
        Map<String, String> mistaken = mistaken(settings, block.above());
        String named = firstHost(mistaken);
        String real = CLEAR_TEXT.matcher(named).find() ? hostAndPort : ldapsHostAndPort;
        mistakes
            .assertThat(told(with(mistaken, HOSTS, real)).replace(real, named))
            .describedAs(block.above())
            .matches(asPattern(block.code()));
      }
    }
    mistakes.assertAll();
  }

  private static Map<String, String> with(Map<String, String> settings, String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(settings);
    changed.put(key, value);
    return changed;
  }

  private static Map<String, String> mistaken(Map<String, String> settings, String line) {
    Map<String, String> mistaken = new LinkedHashMap<>(settings);
    WITHOUT.matcher(line).results().forEach(each -> mistaken.remove(each.group(1)));
    CHANGE.matcher(line).results().forEach(each -> mistaken.put(each.group(1), each.group(2)));
    assertThat(mistaken).describedAs(line).isNotEqualTo(settings);
    return mistaken;
  }

  private static String firstHost(Map<String, String> settings) {
    String host = settings.get(HOSTS).replaceFirst(",.*", "");
    return host.contains(":") ? host : host + ":636";
  }

  /** The page breaks lines as it likes, and leaves out what differs between machines. */
  private static Pattern asPattern(String text) {
    return Pattern.compile(
        Pattern.compile("\\s+|…")
            .matcher(Pattern.quote(text))
            .replaceAll(
                part ->
                    Matcher.quoteReplacement(
                        "\\E" + (part.group().equals("…") ? ".*" : "\\s+") + "\\Q")),
        Pattern.DOTALL);
  }

  private static void signsIn(Map<String, String> settings) {
    LdapAuthConfig config = LdapAuthProperties.read(settings, "ldap.").build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).ldapUser().stableId())
          .isPresent();
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  /** Returns what is told of the mistake, and where to look. */
  private static String told(Map<String, String> settings) {
    LdapAuthConfig config;
    try {
      config = LdapAuthProperties.read(settings, "ldap.").build();
    } catch (InvalidConfigException e) {
      return String.join("\n", e.mistakes());
    }
    try (var authenticator = LdapAuthenticator.create(config)) {
      return LdapDiagnosis.run(authenticator, "alice").checks().stream()
          .filter(check -> check.status() == Status.FAILED)
          .findFirst()
          .map(DirectoryPagesTest::told)
          .orElse("");
    }
  }

  private static String told(Check check) {
    return check + check.hint().map(hint -> "\n-> " + hint).orElse("");
  }
}
