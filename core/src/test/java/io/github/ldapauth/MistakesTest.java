// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapDiagnosis.Check;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.MistakenServers;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.properties.MappingProperties;
import io.github.ldapauth.realserver.SambaAd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The table of mistakes: what is wrong in the settings, the first check that fails, and the words
 * that its finding and its hint must have, in this order.
 *
 * <p>A row changes the settings of {@link #WORKING}, at Samba of {@link #WORKING_FOR_SAMBA}; a
 * value {@code -} removes one. The step {@code CONFIGURATION} stands for a configuration that
 * cannot be built, {@code NONE} for no failure. The text of the first check that warns or fails
 * counts.
 */
class MistakesTest {

  private static final Map<String, String> WORKING =
      Map.of(
          "ldap.server.urls", "ldap://{ldap}",
          "ldap.service-account.dn", "uid=svc,ou=people,dc=example,dc=com",
          "ldap.service-account.password", "service secret",
          "ldap.user-search.base", "ou=people,dc=example,dc=com",
          "ldap.user-search.filter", "(uid={username})",
          "ldap.group-search.base", "ou=groups,dc=example,dc=com",
          "ldap.group-search.type", "groupOfNames");

  private static final String[] METHODS = {
    "(...)", "in properties", "LdapServer.", "UserLookup.", "GroupLookup.", "LdapAuthConfig."
  };

  /** A configuration that works for Samba. */
  private static final Map<String, String> WORKING_FOR_SAMBA =
      Map.of(
          "ldap.server.urls", "ldaps://{ldaps}",
          "ldap.server.trusted-certificates", "{files}/ca.pem",
          "ldap.service-account.dn", "CN=svc,CN=Users," + SambaAd.BASE,
          "ldap.service-account.password", "service secret",
          "ldap.user-search.base", "CN=Users," + SambaAd.BASE,
          "ldap.user-search.filter", "(sAMAccountName={username})",
          "ldap.group-search.base", "CN=Users," + SambaAd.BASE,
          "ldap.group-search.type", "groupOfNames",
          "ldap.group-search.filter", "(objectClass=group)");

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

  @ParameterizedTest(name = "{0} ({1})")
  @CsvFileSource(resources = "/mistakes.csv", numLinesToSkip = 1)
  void mistakeIsReported(
      String mistake,
      String kinds,
      @Nullable String settings,
      @Nullable String username,
      String step,
      @Nullable String words) {
    for (String kind : Pattern.compile(" ").splitAsStream(kinds).toList()) {
      assertThat(told(settings(kind, settings), username == null ? "alice" : username))
          .describedAs("%s at %s", mistake, kind)
          .startsWith(step + ":")
          .containsSubsequence(
              words == null ? List.of(":") : Pattern.compile("; ").splitAsStream(words).toList());
    }
  }

  /** Texts that the reader of properties did not write. */
  @ParameterizedTest(name = "{0} ({1})")
  @CsvFileSource(resources = "/mistakes.csv", numLinesToSkip = 1)
  void signInNamesNoMethod(
      String mistake, String kinds, @Nullable String settings, @Nullable String username) {
    if (!kinds.startsWith("kit")) {
      return; // needs another server, which the test above starts
    }
    LdapAuthConfig config;
    try {
      config = LdapAuthProperties.read(settings("kit", settings), "ldap.").build();
    } catch (InvalidConfigException e) {
      assertThat(e.getMessage()).describedAs(mistake).doesNotContain(METHODS);
      return;
    }
    try (CapturedLog log = new CapturedLog();
        var authenticator = LdapAuthenticator.create(config)) {
      String text;
      try {
        text = authenticator.authenticate(username == null ? "alice" : username, "x").toString();
      } catch (LdapDirectoryException e) {
        text = String.valueOf(e.getMessage());
        assertThat(config.asWritten().apply(text)).isEqualTo(text);
      }
      assertThat(text + log.everything()).describedAs(mistake).doesNotContain(METHODS);
    }
  }

  private static Map<String, String> settings(String kind, @Nullable String changes) {
    Map<String, String> settings =
        new LinkedHashMap<>(kind.equals("samba") ? WORKING_FOR_SAMBA : WORKING);
    lines(changes)
        .forEach(
            change -> {
              int end = change.indexOf(" = ");
              settings.put(
                  change.substring(0, end), change.substring(end + 3).replace("\\n", "\n"));
            });
    settings.values().removeIf("-"::equals);
    servers
        .placeholders(kind)
        .forEach((name, value) -> settings.replaceAll((key, text) -> text.replace(name, value)));
    return settings;
  }

  private static Stream<String> lines(@Nullable String text) {
    return text == null ? Stream.of() : text.lines();
  }

  /** Returns the step, and all that is told of the first mistake. */
  private static String told(Map<String, String> settings, String username) {
    LdapAuthConfig config;
    List<GroupQuery> roles;
    try {
      config = LdapAuthProperties.read(settings, "ldap.").build();
      roles =
          settings.containsKey("ldap.role.ADMIN")
              ? MappingProperties.read(settings, "ldap.").roles(config, name -> name).queries()
              : List.of();
    } catch (InvalidConfigException e) {
      return "CONFIGURATION: " + e.getMessage();
    }
    try (var authenticator = LdapAuthenticator.create(config)) {
      LdapDiagnosis diagnosis = LdapDiagnosis.run(authenticator, username, null, roles);
      return diagnosis.checks().stream()
          .filter(Check::isProblem)
          .findFirst()
          .map(check -> check.step() + ": " + check + " -> " + check.hint().orElse(""))
          .orElse("NONE:");
    }
  }
}
