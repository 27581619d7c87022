// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit dereferences aliases if and as slapd and 389 Directory Server do. */
@ExtendWith(TwoServers.Shared.class)
class AliasAgreementTest {

  private static final String BASE = "dc=example,dc=com";

  /** The names of aliases, each with its target. */
  private static final List<List<String>> ALIASES =
      List.of(
          List.of("cn=one,ou=groups", "uid=alice"),
          List.of("cn=two,ou=groups", "uid=alice"),
          List.of("cn=chain,ou=groups", "cn=one,ou=groups"),
          List.of("cn=through,ou=groups", "cn=one,cn=tree,ou=people"),
          List.of("cn=dangling,ou=groups", "uid=none"),
          List.of("cn=loop,ou=groups", "cn=loop2,ou=groups"),
          List.of("cn=loop2,ou=groups", "cn=loop,ou=groups"),
          List.of("cn=tree,ou=people", "ou=groups"));

  private static void agree(TwoServers servers, Consumer<Session> story) throws Exception {
    servers.agree(
        session -> {
          ALIASES.forEach(alias -> add(session, alias.get(0), alias.get(1)));
          try {
            story.accept(session);
          } finally {
            ALIASES.forEach(
                alias -> session.change("dn: " + alias.get(0) + "," + BASE, "changetype: delete"));
          }
        });
  }

  private static void add(Session session, String name, String target) {
    session.change(
        "dn: " + name + "," + BASE,
        "changetype: add",
        "objectClass: alias",
        "objectClass: extensibleObject",
        "cn: " + name.substring("cn=".length(), name.indexOf(',')),
        "aliasedObjectName: " + target + "," + BASE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uid=alice",
        "cn=one,ou=groups",
        "cn=chain,ou=groups",
        "cn=through,ou=groups",
        "cn=one,cn=tree,ou=people",
        "cn=tree,ou=people",
        "cn=none,cn=tree,ou=people",
        "cn=none,cn=one,ou=groups",
        "cn=dangling,ou=groups",
        "cn=none,cn=dangling,ou=groups",
        "cn=loop,ou=groups"
      })
  void baseIsDereferencedOnRequest(String base, TwoServers servers) throws Exception {
    agree(servers, session -> searches(session, base, SearchScope.BASE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ou=groups", "ou=people", "cn=tree,ou=people", "cn=one,ou=groups"})
  void aliasesBelowTheBaseAreDereferencedOnRequest(String base, TwoServers servers)
      throws Exception {
    agree(
        servers,
        session -> {
          searches(session, base, SearchScope.ONE);
          searches(session, base, SearchScope.SUB);
        });
  }

  private static void searches(Session session, String base, SearchScope scope) {
    for (DereferencePolicy policy : DereferencePolicy.values()) {
      for (String filter : List.of("(objectClass=*)", "(uid=alice)", "(objectClass=alias)")) {
        session.dereference(policy, base + "," + BASE, scope, filter);
      }
    }
  }
}
