// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Mistakes;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sign-in names the settings as they were written: keys of properties, or methods. */
class WrittenSettingsTest {

  private final TestDirectory directory = Directories.people().start();
  private final CapturedLog log = new CapturedLog();

  @AfterEach
  void stop() {
    log.close();
    directory.close();
  }

  /** Returns working settings with changes; a null value removes a key. */
  private LdapAuthConfigBuilder properties(String... changes) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("ldap.server.urls", directory.url());
    settings.put("ldap.service-account.dn", SERVICE);
    settings.put("ldap.service-account.password", "service secret");
    settings.put("ldap.user-search.base", PEOPLE);
    settings.put("ldap.user-search.filter", "(uid={username})");
    for (int i = 0; i < changes.length; i += 2) {
      settings.put(changes[i], changes[i + 1]);
    }
    settings.values().removeIf("-"::equals);
    return LdapAuthProperties.read(settings, "ldap.");
  }

  private static String failure(ThrowingCallable call) {
    return catchThrowableOfType(LdapDirectoryException.class, call).getMessage();
  }

  /** Returns the message of the exception, which the log has too. */
  private String failure(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      String message = failure(() -> authenticator.authenticate("alice", "wonderland"));
      assertThat(log.everything())
          .contains(message)
          .doesNotContain("(...)", ", in properties ", "LdapServer.", "UserLookup.");
      return message;
    }
  }

  @Test
  void failedSearchNamesTheKeyOfItsBase() {
    assertThat(failure(properties("ldap.user-search.base", "ou=peeple,dc=example,dc=com")))
        .contains("ldap.user-search.base \"ou=peeple,dc=example,dc=com\": no such object (32)");
    assertThat(
            failure(
                properties(
                    "ldap.group-search.base", GROUPS,
                    "ldap.group-search.base.2", "ou=teams,dc=example,dc=com",
                    "ldap.group-search.type", "groupOfNames")))
        .contains("ldap.group-search.base.2 \"ou=teams,dc=example,dc=com\": no such object (32)");
  }

  @Test
  void wrongServicePasswordNamesBothKeys(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "old secret");
    var config =
        properties(
            "ldap.service-account.password",
            "-",
            "ldap.service-account.password-file",
            file.toString());

    assertThat(failure(config))
        .endsWith("; check ldap.service-account.dn and ldap.service-account.password-file");
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.findProblems())
          .last()
          .asString()
          .endsWith("; check ldap.service-account.dn and ldap.service-account.password-file");
    }
  }

  @Test
  void tooManyTokenGroupsNameTheKeyOfTheirLimit() {
    var builder = Directories.domain().user("alice", "wonderland");
    IntStream.rangeClosed(1, 1001)
        .forEach(i -> builder.group("group" + i, group -> group.members("alice")));
    try (TestDirectory domain = builder.start()) {
      assertThat(
              failure(
                  properties(
                      "ldap.server.urls",
                      domain.url(),
                      "ldap.service-account.dn",
                      domain.dn("svc"),
                      "ldap.user-search.base",
                      Directories.DOMAIN,
                      "ldap.user-search.filter",
                      "(cn={username})",
                      "ldap.token-groups.base",
                      Directories.DOMAIN)))
          .contains("is in more than 1000 groups; raise ldap.token-groups.max-groups");
    }
  }

  @Test
  void searchBelowThePresetNamesItsKey() {
    assertThat(
            failure(
                properties(
                    "ldap.user-search.base", "-",
                    "ldap.user-search.filter", "-",
                    "ldap.preset", "open-ldap",
                    "ldap.preset.base", "dc=exmaple,dc=com")))
        .contains("ldap.preset.base \"dc=exmaple,dc=com\": no such object (32)");
  }

  @Test
  void serverThatWantsTlsNamesTheUrls() {
    directory.faults().every(BIND).answers(13, "no");
    String hint =
        "use ldaps://, or ldap.server.hosts with ldap.server.protocol = start-tls, in place of"
            + " ldap.server.urls = "
            + directory.url();
    assertThat(failure(properties())).contains(hint);
    try (var authenticator = LdapAuthenticator.create(properties().build())) {
      assertThat(failure(() -> authenticator.lookup("alice"))).contains(hint);
      assertThat(authenticator.health().serviceAccount().pause())
          .map(Health.Pause::reason)
          .hasValueSatisfying(reason -> assertThat(reason).contains(hint));
    }
  }

  @Test
  void anonymousSearchNamesTheKeyOfTheAccount() {
    assertThat(
            failure(
                properties("ldap.service-account.dn", "-", "ldap.service-account.password", "-")))
        .contains("searched anonymously, as there is no ldap.service-account.dn: ");
  }

  @Test
  void userBindNamesTheKeysToo() {
    directory.faults().every(BIND).as("alice").answers(13, "no");
    assertThat(failure(properties())).contains("in place of ldap.server.urls");
    try (var authenticator = LdapAuthenticator.create(properties().build())) {
      assertThat(failure(() -> authenticator.changePassword("alice", "wonderland", "new secret")))
          .contains("in place of ldap.server.urls");
    }
  }

  @Test
  void decoyBindNamesTheKeysToo() {
    String decoy = "uid=decoy," + PEOPLE;
    directory.faults().every(BIND).as(decoy).answers(13, "no");
    try (var authenticator =
        LdapAuthenticator.create(properties("ldap.decoy-bind", decoy).build())) {
      assertThat(failure(() -> authenticator.authenticate("nobody", "wonderland")))
          .contains("in place of ldap.server.urls");
    }
  }

  @Test
  void lockoutPolicyThatShowsNoLimitNamesItsKey() {
    assertThat(failure(properties("ldap.avoid-lockout", PEOPLE)))
        .contains("ldap.avoid-lockout \"" + PEOPLE + "\": shows no");
  }

  @Test
  void exceptionOfTheApplicationStaysAsItIs() {
    LdapDirectoryException own =
        new LdapDirectoryException(Stage.FIND_USER, "use LdapServer.ldaps(...) for the other one");
    SignInGuard guard =
        new SignInGuard() {
          @Override
          public Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
            throw own;
          }
        };
    AccountStore failing =
        new AccountStore() {
          @Override
          public Account save(Account account) {
            throw own;
          }
        };
    LdapAuthConfig config = properties().build();
    try (var guarded = LdapAuthenticator.builder(config).guard(guard).build();
        var stored = LdapAuthenticator.builder(config, failing).build()) {
      assertThatThrownBy(() -> guarded.authenticate("alice", "wonderland")).isSameAs(own);
      assertThatThrownBy(() -> guarded.changePassword("alice", "wonderland", "new secret"))
          .isSameAs(own);
      assertThatThrownBy(() -> stored.authenticate("alice", "wonderland")).isSameAs(own);
      assertThatThrownBy(() -> stored.populate("alice")).isSameAs(own);
    }
  }

  @Test
  void serverOfAnotherKindNamesThePreset() {
    LdapAuthConfig config =
        properties(
                "ldap.user-search.base", "-",
                "ldap.user-search.filter", "-",
                "ldap.preset", "active-directory",
                "ldap.preset.domain", "example.com")
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(
              no(authenticator.authenticate("alice", "wonderland"), RejectionReason.USER_NOT_FOUND)
                  .detail())
          .contains("but ldap.preset is for Active Directory");
    }
  }

  @Test
  void userNameThatIsSpeltLikeASettingStays() {
    try (var authenticator = LdapAuthenticator.create(properties().build())) {
      assertThat(
              no(
                      authenticator.authenticate("LdapServer.ldaps", "x"),
                      RejectionReason.USER_NOT_FOUND)
                  .detail())
          .isEqualTo("no entry matches (uid=LdapServer.ldaps) below " + PEOPLE);
    }
  }

  @Test
  void logOfAServerThatFailedNamesTheKeys() {
    try (var plain = Directories.people().start()) {
      plain.faults().every(BIND).answers(51, "busy");
      failure(properties("ldap.server.urls", plain.url()));
      assertThat(log.everything())
          .contains(
              "server " + plain.hostAndPort() + " failed",
              "if a load balancer answers, set ldap.server.max-connections to");
    }
  }

  @Test
  void refreshNamesTheKeys() {
    try (var authenticator = LdapAuthenticator.create(properties().build())) {
      LdapUser alice = authenticator.lookup("alice").orElseThrow();
      directory.faults().every(SEARCH).answers(51, "busy");
      assertThat(failure(() -> authenticator.refresh(alice)))
          .contains("set ldap.server.max-connections to");
    }
  }

  @Test
  void chainSkipsADirectoryWhoseFailureNamesAKey() {
    LdapAuthConfigBuilder mistaken =
        properties("ldap.user-search.base", "ou=peeple,dc=example,dc=com");
    try (SignInChain<LdapUser> chain =
        SignInChain.<LdapUser>builder()
            .optionalDirectory("mistaken", LdapAuthenticator.create(mistaken.build()))
            .directory("right", LdapAuthenticator.create(properties().build()))
            .build()) {
      assertThat(chain.authenticate("alice", "wonderland"))
          .isInstanceOf(SignInChainResult.Authenticated.class);
    }
    assertThat(log.everything()).contains("ldap.user-search.base \"ou=peeple,");
  }

  @Test
  void configurationFromCodeNamesMethodsOnly() {
    LdapAuthConfigBuilder config =
        LdapAuthConfig.builder(
                LdapServer.url(directory.url()),
                UserLookup.search("ou=peeple,dc=example,dc=com", "(uid={username})"))
            .serviceAccount(SERVICE, "service secret");
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(failure(() -> authenticator.authenticate("alice", "wonderland")))
          .contains(": UserLookup.search base \"ou=peeple,dc=example,dc=com\": no such object");
    }
    config.groups(GroupLookup.search("o=groups", GroupType.groupOfNames()));
    assertThat(
            Mistakes.mistakesOf(
                config.require(io.github.ldapauth.group.GroupQuery.memberOf("cn=staff,o=else"))
                    ::build))
        .containsExactly(
            "require memberOf \"cn=staff,o=else\": is not below o=groups, where groups are searched"
                + " (GroupLookup.search base); correct one of them");
  }
}
