// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.entry.AttributeReader.BYTES;
import static io.github.ldapauth.entry.AttributeReader.INSTANT;
import static io.github.ldapauth.entry.AttributeReader.NUMBER;
import static io.github.ldapauth.entry.AttributeReader.TEXT;
import static io.github.ldapauth.fixture.Results.roles;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.GroupMirror;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.PopulateResult;
import io.github.ldapauth.PopulateResult.Populated;
import io.github.ldapauth.RefreshResult;
import io.github.ldapauth.SignInGuard;
import io.github.ldapauth.UpdatePolicy;
import io.github.ldapauth.UserConflictException;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.UserStore;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.role.RoleMapping;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The blocks of the guide about users. */
class UsersGuideTest {

  private static final String ADMINS = "cn=admins,ou=groups,dc=example,dc=com";
  private static final String ALL = "cn=all,ou=groups,dc=example,dc=com";

  /** Stands for the reader's database. */
  static final class Repository {

    static final class DuplicateKeyException extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    private final Map<String, Account> accounts = new HashMap<>();

    Optional<Account> byUsername(String username) {
      return Optional.ofNullable(accounts.get(username));
    }

    Account save(Account account) {
      Account other = accounts.putIfAbsent(account.username(), account);
      if (other != null && other != account) {
        throw new DuplicateKeyException();
      }
      return account;
    }
  }

  record Accounts(Repository repository) implements UserStore<Account> {

    @Override
    public Optional<Account> find(String key, LdapUser ldapUser) {
      return repository.byUsername(key);
    }

    @Override
    public Account create(String key, LdapUser ldapUser) {
      return new Account(key);
    }

    @Override
    public boolean isActive(Account account) {
      return account.isActive();
    }

    @Override
    public Account save(Account account) {
      try {
        return repository.save(account);
      } catch (Repository.DuplicateKeyException e) {
        throw new UserConflictException(account.username() + " was saved meanwhile", e);
      }
    }
  }

  private final TestDirectory directory =
      TestDirectory.builder()
          .user(
              "Alice",
              user ->
                  user.password("wonderland")
                      .attribute("givenName", "Alice")
                      .attribute("employeeNumber", "1000")
                      .attribute("preferredLanguage", "en-GB")
                      .attribute("telephoneNumber", "1", "2"))
          .group("admins", "Alice")
          .group("all", "Alice")
          .start();

  private final LdapAuthConfig config =
      LdapAuthConfig.builder(
              LdapServer.url(directory.url()),
              UserLookup.search("dc=example,dc=com", "(uid={username})"))
          .groups(GroupLookup.search("dc=example,dc=com", GroupType.groupOfNames()))
          .build();

  private final Repository repository = new Repository();
  private final UserStore<Account> accounts = new Accounts(repository);

  @AfterEach
  void stop() {
    directory.close();
  }

  @Test
  void attributesFlagsAndMirroredGroups() {
    LdapAuthenticator<Account> authenticator =
        LdapAuthenticator.builder(config, accounts)
            .mirrorGroups(
                GroupMirror.byDn(Map.of(ADMINS, "administrators", ALL, "everybody")),
                Account::groups,
                Account::setGroups)
            .attribute("givenName", Account::setFirstName) // unchanged if missing
            .attribute("mail", TEXT.optional(), Account::setMail) // cleared if missing
            .attribute(
                "employeeNumber", NUMBER.required(), Account::setNumber) // rejected if missing
            .attribute("telephoneNumber", TEXT.list(), Account::setPhones)
            .attribute("loginExpirationTime", INSTANT.optional(), Account::setExpiry)
            .attribute("preferredLanguage", TEXT.map(Locale::forLanguageTag), Account::setLanguage)
            .attribute("jpegPhoto", BYTES, Account::setPhoto)
            .flag(memberOf(ADMINS), Account::setStaff)
            .updateFields(UpdatePolicy.NEW_USERS)
            .updateRights(UpdatePolicy.ALWAYS)
            .build();

    try (authenticator) {
      authenticator.authenticate("ALICE", "wonderland");
    }
    assertThat(repository.byUsername("alice"))
        .hasValueSatisfying(
            alice -> {
              assertThat(alice.isStaff()).isTrue();
              assertThat(alice.toString())
                  .startsWith("alice Alice  Optional.empty Optional.empty [1, 2] en_GB 1000 0")
                  .endsWith("[administrators, everybody]");
            });
  }

  private final Set<String> tooMany = new HashSet<>();

  private record Member(String name, String firstName, boolean admin) {

    Member withFirstName(String text) {
      return new Member(name, text, admin);
    }

    Member withAdmin(boolean is) {
      return new Member(name, firstName, is);
    }
  }

  @Test
  void membersThatCannotChange() {
    UserStore<Member> members = new EmptyStore<>((key, user) -> new Member(key, "", true));

    LdapAuthenticator<Member> authenticator =
        LdapAuthenticator.builder(config, members)
            .withAttribute("givenName", Member::withFirstName)
            .withFlag(memberOf(ADMINS), Member::withAdmin)
            .build();

    try (authenticator) {
      assertThat(authenticator.authenticate("alice", "wonderland").user())
          .hasValueSatisfying(member -> assertThat(member.firstName()).isNotEmpty());
    }
  }

  @Test
  void guards() {
    SignInGuard brake =
        new SignInGuard() {
          @Override
          public Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
            return tooMany.contains(stableId.orElse(dn.toString()))
                ? Optional.of("too many attempts")
                : Optional.empty();
          }
        };

    try (var authenticator = LdapAuthenticator.builder(config, accounts).guard(brake).build()) {
      tooMany.add(authenticator.lookup("alice").flatMap(LdapUser::stableId).orElseThrow());
      assertThat(authenticator.authenticate("ALICE", "x").toString())
          .contains("REFUSED_BY_APPLICATION", "too many attempts");
    }
    assertThat(directory.operations().binds(directory.dn("Alice"))).isEmpty();
  }

  @Test
  void namesAreTranslatedOnlyForTheApplication() {
    List<String> translated = new ArrayList<>();
    UnaryOperator<String> toDirectory =
        name -> {
          translated.add(name);
          return name.replaceFirst("^ldap_", "");
        };
    try (var authenticator =
        LdapAuthenticator.builder(config, accounts)
            .translateUsernames(name -> "LDAP_" + name, toDirectory)
            .build()) {
      assertThat(authenticator.authenticate("ldap_alice", "wonderland").user()).isEmpty();
      assertThat(authenticator.authenticate("alice", "wonderland").user().orElseThrow().username())
          .isEqualTo("ldap_alice");
      assertThat(translated).isEmpty();

      assertThat(authenticator.populate("ldap_alice").user()).isPresent();
      assertThat(authenticator.populatePermitted("ldap_alice").user()).isPresent();
      assertThat(authenticator.lookup("ldap_alice").orElseThrow().username()).isEqualTo("Alice");
      var everybody = RoleMapping.<String>builder(config).role(memberOf(ALL), "everybody").build();
      assertThat(roles(authenticator, "ldap_alice", everybody)).contains("everybody");
      authenticator.invalidate("ldap_alice");
      assertThat(translated).hasSize(5).containsOnly("ldap_alice");
    }
  }

  @Test
  void lastKeyCounts() {
    try (var authenticator =
        LdapAuthenticator.builder(config, accounts)
            .keyedByStableId("entryUUID")
            .keyedByAttribute("employeeNumber")
            .build()) {
      authenticator.authenticate("alice", "wonderland");
    }
    assertThat(repository.byUsername("1000")).isPresent();
  }

  static Stream<RuntimeException> saysThatAValueIsOfNoUse() {
    return Stream.of(new NumberFormatException("x"), new DateTimeException("x"));
  }

  @ParameterizedTest
  @MethodSource("saysThatAValueIsOfNoUse")
  void conversionCanRejectAValue(RuntimeException reason) {
    try (var authenticator = converting(reason)) {
      assertThat(authenticator.authenticate("alice", "wonderland").toString())
          .contains("UNUSABLE_ATTRIBUTE");
    }
  }

  @Test
  void otherExceptionOfAConversionReachesTheCaller() {
    RuntimeException fault = new IllegalStateException("a fault of the application");
    try (var authenticator = converting(fault)) {
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland")).isSameAs(fault);
    }
  }

  private LdapAuthenticator<Account> converting(RuntimeException thrown) {
    AttributeReader<String> reader =
        TEXT.map(
            text -> {
              throw thrown;
            });
    return LdapAuthenticator.builder(config, accounts)
        .attribute("givenName", reader, Account::setFirstName)
        .build();
  }

  @Test
  void withoutAPassword() {
    Set<Account> imported = new HashSet<>();
    try (var authenticator = LdapAuthenticator.builder(config, accounts).build()) {
      PopulateResult<Account> result = authenticator.populate("alice");
      if (result instanceof Populated<Account> yes) {
        imported.add(yes.account());
      }
      Optional<LdapUser> ldapUser = authenticator.lookup("alice");

      assertThat(ldapUser).isPresent();
    }
    assertThat(imported).hasSize(1);
  }

  /** A session of an application. */
  private static final class Session {
    private LdapUser user;
    private boolean ended;

    LdapUser user() {
      return user;
    }

    void keep(LdapUser again) {
      user = again;
    }

    void end() {
      ended = true;
    }
  }

  @Test
  void sessionIsRefreshed() {
    Session session = new Session();
    try (var authenticator = LdapAuthenticator.builder(config, accounts).build()) {
      session.keep(authenticator.lookup("alice").orElseThrow());
      directory.user("alice").attribute("mail", "new@example.com");
      refresh(authenticator, session);
      assertThat(session.user().attributes().first("mail")).contains("new@example.com");
      assertThat(session.ended).isFalse();

      directory.delete("alice");
      refresh(authenticator, session);
      assertThat(session.ended).isTrue();
    }
  }

  private static void refresh(LdapAuthenticator<Account> authenticator, Session session) {
    RefreshResult result = authenticator.refresh(session.user());
    if (result instanceof RefreshResult.Permitted still) {
      session.keep(still.ldapUser());
    } else {
      session.end();
    }
  }
}
