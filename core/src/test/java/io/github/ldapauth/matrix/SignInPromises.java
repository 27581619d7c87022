// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.permitted;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static io.github.ldapauth.matrix.Column.APACHE_DS;
import static io.github.ldapauth.matrix.MatrixDirectory.PASSWORD;
import static io.github.ldapauth.matrix.MatrixDirectory.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RefreshResult.Ended;
import io.github.ldapauth.RefreshResult.Permitted;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestCertificates;
import java.util.List;

/** What the library promises of a sign-in. */
final class SignInPromises {

  private SignInPromises() {}

  static List<Promise> all() {
    return List.of(
        Promise.of("sign-in by a search", SignInPromises::userSignsInBySearch),
        Promise.of("sign-in by a DN template", SignInPromises::userSignsInByTemplate),
        Promise.of("preset", SignInPromises::presetNeedsNoMore)
            .without("there is no preset for it", APACHE_DS),
        Promise.of("preset for another server is named", SignInPromises::wrongPresetIsNamed),
        Promise.of("names of Active Directory", SignInPromises::windowsNamesAreKnown)
            .without(Promise.ONLY_MICROSOFT, Column.notMicrosoft()),
        Promise.of("reads as the user", SignInPromises::userReadsTheOwnEntry),
        Promise.of("wrong password", SignInPromises::wrongPasswordIsRejected),
        Promise.of("unknown user", SignInPromises::unknownUserIsNotFound),
        Promise.of("`*` in a name is a value", SignInPromises::wildcardFindsNoUser),
        Promise.of("comma and brackets in a DN", SignInPromises::userWithCommaSignsIn),
        Promise.of("name in capitals, one user", SignInPromises::capitalsAreTheSameUser),
        Promise.of("stable id", SignInPromises::userHasAStableId),
        Promise.of("`objectSid` as the key", SignInPromises::securityIdIsTheKey)
            .without(Promise.ONLY_MICROSOFT, Column.notMicrosoft()),
        Promise.of("look-up without a password", SignInPromises::userIsLookedUp),
        Promise.of("`refresh(…)`", SignInPromises::userIsRefreshed),
        Promise.of("`refresh(…)` of a renamed user", SignInPromises::renamedUserIsRefreshed)
            .without("does not find a renamed entry by (uid=*)", APACHE_DS),
        Promise.of("wrong service password is a failure", SignInPromises::serviceAccountFails),
        Promise.of("no problems found", SignInPromises::noProblemsAreFound),
        Promise.of("ldaps", SignInPromises::userSignsInOverLdaps),
        Promise.of("StartTLS", SignInPromises::userSignsInOverStartTls),
        Promise.of("unknown authority gets no password", SignInPromises::authorityIsUnknown));
  }

  private static void userSignsInBySearch(MatrixDirectory directory) {
    LdapUser alice = directory.signIn(directory.config(), "alice");
    assertThat(alice.username()).isEqualTo("alice");
    assertThat(alice.attributes().first("givenName")).contains("Alice");
  }

  private static void userSignsInByTemplate(MatrixDirectory directory) {
    String template = directory.entries().dn("*").replace("*", "{username}");
    var config = directory.config(directory.server(), UserLookup.dnTemplate(template));
    assertThat(directory.signIn(config, "alice").attributes().first("givenName")).contains("Alice");
  }

  private static void presetNeedsNoMore(MatrixDirectory directory) {
    LdapAuthConfigBuilder preset = directory.preset().orElseThrow();
    assertThat(directory.signIn(preset, "alice").groups().names())
        .contains("staff", "admins", "board")
        .doesNotContain("suspended");
    with(preset, it -> assertThat(it.findProblems()).isEmpty());
  }

  private static void wrongPresetIsNamed(MatrixDirectory directory) {
    boolean is389 = directory.imitated() == Column.DIRECTORY_389;
    String base = directory.entries().base();
    LdapAuthConfigBuilder preset =
        is389
            ? LdapAuthConfig.openDj(directory.server(), base)
            : LdapAuthConfig.ds389(directory.server(), base);
    String why = is389 ? "openDj is for OpenDJ" : "ds389 is for 389 Directory Server";
    with(
        preset.serviceAccount(directory.entries().dn("svc"), PASSWORD),
        it -> {
          assertThat(it.findProblems()).anyMatch(problem -> problem.contains(why));
          assertThat(
                  no(it.authenticate("nobody", PASSWORD), RejectionReason.USER_NOT_FOUND).detail())
              .contains(why);
        });
  }

  private static void windowsNamesAreKnown(MatrixDirectory directory) {
    UserLookup users = UserLookup.activeDirectory("ad.example.com").netbiosName("AD");
    with(
        directory.config(directory.server(), users),
        it -> {
          for (String typed : List.of("alice", "alice@ad.example.com", "alice@AD", "AD\\Alice")) {
            yes(it.authenticate(typed, PASSWORD));
          }
          no(it.authenticate("OTHER\\alice", PASSWORD), RejectionReason.USER_NOT_FOUND);
        });
  }

  private static void userReadsTheOwnEntry(MatrixDirectory directory) {
    assertThat(
            directory
                .signIn(directory.config().readAsUser(), "alice")
                .attributes()
                .first("givenName"))
        .contains("Alice");
  }

  private static void isRejected(
      MatrixDirectory directory, String username, String password, RejectionReason reason) {
    with(directory.config(), it -> no(it.authenticate(username, password), reason));
  }

  private static void wrongPasswordIsRejected(MatrixDirectory directory) {
    isRejected(directory, "bob", "wrong", RejectionReason.INVALID_CREDENTIALS);
  }

  private static void unknownUserIsNotFound(MatrixDirectory directory) {
    isRejected(directory, "nobody", PASSWORD, RejectionReason.USER_NOT_FOUND);
  }

  private static void wildcardFindsNoUser(MatrixDirectory directory) {
    isRejected(directory, "ali*", PASSWORD, RejectionReason.USER_NOT_FOUND);
    isRejected(directory, "*)(cn=alice", PASSWORD, RejectionReason.USER_NOT_FOUND);
  }

  private static void userWithCommaSignsIn(MatrixDirectory directory) {
    assertThat(directory.signIn(directory.config(), MatrixEntries.COMMA).attributes().first("cn"))
        .contains(MatrixEntries.COMMA);
  }

  private static void capitalsAreTheSameUser(MatrixDirectory directory) {
    with(
        directory.config(),
        it ->
            assertThat(yes(it.authenticate("ALICE", PASSWORD)).ldapUser().username())
                .isEqualTo("alice"));
  }

  private static void userHasAStableId(MatrixDirectory directory) {
    var alice = directory.signIn(directory.config(), "alice").stableId();
    var bob = directory.signIn(directory.config(), "bob").stableId();
    assertThat(alice).isPresent().isNotEqualTo(bob);
    assertThat(bob).isPresent();
    assertThat(directory.signIn(directory.config(), "alice").stableId()).isEqualTo(alice);
  }

  private static void securityIdIsTheKey(MatrixDirectory directory) {
    try (var authenticator =
        LdapAuthenticator.builder(directory.config().build(), new AccountStore())
            .keyedByStableId("objectSid")
            .build()) {
      assertThat(yes(authenticator.authenticate("alice", PASSWORD)).account().key)
          .startsWith("S-1-5-21-");
    }
  }

  private static void userIsLookedUp(MatrixDirectory directory) {
    with(directory.config(), it -> assertThat(it.lookup("alice")).isPresent());
    with(directory.config(), it -> assertThat(it.lookup("nobody")).isEmpty());
  }

  private static void userIsRefreshed(MatrixDirectory directory) {
    var config =
        directory
            .config(GroupType.groupOfNames())
            .require(not(memberOf(directory.entries().group("suspended"))));
    with(
        config,
        it -> {
          LdapUser alice = yes(it.authenticate("alice", PASSWORD)).ldapUser();
          assertThat(it.refresh(alice)).isInstanceOf(Permitted.class);
          assertThat(it.refresh(it.lookup("bob").orElseThrow())).isInstanceOf(Ended.class);
          assertThat(it.refresh(it.lookup("disabled").orElseThrow())).isInstanceOf(Ended.class);
        });
  }

  private static void renamedUserIsRefreshed(MatrixDirectory directory) throws Exception {
    try (var authenticator = LdapAuthenticator.create(directory.config().build())) {
      LdapUser before = yes(authenticator.authenticate("moving", PASSWORD)).ldapUser();
      directory.rename("moving", "moved");
      LdapUser after = permitted(authenticator.refresh(before));
      assertThat(after.dn()).isEqualTo(Dn.parse(directory.entries().dn("moved")));
      assertThat(after.stableId()).isEqualTo(before.stableId());
    }
  }

  private static void serviceAccountFails(MatrixDirectory directory) {
    var config = directory.config().serviceAccount(directory.entries().dn("svc"), "wrong");
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> with(config, it -> it.authenticate("alice", PASSWORD)))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
  }

  private static void noProblemsAreFound(MatrixDirectory directory) {
    with(directory.config(), it -> assertThat(it.findProblems()).isEmpty());
  }

  private static void userSignsInOverLdaps(MatrixDirectory directory) {
    directory.signIn(directory.config(directory.server(), directory.users()), "alice");
  }

  private static void userSignsInOverStartTls(MatrixDirectory directory) {
    directory.signIn(directory.config(directory.startTls(), directory.users()), "alice");
  }

  private static void authorityIsUnknown(MatrixDirectory directory) {
    LdapServer server =
        LdapServer.ldaps(directory.ldapsHostAndPort())
            .trustedCertificates(TestCertificates.forHosts("127.0.0.1").trustStore());
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> directory.signIn(directory.config(server, directory.users()), "alice"))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
  }
}
