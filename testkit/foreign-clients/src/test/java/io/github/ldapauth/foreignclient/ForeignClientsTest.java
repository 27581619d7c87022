// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that nobody of this project wrote get the same from the test kit as from the servers that
 * it imitates.
 */
class ForeignClientsTest {

  private static final Path DOCUMENT = Path.of("../../core/docs/testing.md");

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");

  private static final List<ForeignClient> CLIENTS =
      Stream.concat(
              Stream.of(
                  new JndiClient(),
                  new SpringLdapClient(),
                  new LdaptiveClient(),
                  new ApacheClient()),
              Stream.concat(ScriptClient.all().stream(), Stream.of(new HttpdClient())))
          .toList();

  private static final String ACCESS =
      """
      access to attrs=userPassword by self write by * auth
      access to * by * read""";

  private static Slapd slapd;
  private static TestDirectory kit;
  private static Target onSlapd;
  private static Target onKit;

  @BeforeAll
  static void start(@TempDir Path folder) {
    CLIENTS.forEach(ForeignClient::assumeInstalled);
    Path authority = CERTIFICATES.writeAuthorityPem(folder.resolve("ca.pem"));
    slapd = Slapd.startWithAccess(CERTIFICATES, ldif(), ACCESS);
    onSlapd = target("slapd", slapd.hostAndPort(), slapd.ldapsHostAndPort(), authority);
    kit = TestDirectory.builder().like(ServerKind.OPEN_LDAP).tls(CERTIFICATES).ldif(ldif()).start();
    onKit = target("kit", kit.hostAndPort(), kit.ldapsHostAndPort(), authority);
  }

  private static Target target(
      String name, String hostAndPort, String ldapsHostAndPort, Path authority) {
    return new Target(
        name, "ldap://" + hostAndPort, "ldaps://" + ldapsHostAndPort, CERTIFICATES, authority);
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
      kit.close();
    }
  }

  private static String ldif() {
    return "dn: dc=example,dc=com\nobjectClass: domain\ndc: example\n\n"
        + unit("people")
        + unit("groups")
        + Stream.concat(
                Stream.of("alice", "bob", "carol", "dave", "erin", "frank"),
                CLIENTS.stream().map(ForeignClient::changer))
            .map(ForeignClientsTest::user)
            .collect(Collectors.joining())
        + group("staff", "alice")
        + group("crew", "alice", "bob")
        + group("others", "bob");
  }

  private static String unit(String name) {
    return "dn: ou=%1$s,%2$s\nobjectClass: organizationalUnit\nou: %1$s\n\n"
        .formatted(name, Target.BASE);
  }

  private static String user(String name) {
    return """
        dn: %s
        objectClass: inetOrgPerson
        uid: %2$s
        cn: %2$s
        sn: %2$s
        userPassword: %3$s

        """
        .formatted(Target.dn(name), name, Target.RIGHT);
  }

  private static String group(String name, String... members) {
    return "dn: cn=%1$s,ou=groups,%2$s\nobjectClass: groupOfNames\ncn: %1$s\n%3$s\n\n"
        .formatted(
            name,
            Target.BASE,
            Stream.of(members)
                .map(member -> "member: " + Target.dn(member))
                .collect(Collectors.joining("\n")));
  }

  @Test
  void foreignClientsGetTheSameFromKitAndServer() throws Exception {
    Map<String, String> wrong = new LinkedHashMap<>();
    StringBuilder table = new StringBuilder(header());
    for (ForeignClient client : CLIENTS) {
      Map<Story, Boolean> kitAnswers = tell(client, onKit, wrong);
      Map<Story, Boolean> slapdAnswers = tell(client, onSlapd, wrong);
      table.append(
          Stream.of(Story.values())
              .map(story -> cell(kitAnswers.get(story)) + cell(slapdAnswers.get(story)))
              .collect(Collectors.joining(" | ", "| " + client.name() + " | ", " |\n")));
    }
    System.out.println(table);
    assertThat(wrong).isEmpty();
    assertThat(Files.readString(DOCUMENT)).contains(table);
  }

  private static String header() {
    return Stream.of(Story.values())
            .map(Story::title)
            .collect(Collectors.joining(" | ", "| client | ", " |\n"))
        + "|---".repeat(Story.values().length + 1)
        + "|\n";
  }

  private static String cell(Boolean well) {
    return well == null ? "–" : well ? "✓" : "✗";
  }

  /** Returns which stories went well, and adds the outcomes of the others. */
  private static Map<Story, Boolean> tell(
      ForeignClient client, Target target, Map<String, String> wrong) throws Exception {
    Map<Story, Boolean> well = new EnumMap<>(Story.class);
    client
        .tell(target)
        .forEach(
            (story, outcome) -> {
              well.put(story, outcome.equals(story.outcome()));
              if (!outcome.equals(story.outcome())) {
                wrong.put(client.name() + ", " + target.name() + ", " + story.title(), outcome);
              }
            });
    return well;
  }
}
