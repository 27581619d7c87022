// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.SignInEvent.Succeeded;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.ThroughGateway;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of an entry. */
class AttributeStoriesTest extends ThroughGateway {

  @Test
  void attributeListIsSentUnchangedWithTheNeededAttributes() {
    for (UserLookup users : List.of(template(), byUid())) {
      signIn(through(users).attributes("*", "+"), "alice");
    }
    assertThat(gateway.searches())
        .hasSize(2)
        .allSatisfy(s -> assertThat(s.attributes()).contains("*", "+", "uid", "entryUUID"));
  }

  @Test
  void theEntryOfATemplateIsReadOnceByItsDn() {
    signIn(through(template()).attributes("mail"), "alice");

    assertThat(gateway.searches())
        .singleElement()
        .satisfies(
            read -> {
              assertThat(read.name()).isEqualTo(ALICE);
              assertThat(read.scope()).isEqualTo(SearchScope.BASE);
              assertThat(read.filter()).isEqualTo("(objectClass=*)");
              assertThat(read.attributes()).contains("mail").doesNotContain("*");
            });
  }

  @Test
  void theStateOfTheAccountIsRequestedByNameUnlessTheListContainsIt() {
    signIn(through(byUid()), "alice");
    signIn(through(byUid()).attributes("mail"), "alice");

    assertThat(gateway.searches())
        .satisfiesExactly(
            all ->
                assertThat(all.attributes())
                    .contains("*", "pwdAccountLockedTime", "msDS-User-Account-Control-Computed")
                    .doesNotContain("userAccountControl", "krbPasswordExpiration"),
            some ->
                assertThat(some.attributes())
                    .contains("pwdAccountLockedTime", "userAccountControl", "krbPasswordExpiration")
                    .doesNotContain("*"));
  }

  /** A directory takes time for each name, above all for those that its schema lacks. */
  @Test
  void presetRequestsOnlyWhatItsKindOfServerHas() {
    signIn(LdapAuthConfig.openLdap(gateway.server(), PEOPLE).users(byUid()), "alice");
    signIn(LdapAuthConfig.ds389(gateway.server(), PEOPLE).users(byUid()), "alice");

    assertThat(gateway.searches())
        .filteredOn(search -> search.filter().equals("(uid=alice)"))
        .satisfiesExactly(
            openLdap ->
                assertThat(openLdap.attributes())
                    .containsExactlyInAnyOrder(
                        "*",
                        "uid",
                        "entryUUID",
                        "pwdAccountLockedTime",
                        "pwdEndTime",
                        "pwdReset",
                        "pwdStartTime"),
            ds389 ->
                assertThat(ds389.attributes())
                    .contains("nsUniqueId")
                    .doesNotContain("entryUUID", "objectGUID", "objectClass"));
  }

  /** The stable id would depend on who reads, as one entry may show several. */
  @Test
  void presetRequestsAllStableIdsIfTheConfigurationNamesOne() {
    for (String name : List.of("entryUUID", "ENTRYUUID", "+")) {
      signIn(
          LdapAuthConfig.ds389(gateway.server(), PEOPLE).users(byUid()).attributes("*", name),
          "alice");
    }

    assertThat(gateway.searches())
        .filteredOn(search -> search.filter().equals("(uid=alice)"))
        .hasSize(3)
        .allSatisfy(search -> assertThat(search.attributes()).contains("nsUniqueId", "objectGUID"));
  }

  @Test
  void attributesForGroupsAreAlwaysRead() {
    var posix = GroupLookup.search(GROUPS, GroupType.posixGroup());

    assertThat(signIn(through(byUid()).attributes("mail").groups(posix), "alice").groups().names())
        .containsExactly("active_px", "staff_px", "superuser_px");
  }

  @Test
  void emptyAttributeListReadsTheNeededAttributes() {
    for (String[] list : new String[][] {{"1.1"}, {}}) {
      LdapUser alice = signIn(through(byUid()).attributes(list), "alice");

      assertThat(alice.attributes().names()).contains("uid").doesNotContain("sn", "givenName");
    }
  }

  @Test
  void attributesAreKnownByEachOfTheirNames() {
    AccountStore accounts = new AccountStore();
    List<SignInEvent> told = new ArrayList<>();
    try (var authenticator =
        LdapAuthenticator.builder(through(byUid()).build(), accounts)
            .attribute("GIVENNAME", Account::setFirstName)
            .attribute("surname", Account::setLastName)
            .onOutcome(told::add)
            .build()) {
      LdapUser alice = yes(authenticator.authenticate("alice", "password")).ldapUser();
      assertThat(alice.attributes().first("sn")).isPresent();
      assertThat(alice.attributes().first("surname")).isEqualTo(alice.attributes().first("sn"));
      assertThat(alice.attributes().first("2.5.4.4")).isEqualTo(alice.attributes().first("sn"));
    }
    assertThat(accounts.saved.get("alice").firstName).isEqualTo("Alice");
    assertThat(accounts.saved.get("alice").lastName).isEqualTo("Adams");
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(Succeeded.class, alice -> assertThat(alice.missing()).isEmpty());
  }

  @Test
  void anOptionMakesAnotherAttribute() {
    directory.change(
        "dn: " + ALICE, "changetype: modify", "add: cn;lang-fr", "cn;lang-fr: Alix", "-");
    try {
      LdapUser alice = signIn(through(byUid()), "alice");

      assertThat(alice.attributes().all("cn")).containsExactly("alice");
      assertThat(alice.attributes().all("cn;lang-fr")).containsExactly("Alix");
    } finally {
      directory.change("dn: " + ALICE, "changetype: modify", "delete: cn;lang-fr", "-");
    }
  }
}
