// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.Client;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Extensible filters; the real servers are asked the same in {@code testkit/real-servers}. */
class ExtensibleFiltersTest {

  private static final List<String> ALICE = List.of("uid=alice,ou=people,dc=example,dc=com");

  private static TestDirectory directory(ServerKind kind) {
    return TestDirectory.builder().like(kind).user("alice", "a").user("bob", "b").start();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "OPEN_LDAP", "DIRECTORY_389"})
  void ruleComparesAnAttribute(ServerKind kind) throws Exception {
    try (TestDirectory directory = directory(kind);
        Client client = new Client(directory)) {
      assertThat(client.dns("(cn:caseIgnoreMatch:=ALICE)")).isEqualTo(ALICE);
      assertThat(client.dns("(cn:caseExactMatch:=ALICE)")).isEmpty();
      assertThat(client.dns("(cn:=ALICE)")).isEqualTo(ALICE);
      assertThat(client.dns("(&(uid:=alice)(ou:dn:=people))")).isEqualTo(ALICE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "OPEN_LDAP"})
  void unknownRuleMatchesNoEntryEvenUnderNot(ServerKind kind) throws Exception {
    try (TestDirectory directory = directory(kind);
        Client client = new Client(directory)) {
      assertThat(client.search("(cn:1.2.3:=alice)").getResultCode().intValue()).isZero();
      assertThat(client.dns("(!(cn:1.2.3:=alice))")).isEmpty();
      assertThat(client.dns("(|(cn=alice)(!(cn:1.2.3:=alice)))")).isEqualTo(ALICE);
      assertThat(client.dns("(!(|(cn=bob)(cn:1.2.3:=alice)))")).isEmpty();
    }
  }

  @Test
  void unknownRuleIsRefusedLike389() throws Exception {
    try (TestDirectory directory = directory(ServerKind.DIRECTORY_389);
        Client client = new Client(directory)) {
      assertThat(client.search("(|(cn=bob)(!(cn:1.2.3:=x)))").getResultCode().intValue())
          .isEqualTo(12);
      assertThat(client.search("(:caseIgnoreMatch:=alice)").getResultCode().intValue())
          .isEqualTo(12);
    }
  }
}
