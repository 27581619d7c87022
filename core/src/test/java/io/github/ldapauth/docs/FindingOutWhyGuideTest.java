// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapDiagnosis;
import io.github.ldapauth.LdapDiagnosis.Check;
import io.github.ldapauth.fixture.MistakenServers;
import io.github.ldapauth.properties.LdapAuthProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reports in the guide "It does not work". They are printed by the code that they are about.
 */
class FindingOutWhyGuideTest {

  private static final String GUIDE = "core/docs/finding-out-why.md";
  private static final Pattern BLOCK = Pattern.compile("(?s)```text\n.*?```");
  private static final Pattern REQUEST =
      Pattern.compile("(?m)^ +[A-Z_]+ (connect|bind|search)\\b.*\n");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "ldap.server.urls", "ldap://{ldap}",
          "ldap.service-account.dn", "uid=svc,ou=people,dc=example,dc=com",
          "ldap.service-account.password", "service secret",
          "ldap.user-search.base", "ou=people,dc=example,dc=com",
          "ldap.user-search.filter", "(uid={username})",
          "ldap.group-search.base", "ou=groups,dc=example,dc=com",
          "ldap.group-search.type", "groupOfNames",
          "ldap.group-search.nested", "true",
          "ldap.require", "(group=cn=staff,ou=groups,dc=example,dc=com)");

  @TempDir private static Path folder;

  private static MistakenServers servers;

  @BeforeAll
  static void start() throws IOException {
    servers = new MistakenServers(folder);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  private static LdapDiagnosis diagnose(
      Map<String, String> changes, String username, @Nullable String password) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.putAll(changes);
    servers
        .placeholders("kit")
        .forEach((name, value) -> settings.replaceAll((key, text) -> text.replace(name, value)));
    var config = LdapAuthProperties.read(settings, "ldap.").build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      return LdapDiagnosis.run(authenticator, username, password, List.of());
    }
  }

  /** Leaves the requests out, and replaces what differs each time. */
  private static String printed(String report) {
    return REQUEST
        .matcher(report)
        .replaceAll("")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "ldap1.example.com:389")
        .replaceAll(" \\[\\d+ ms\\]", "")
        .replaceAll("took \\d+ ms", "took 8 ms")
        .replaceAll("slowest: .*", "slowest: ...")
        .replaceAll("stable id [0-9a-f-]{36}", "stable id 0c2f...");
  }

  private static String firstFailure(Map<String, String> changes, String username) {
    LdapDiagnosis diagnosis = diagnose(changes, username, null);
    List<Check> problems =
        diagnosis.checks().stream()
            .filter(
                check ->
                    check.status() == LdapDiagnosis.Status.FAILED
                        || check.status() == LdapDiagnosis.Status.WARNING)
            .limit(1)
            .toList();
    return printed(
        problems.stream()
            .flatMap(
                check ->
                    Stream.concat(
                        Stream.of(check.status() + " " + check.step() + " " + check),
                        check.hint().map("    -> "::concat).stream()))
            .reduce((text, line) -> text + "\n" + line)
            .orElse(""));
  }

  private static Map<String, String> reports() {
    Map<String, String> reports = new LinkedHashMap<>();
    reports.put("whole", printed(diagnose(Map.of(), "alice", "wonderland").toString()));
    reports.put(
        "plain to ldaps", firstFailure(Map.of("ldap.server.urls", "ldap://{ldaps}"), "alice"));
    reports.put("untrusted", firstFailure(Map.of("ldap.server.urls", "ldaps://{ldaps}"), "alice"));
    reports.put(
        "service password", firstFailure(Map.of("ldap.service-account.password", "old"), "alice"));
    reports.put(
        "user base",
        firstFailure(Map.of("ldap.user-search.base", "ou=peple,dc=example,dc=com"), "alice"));
    reports.put(
        "suffix",
        firstFailure(Map.of("ldap.user-search.base", "ou=people,dc=exmaple,dc=com"), "alice"));
    reports.put(
        "filter", firstFailure(Map.of("ldap.user-search.filter", "(mail={username})"), "alice"));
    reports.put(
        "one level",
        firstFailure(
            Map.of(
                "ldap.user-search.base", "dc=example,dc=com",
                "ldap.user-search.scope", "one-level"),
            "alice"));
    reports.put(
        "group of a rule",
        firstFailure(
            Map.of("ldap.require", "(group=cn=staf,ou=groups,dc=example,dc=com)"), "alice"));
    reports.put(
        "type of groups",
        firstFailure(Map.of("ldap.group-search.type", "groupOfUniqueNames"), "alice"));
    reports.put("rule", firstFailure(Map.of(), "bob"));
    return reports;
  }

  @Test
  void reportsInTheGuideArePrinted() throws IOException {
    String written = Files.readString(Document.fromRoot(GUIDE));
    Iterator<String> reports = reports().values().iterator();
    String actual =
        BLOCK
            .matcher(written)
            .replaceAll(
                block -> Matcher.quoteReplacement("```text\n" + reports.next().strip() + "\n```"));
    Files.writeString(Path.of("target/finding-out-why.md"), actual);

    assertThat(reports).isExhausted();
    assertThat(written)
        .describedAs(
            "A report has changed. If it should: cp core/target/finding-out-why.md " + GUIDE)
        .isEqualTo(actual);
  }
}
