// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogTest {

  private final TestDirectory directory = Directories.people().start();
  private final CapturedLog log = new CapturedLog();

  @AfterEach
  void stop() {
    log.close();
    directory.close();
  }

  private List<String> lines() {
    return log.lines(LdapAuthenticator.class).stream()
        .map(line -> line.replaceAll("\\d+ ms", "… ms"))
        .toList();
  }

  @Test
  void eachSignInIsOneLine() {
    try (var authenticator =
        LdapAuthenticator.builder(Directories.staffOnly(directory).build(), new AccountStore())
            .attribute("telephoneNumber", Account::setFirstName)
            .build()) {
      yes(authenticator.authenticate("Alice ", "wonderland"));
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      no(authenticator.authenticate("evil\nINFO\u202E", "x"), RejectionReason.INVALID_USERNAME);
      authenticator.populate("bob");
      directory.stop();
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .isInstanceOf(LdapDirectoryException.class);
    }

    assertThat(log.loggers("io.github.ldapauth"))
        .containsExactly(Directory.class.getName(), LdapAuthenticator.class.getName());
    assertThat(lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "INFO sign-in of \"Alice \": yes, "
                            + ALICE
                            + ", new to the application, without [telephoneNumber] (… ms)"),
            line ->
                assertThat(line)
                    .startsWith("INFO sign-in of \"bob\": no, REQUIREMENT_NOT_MET: uid=bob,")
                    .contains("(group=cn=staff,"),
            line ->
                assertThat(line)
                    .startsWith("INFO sign-in of \"evil?INFO?\": no, INVALID_USERNAME:"),
            line -> assertThat(line).startsWith("INFO populate of \"bob\": yes, uid=bob,"),
            line ->
                assertThat(line)
                    .startsWith(
                        "WARNING sign-in of \"alice\": no answer, CONNECT at "
                            + directory.hostAndPort()));
  }

  @Test
  void eachRequestIsOneLineAtDebug() {
    try (var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      no(authenticator.authenticate("alice", "bogus"), RejectionReason.INVALID_CREDENTIALS);
    }

    String server = " ms=… server=" + directory.hostAndPort();
    assertThat(log.lines(Directory.class).stream().map(line -> line.replaceAll("ms=\\d+", "ms=…")))
        .containsExactly(
            "FINE CONNECT connect: code=0" + server,
            "FINE SERVICE_BIND bind name=\"" + Directories.SERVICE + "\": code=0" + server,
            "FINE FIND_USER search base=\""
                + Directories.PEOPLE
                + "\" scope=SUBTREE filter=\"(uid=alice)\": code=0 entries=1"
                + server,
            "FINE CONNECT connect: code=0" + server,
            "FINE USER_BIND bind name=\"" + ALICE + "\": code=49" + server);
  }

  @Test
  void serverTextIsCutOffButNotTheReason() {
    var anonymous = LdapAuthConfig.builder(LdapServer.url(directory.url()), Directories.byUid());
    directory.faults().next(SEARCH).answers(50, "x".repeat(300));
    try (var authenticator = LdapAuthenticator.create(anonymous.build())) {
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .isInstanceOf(LdapDirectoryException.class);
    }

    assertThat(lines())
        .singleElement()
        .asString()
        .contains(": searched anonymously, as there is no serviceAccount(...): search base=")
        .endsWith("x… (… ms)");
  }

  @Test
  void aNameWithoutEndIsCutOffAndALongOneIsNot() {
    String longest = "a".repeat(256);
    String smiling = "😀".repeat(200);
    try (var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      no(authenticator.authenticate("a".repeat(1 << 20), "x"), RejectionReason.INVALID_USERNAME);
      no(authenticator.authenticate(longest, "x"), RejectionReason.USER_NOT_FOUND);
      no(authenticator.authenticate(smiling, "x"), RejectionReason.INVALID_USERNAME);
    }

    assertThat(lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("INFO sign-in of \"" + longest + "…\": no, ")
                    .hasSizeLessThan(1000),
            line -> assertThat(line).startsWith("INFO sign-in of \"" + longest + "\": no, "),
            line -> assertThat(line).startsWith("INFO sign-in of \"" + smiling + "\": no, "));
  }

  @Test
  void yesAndNoAreLoggedAsInformation() {
    try (var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      no(authenticator.authenticate("alice", "bogus"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("alice", ""), RejectionReason.INVALID_PASSWORD);
    }
    var template = UserLookup.dnTemplate("uid={username}," + Directories.PEOPLE);
    try (var authenticator =
        LdapAuthenticator.create(Directories.config(directory, template).build())) {
      no(authenticator.authenticate("evil_alice", "x"), RejectionReason.INVALID_CREDENTIALS);
    }

    assertThat(lines())
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("INFO sign-in of \"alice\": no, INVALID_CREDENTIALS: "),
            line ->
                assertThat(line).startsWith("INFO sign-in of \"alice\": no, INVALID_PASSWORD: "),
            line ->
                assertThat(line)
                    .startsWith("INFO sign-in of \"evil_alice\": no, INVALID_CREDENTIALS: "));
  }

  @Test
  void anErrorOfTheApplicationIsAWarningWithItsWords() {
    try (var authenticator =
        LdapAuthenticator.builder(Directories.config(directory).build(), new AccountStore())
            .attribute(
                "sn",
                (account, sn) -> {
                  throw new IllegalStateException("Oops");
                })
            .build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"));
    }

    assertThat(lines())
        .containsExactly(
            "WARNING sign-in of \"alice\": no answer, java.lang.IllegalStateException: Oops"
                + " (… ms)");
  }

  private static String stackTrace(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @Test
  void noPasswordIsLoggedOrPrintedAnywhere() {
    List<String> printed = new ArrayList<>();
    var config = Directories.staffOnly(directory);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      printed.add(authenticator.authenticate("alice", "wonderland").toString());
      printed.add(authenticator.authenticate("bob", "builder").toString());
      printed.add(authenticator.authenticate("alice", "s3cret-typo").toString());
      printed.add(authenticator.lookup("alice").orElseThrow().attributes().toString());
      directory.faults().next(BIND).as(ALICE).answers(51, "busy");
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> printed.add(stackTrace(e)));
      directory.faults().next(BIND).as(ALICE).closesConnection();
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> printed.add(stackTrace(e)));
      printed.add(authenticator.toString());
    }
    printed.add(config.build().toString());
    printed.add(log.everything());

    assertThat(lines()).isNotEmpty();
    for (String secret : List.of("wonderland", "builder", "s3cret-typo", "service secret")) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      assertThat(String.join("\n", printed).toLowerCase(java.util.Locale.ROOT))
          .doesNotContain(secret)
          .doesNotContain(HexFormat.of().formatHex(bytes))
          .doesNotContain(HexFormat.ofDelimiter(" ").formatHex(bytes))
          .doesNotContain(
              Base64.getEncoder().encodeToString(bytes).toLowerCase(java.util.Locale.ROOT));
    }
  }
}
