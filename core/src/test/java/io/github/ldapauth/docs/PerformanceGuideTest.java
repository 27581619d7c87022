// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.UserSearchLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupSearchLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts what the guide about performance says. */
class PerformanceGuideTest {

  private static final String PEOPLE = "ou=people,dc=example,dc=com";
  private static final String GROUPS = "ou=groups,dc=example,dc=com";
  private static final UserSearchLookup SEARCH = UserLookup.search(PEOPLE, "(uid={username})");
  private static final UserLookup TEMPLATE = UserLookup.dnTemplate("uid={username}," + PEOPLE);
  private static final GroupSearchLookup DIRECT =
      GroupLookup.search(GROUPS, GroupType.groupOfNames());
  private static final GroupLookup NESTED =
      GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());

  private static final Duration DELAY = Duration.ofMillis(40);

  private final TestDirectory directory =
      TestDirectory.builder()
          .user("alice", "wonderland")
          .user("bob", "builder")
          .group("staff", "alice")
          .group("company", "staff")
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  static Stream<Arguments> costs() {
    return Stream.of(
        signIn("a search", SEARCH, c -> c),
        signIn("a search, groups by `memberOf()`", SEARCH, c -> c.groups(GroupLookup.memberOf())),
        signIn("a search, a group search", SEARCH, c -> c.groups(DIRECT)),
        signIn("a search, two levels of nested groups", SEARCH, c -> c.groups(NESTED)),
        signIn(
            "two searches with `or(…)`, a group search", SEARCH.or(SEARCH), c -> c.groups(DIRECT)),
        signIn(
            "a search, a group search with `alsoBelow(…)`",
            SEARCH,
            c -> c.groups(DIRECT.alsoBelow(PEOPLE))),
        signIn(
            "a search, a group search, `readAsUser()`", SEARCH, c -> c.groups(DIRECT).readAsUser()),
        signIn("a DN template", TEMPLATE, c -> c),
        signIn("a DN template, a group search", TEMPLATE, c -> c.groups(DIRECT)),
        signIn("a DN template, `readAsUser()`", TEMPLATE, LdapAuthConfigBuilder::readAsUser),
        arguments(
            "a search, a wrong password",
            SEARCH,
            with(c -> c.groups(DIRECT)),
            signIn("alice", "wrong")),
        arguments(
            "a search, an unknown user name",
            SEARCH,
            with(c -> c.groups(DIRECT)),
            signIn("nobody", "x")),
        arguments(
            "`lookup(…)` by a search, a group search",
            SEARCH,
            with(c -> c.groups(DIRECT)),
            use(PerformanceGuideTest::lookup)));
  }

  private static Arguments signIn(
      String name, UserLookup users, UnaryOperator<LdapAuthConfigBuilder> more) {
    return arguments(name, users, more, signIn("alice", "wonderland"));
  }

  private static UnaryOperator<LdapAuthConfigBuilder> with(
      UnaryOperator<LdapAuthConfigBuilder> more) {
    return more;
  }

  private static Consumer<LdapAuthenticator<LdapUser>> signIn(String username, String password) {
    return authenticator -> assertThat(authenticator.authenticate(username, password)).isNotNull();
  }

  private static Consumer<LdapAuthenticator<LdapUser>> use(
      Consumer<LdapAuthenticator<LdapUser>> use) {
    return use;
  }

  private static void lookup(LdapAuthenticator<LdapUser> authenticator) {
    assertThat(authenticator.lookup("alice")).isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("costs")
  void guideHasTheCountedRequests(
      String name,
      UserLookup users,
      UnaryOperator<LdapAuthConfigBuilder> more,
      Consumer<LdapAuthenticator<LdapUser>> use)
      throws IOException {
    try (var authenticator = warm(users, more, false)) {
      use.accept(authenticator);
    }
    String counted =
        directory.operations().stream()
            .map(Operation::type)
            .filter(type -> type.isRequest() || type == Operation.Type.CONNECT)
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    assertThat(Document.read("core/docs/performance.md").prose())
        .anyMatch(line -> line.startsWith("| " + name + " | " + counted + " | "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("costs")
  void guideHasTheCountedRoundTrips(
      String name,
      UserLookup users,
      UnaryOperator<LdapAuthConfigBuilder> more,
      Consumer<LdapAuthenticator<LdapUser>> use)
      throws IOException {
    int fewest = Integer.MAX_VALUE;
    try (var authenticator = warm(users, more, true)) {
      directory.faults().every(Operation.Type.BIND).after(DELAY).works();
      directory.faults().every(Operation.Type.SEARCH).after(DELAY).works();
      // On a busy machine, a thread may start only after the delay.
      for (int i = 0; i < 3; i++) {
        directory.forgetOperations();
        use.accept(authenticator);
        fewest = Math.min(fewest, directory.operations().roundTrips());
      }
    }
    String last = " | " + fewest + " |";
    assertThat(Document.read("core/docs/performance.md").prose())
        .anyMatch(line -> line.startsWith("| " + name + " | ") && line.endsWith(last));
  }

  @Test
  void guideHasTheCostOfTokenGroups() throws IOException {
    try (TestDirectory domain =
            TestDirectory.builder()
                .baseDn("dc=ad,dc=example,dc=com")
                .like(ServerKind.ACTIVE_DIRECTORY)
                .user("svc", "service secret")
                .user("alice", "wonderland")
                .group("inner", "alice")
                .group("outer", "inner")
                .start();
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.url(domain.url()), UserLookup.activeDirectory("ad.example.com"))
                    .serviceAccount(domain.dn("svc"), "service secret")
                    .groups(GroupLookup.tokenGroups("dc=ad,dc=example,dc=com"))
                    .readBesideBind(true)
                    .build())) {
      authenticator.authenticate("alice", "wonderland");
      domain.faults().every(Operation.Type.BIND).after(DELAY).works();
      domain.faults().every(Operation.Type.SEARCH).after(DELAY).works();
      int fewest = Integer.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        domain.forgetOperations();
        authenticator.authenticate("alice", "wonderland");
        assertThat(domain.operations().requests()).hasSize(4);
        fewest = Math.min(fewest, domain.operations().roundTrips());
      }
      assertThat(Document.read("core/docs/performance.md").prose())
          .contains(
              "| `activeDirectory(…)`, `tokenGroups(…)` | search, bind, search, search | "
                  + fewest
                  + " |");
    }
  }

  private LdapAuthenticator<LdapUser> warm(
      UserLookup users, UnaryOperator<LdapAuthConfigBuilder> more, boolean besideBind) {
    var config =
        LdapAuthConfig.builder(LdapServer.url(directory.url()), users).readBesideBind(besideBind);
    var authenticator = LdapAuthenticator.create(more.apply(config).build());
    authenticator.authenticate("bob", "builder");
    directory.forgetOperations();
    return authenticator;
  }
}
