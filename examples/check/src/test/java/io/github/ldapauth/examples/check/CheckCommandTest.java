// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** What the program prints, and how it exits. */
class CheckCommandTest {

  private static TestDirectory directory;

  @TempDir private Path folder;

  private Path settings;
  private String printed = "";
  private String complained = "";

  @BeforeAll
  static void start() {
    directory =
        TestDirectory.builder()
            .user("svc", "service secret")
            .user("alice", "wonderland")
            .user("bob", "builder")
            .user("mal\u202Elory", "secret of mallory")
            .group("staff", "alice", "mal\u202Elory")
            .group("st\u009Bar\u2028", "mal\u202Elory")
            .start();
  }

  @AfterAll
  static void stop() {
    directory.close();
  }

  @BeforeEach
  void write() throws IOException {
    settings = folder.resolve("app.properties");
    write("# the application's own settings");
  }

  private void write(String... more) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("server.port = 8080");
    lines.add("ldap.server.urls = " + directory.url());
    lines.add("ldap.service-account.dn = uid=svc,ou=people,dc=example,dc=com");
    lines.add("ldap.service-account.password = service secret");
    lines.add("ldap.user-search.base = ou=people,dc=example,dc=com");
    lines.add("ldap.user-search.filter = (uid={username})");
    lines.add("ldap.group-search.base = ou=groups,dc=example,dc=com");
    lines.add("ldap.group-search.type = groupOfNames");
    lines.add("ldap.require = (group=cn=staff,ou=groups,dc=example,dc=com)");
    lines.add("ldap.role.ADMIN = cn=staff,ou=groups,dc=example,dc=com");
    lines.addAll(List.of(more));
    Files.write(settings, lines);
  }

  private Path secret(String password) throws IOException {
    return Files.writeString(folder.resolve("password"), password + "\n");
  }

  private int run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = CheckCommand.commandLine();
    command.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = command.execute(args);
    printed = out.toString();
    complained = err.toString();
    return exit;
  }

  @Test
  void serversAreCheckedWithoutUser() {
    assertThat(run(settings.toString())).isZero();

    assertThat(printed)
        .contains(
            "ok    connect       ldap.server.urls: connected to " + directory.hostAndPort(),
            "ok    service bind  ldap.service-account.dn: works at ",
            "ok    user base     ldap.user-search.base \"ou=people,dc=example,dc=com\": works at ",
            "the servers work")
        .doesNotContain("find user", "\u001b");
  }

  @Test
  void groupsOfRolesAreCheckedWithoutUser() throws IOException {
    write("ldap.role.AUDITOR = cn=auditor,ou=groups,dc=example,dc=com");

    assertThat(run(settings.toString())).isEqualTo(1);
    assertThat(printed)
        .contains("FAIL  named group   ldap.role.AUDITOR memberOf \"cn=auditor,ou=groups,")
        .endsWith("there are problems: see named group above\n");
    run(settings.toString(), "-u", "alice");
    assertThat(printed)
        .contains("FAIL  named group   ldap.role.AUDITOR memberOf \"cn=auditor,ou=g");
  }

  @Test
  void userThatMaySignInIsReported() throws IOException {
    String password = secret("wonderland").toString();
    int exit = run(settings.toString(), "-u", "alice", "--password-file", password);

    assertThat(exit).isZero();
    assertThat(printed)
        .contains(
            "ok    find user     ldap.user-search.filter: found uid=alice,ou=people",
            "filter=\"(uid=alice)\": code=0 entries=1",
            "ok    user bind     accepted",
            "cn=staff,ou=groups,dc=example,dc=com: uid=alice \u2192 cn=staff",
            "ok    require       ldap.require (group=cn=staff,ou=groups,dc=example,dc=com): yes",
            "ok    role          ldap.role.ADMIN (group=cn=staff,ou=groups,dc=example,dc=com): yes",
            "alice can sign in")
        .doesNotContain("wonderland", "service secret");
  }

  @Test
  void userThatARuleRejectsIsAFailure() {
    assertThat(run(settings.toString(), "--username", "bob", "--brief")).isEqualTo(1);
    assertThat(printed)
        .contains(
            "skip  user bind     because no password was given",
            "FAIL  require       ldap.require (group=cn=staff,ou=groups,dc=example,dc=com): no",
            "the sign-in of bob does not work: see require above")
        .doesNotContain("filter=");
  }

  @Test
  void hintNamesTheKey() throws IOException {
    write("ldap.user-search.scope = base");

    assertThat(run(settings.toString(), "-u", "alice")).isEqualTo(1);
    assertThat(printed).contains("hint: ", "check ldap.user-search.scope");
  }

  @Test
  void reportIsJsonForPrograms() {
    assertThat(run(settings.toString(), "-u", "bob", "--json")).isEqualTo(1);
    assertThat(printed)
        .startsWith("{\n  \"works\": false,\n  \"checks\": [\n    {\"step\": \"CONNECT\", ")
        .contains(
            "\"setting\": \"ldap.user-search.base \\\"ou=people,dc=example,dc=com\\\"\"",
            "{\"step\": \"REQUIRE\", \"status\": \"FAILED\"")
        .endsWith("}\n  ]\n}\n");
  }

  @Test
  void textFromOutsideIsQuotedInJson() {
    assertThat(JsonReport.quoted("a\"b\\c\nd\u2192")).isEqualTo("\"a\\\"b\\\\c\\u000ad\\u2192\"");
  }

  @Test
  void mistakesOfTheConfigurationAreListed() throws IOException {
    write("ldap.user-search.bse = dc=example", "ldap.time-limit = soon");

    assertThat(run(settings.toString())).isEqualTo(3);
    assertThat(complained)
        .contains("ldap.user-search.bse: unknown setting", "ldap.time-limit")
        .doesNotContain("Exception");
  }

  @Test
  void keyThatOccursTwiceIsMistake() throws IOException {
    write("ldap.require = (group=cn=team,ou=groups,dc=example,dc=com)", "server.port = 8081");

    assertThat(run(settings.toString())).isEqualTo(3);
    assertThat(complained)
        .isEqualToNormalizingNewlines(
            "ldap.require: occurs twice with different values; number rules, as in deny.2\n");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    assertThat(run(folder.resolve("gone.properties").toString())).isEqualTo(3);
    assertThat(complained).startsWith("there is no file ").contains("gone.properties");
    assertThat(run(folder.toString())).isEqualTo(3);
    assertThat(complained).startsWith(folder + " cannot be read: ");
  }

  @Test
  void singleBackslashIsExplained() throws IOException {
    write("ldap.server.trusted-certificates = C:\\users\\ca.pem");

    assertThat(run(settings.toString())).isEqualTo(3);
    assertThat(complained).contains("app.properties: write each backslash twice (");
  }

  @Test
  void passwordThatCannotBeAskedForIsRefused() {
    assertThat(run("login", settings.toString(), "alice")).isEqualTo(2);
    assertThat(complained).startsWith("there is no console; use --password-stdin or");
    assertThat(run("login", settings.toString(), "alice", "--password-file", "gone")).isEqualTo(2);
    assertThat(complained).startsWith("--password-file gone cannot be read");
  }

  @Test
  void passwordWithoutUserIsRefused() throws IOException {
    String file = secret("wonderland").toString();

    assertThat(run(settings.toString(), "--password-file", file)).isEqualTo(2);
    assertThat(complained).startsWith("--username is missing");
  }

  @Test
  void unknownOptionsAreRefused() {
    assertThat(run(settings.toString(), "--password", "wonderland")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(complained).isEqualTo("FILE is missing\n--help shows all options.\n");
  }

  @Test
  void helpListsTheExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(printed).contains("Exit codes:", "login", "whois", "groups", "roles");
    assertThat(run("login", "--help")).isZero();
    assertThat(printed)
        .contains("java -jar ldapauth-check.jar login", "Signs a user in", "Exit codes:")
        .doesNotContain("Checks the servers of");
  }

  @ParameterizedTest
  @CsvSource({
    "alice, wonderland, 0, 'signed in: alice (uid=alice,ou=people,dc=example,dc=com)'",
    "alice, wrong, 1, rejected: INVALID_CREDENTIALS: ",
    "bob, builder, 1, rejected: REQUIREMENT_NOT_MET: ",
    "carol, x, 1, rejected: USER_NOT_FOUND: "
  })
  void loginSignsIn(String username, String password, int exit, String start) throws IOException {
    String file = secret(password).toString();

    assertThat(run("login", settings.toString(), username, "--password-file", file))
        .isEqualTo(exit);
    assertThat(printed).startsWith(start);
  }

  @Test
  void whoisShowsAttributesWithoutValues() {
    assertThat(run("whois", settings.toString(), "alice")).isZero();
    assertThat(printed)
        .contains("user name:  alice", "DN:         uid=alice,ou=people,dc=example,dc=com", "cn, ")
        .doesNotContain("wonderland");
  }

  @Test
  void groupsAndRolesAreListed() {
    assertThat(run("groups", settings.toString(), "alice")).isZero();
    assertThat(printed).isEqualTo("cn=staff,ou=groups,dc=example,dc=com\n");
    assertThat(run("roles", settings.toString(), "alice")).isZero();
    assertThat(printed).isEqualTo("ADMIN\n");
    assertThat(run("roles", settings.toString(), "bob")).isZero();
    assertThat(printed).isEmpty();
  }

  @Test
  void rolesAreFoundHoweverTheirKeysAreWritten() throws IOException {
    write("ldap.role[OPERATOR] = cn=staff,ou=groups,dc=example,dc=com");
    Files.writeString(settings, Files.readString(settings).replaceFirst("ldap.role.ADMIN.*", ""));

    assertThat(run("roles", settings.toString(), "alice")).isZero();
    assertThat(printed).isEqualTo("OPERATOR\n");
    Files.writeString(settings, Files.readString(settings).replaceFirst("ldap.role.*", ""));
    assertThat(run("roles", settings.toString(), "alice")).isZero();
    assertThat(printed).isEqualTo("the configuration gives no roles\n");
  }

  /** Control characters, line separators and marks that change the direction of writing. */
  @Test
  void textOfTheDirectoryCannotChangeTheTerminal() throws IOException {
    String mallory = "mal\u202Elory";
    String file = secret("secret of mallory").toString();
    for (List<String> arguments :
        List.of(
            List.of("login", settings.toString(), mallory, "--password-file", file),
            List.of("login", settings.toString(), "\u202Ebob", "--password-file", file),
            List.of("whois", settings.toString(), mallory),
            List.of("groups", settings.toString(), mallory),
            List.of("whois", settings.toString(), "\u202Ebob"),
            List.of(settings.toString(), "-u", mallory))) {
      run(arguments.toArray(String[]::new));
      assertThat(printed + complained).isNotBlank().doesNotContainPattern("[\u009B\u202E\u2028]");
    }
  }

  @ParameterizedTest
  @CsvSource({"whois", "groups", "roles"})
  void unknownUserIsAFailure(String command) {
    assertThat(run(command, settings.toString(), "nobody")).isEqualTo(1);
    assertThat(complained).isEqualTo("no such user: nobody\n");
  }

  @Test
  void directoryThatIsDownIsNoAnswer() throws IOException {
    try (TestDirectory down = TestDirectory.builder().start()) {
      down.stop();
      Files.writeString(settings, Files.readString(settings).replace(directory.url(), down.url()));

      assertThat(run("whois", settings.toString(), "alice")).isEqualTo(4);
      assertThat(complained).startsWith("no answer: CONNECT at ");
      assertThat(run(settings.toString())).isEqualTo(1);
      assertThat(printed).contains("FAIL  connect       ldap.server.urls: CONNECT at ");
    }
  }
}
