// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People in more groups than a server returns at once. */
class ManyGroupsTest {

  private static final int GROUPS_OF_ALICE = 1_150;

  /** A busy machine takes seconds for a page. */
  private static String ldif() {
    return IntStream.range(0, GROUPS_OF_ALICE)
        .mapToObj(
            i ->
                "dn: cn=club%d,%s\nobjectClass: groupOfNames\ncn: club%d\nmember: %s\n"
                    .formatted(i, GROUPS, i, ALICE))
        .collect(Collectors.joining("\n"));
  }

  private static GroupSearchLookup groups(int most) {
    return GroupLookup.search(GROUPS, GroupType.groupOfNames()).maxGroups(most);
  }

  private final TestDirectory directory =
      TestDirectory.builder().user("alice", "wonderland").ldif(ldif()).start();
  private final LdapAuthenticator<LdapUser> authenticator =
      LdapAuthenticator.create(
          LdapAuthConfig.builder(
                  Directories.patient(LdapServer.url(directory.url())), Directories.byUid())
              .groups(groups(GROUPS_OF_ALICE))
              .timeLimit(Directories.PATIENCE)
              .build());

  @AfterEach
  void stop() {
    authenticator.close();
    directory.close();
  }

  private List<Operation> pages() {
    return directory.operations().searches().stream()
        .filter(search -> search.filter().contains(ALICE))
        .toList();
  }

  private void serverReturnsFewer(int resultCode) {
    directory.faults().next(SEARCH).withFilter(ALICE).answers(resultCode, "no more");
  }

  @Test
  void completeResultTakesOneSearch() {
    LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

    assertThat(alice.groups().dns()).hasSize(GROUPS_OF_ALICE);
    assertThat(pages()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 11})
  void incompleteResultIsReadPageByPage(int resultCode) {
    serverReturnsFewer(resultCode);

    LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

    assertThat(alice.groups().dns()).hasSize(GROUPS_OF_ALICE);
    assertThat(pages()).hasSize(1 + 3);
  }

  /** 2 is what a server behind a load balancer says about the cookie of another. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 11, 12, 53})
  void rejectedPageFailsTheSignIn(int resultCode) {
    serverReturnsFewer(4);
    directory.faults().next(SEARCH).withFilter(ALICE).works();
    directory.faults().next(SEARCH).withFilter(ALICE).answers(resultCode, "enough");

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS))
        .satisfies(e -> assertThat(e.resultCode()).hasValue(4));
    assertThat(pages()).hasSize(3);
  }

  @Test
  void connectionBrokenBetweenPagesLosesNoGroup() {
    serverReturnsFewer(4);
    directory.faults().next(SEARCH).withFilter(ALICE).works();
    directory.faults().next(SEARCH).withFilter(ALICE).closesConnection();

    LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

    assertThat(alice.groups().dns()).hasSize(GROUPS_OF_ALICE);
    assertThat(pages()).hasSize(3 + 1);
  }

  private static Slapd limited(String limits) {
    return Slapd.startWithAccess(
        TestCertificates.forHosts("127.0.0.1"),
        Directories.slapdLdif() + "\n" + ldif(),
        "access to * by users read by * auth\nlimits dn.exact=\"" + SERVICE + "\" " + limits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"size.pr=100", "size.prtotal=disabled"})
  void serverWithoutPagesReturnsAllGroupsAtOnce(String forbidding) {
    try (Slapd slapd = limited("size=unlimited " + forbidding);
        var authenticator = signingIn(slapd, 2_000)) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
          .hasSize(GROUPS_OF_ALICE + 1);
    }
  }

  @Test
  void serverWithASizeLimitReturnsAllGroups() {
    try (Slapd slapd = limited("size=700 size.prtotal=unlimited");
        var all = signingIn(slapd, 2_000);
        var few = signingIn(slapd, GROUPS_OF_ALICE - 1)) {
      assertThat(all.lookup("alice").orElseThrow().groups().names())
          .hasSize(GROUPS_OF_ALICE + 1)
          .contains("staff", "club0", "club1149");
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> few.lookup("alice"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS))
          .withMessageContaining("more than " + (GROUPS_OF_ALICE - 1) + " groups; raise maxGroups")
          .withMessageNotContaining("(4)");
    }
  }

  @Test
  void sizeLimitOfTheServerIsNotTheLimitOfTheLookup() {
    try (Slapd slapd = limited("size=300 size.prtotal=disabled");
        var authenticator = signingIn(slapd, 400)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.lookup("alice"))
          .satisfies(e -> assertThat(e.resultCode()).hasValue(4))
          .withMessageContaining("the directory's own limit, after 300 entries")
          .withMessageNotContaining("maxGroups");
    }
  }

  private static LdapAuthenticator<LdapUser> signingIn(Slapd slapd, int most) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(LdapServer.url("ldap://" + slapd.hostAndPort()), Directories.byUid())
            .serviceAccount(SERVICE, "service secret")
            .groups(groups(most))
            .build());
  }
}
