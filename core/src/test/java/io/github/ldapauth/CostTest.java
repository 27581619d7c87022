// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.BOB;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sign-in costs, counted by the directory. The first sign-in opens the connections. */
class CostTest {

  private final TestDirectory directory =
      Directories.people()
          .user("carol", user -> user.password("carol").attribute("memberOf", Directories.STAFF))
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> warm(LdapAuthConfigBuilder config) {
    var authenticator = LdapAuthenticator.create(config.build());
    yes(authenticator.authenticate("bob", "builder"));
    directory.forgetOperations();
    return authenticator;
  }

  private List<Type> requests() {
    return directory.operations().requests().stream().map(Operation::type).toList();
  }

  @Test
  void aSignInBySearchCostsSearchBindAndGroupSearch() {
    try (var authenticator = warm(Directories.withGroups(directory))) {
      yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(requests()).containsExactly(Type.SEARCH, Type.BIND, Type.SEARCH);
      assertThat(directory.operations().connects().count()).isZero();
      assertThat(directory.operations().binds(ALICE)).hasSize(1);
    }
  }

  @Test
  void aSignInByDnTemplateWithMemberOfCostsBindAndRead() {
    var template = UserLookup.dnTemplate("uid={username},ou=people,dc=example,dc=com");
    var config = Directories.config(directory, template).groups(GroupLookup.memberOf());
    try (var authenticator = warm(config)) {
      LdapUser carol = yes(authenticator.authenticate("carol", "carol")).ldapUser();

      assertThat(carol.groups().names()).containsExactly("staff");
      assertThat(requests()).containsExactly(Type.BIND, Type.SEARCH);
      assertThat(directory.operations().connects().count()).isZero();
    }
  }

  @Test
  void aWrongPasswordCostsSearchAndBind() {
    try (var authenticator = warm(Directories.withGroups(directory))) {
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(requests()).containsExactly(Type.SEARCH, Type.BIND);
      assertThat(directory.operations().connects().count()).isZero();
    }
  }

  @Test
  void anUnknownNameCostsOneSearch() {
    try (var authenticator = warm(Directories.withGroups(directory))) {
      no(authenticator.authenticate("nobody", "builder"), RejectionReason.USER_NOT_FOUND);

      assertThat(requests()).containsExactly(Type.SEARCH);
    }
  }

  @Test
  void aNestedLookUpCostsOneSearchALevel() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    try (var authenticator = warm(Directories.config(directory).groups(nested))) {
      yes(authenticator.authenticate("alice", "wonderland"));

      List<String> filters =
          directory.operations().searches().stream().skip(1).map(Operation::filter).toList();
      assertThat(filters)
          .containsExactly(
              "(member=uid=alice,ou=people,dc=example,dc=com)",
              "(|(member=uid=alice,ou=people,dc=example,dc=com)"
                  + "(member=cn=staff,ou=groups,dc=example,dc=com))",
              "(|(member=uid=alice,ou=people,dc=example,dc=com)"
                  + "(member=cn=staff,ou=groups,dc=example,dc=com)"
                  + "(member=cn=admins,ou=groups,dc=example,dc=com))");
    }
  }

  @Test
  void theConnectionsForPasswordsAreUsedForNothingElse() {
    try (var authenticator = LdapAuthenticator.create(Directories.withGroups(directory).build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("bob", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      yes(authenticator.authenticate("bob", "builder"));

      List<Operation> userBinds =
          directory.operations().binds().stream()
              .filter(bind -> List.of(ALICE, BOB).contains(bind.dn()))
              .toList();
      long passwordConnection = userBinds.get(0).connection();
      assertThat(userBinds).extracting(Operation::connection).containsOnly(passwordConnection);
      assertThat(directory.operations().requests())
          .filteredOn(request -> request.connection() == passwordConnection)
          .containsExactlyElementsOf(userBinds);
    }
  }
}
