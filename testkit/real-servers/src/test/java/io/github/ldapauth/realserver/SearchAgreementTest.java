// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit searches as slapd and 389 Directory Server do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchAgreementTest {

  private static final TestCertificates CERTIFICATES = TestCertificates.forHosts("127.0.0.1");

  private @Nullable Slapd slapd;
  private @Nullable Ds389 ds389;
  private @Nullable TestDirectory likeSlapd;
  private @Nullable TestDirectory like389;

  @BeforeAll
  void start() {
    String ldif =
        AgreementStories.base()
            + unit("people")
            + unit("groups")
            + Stream.of("alice", "bob", "carol", "dave", "eve")
                .map(name -> AgreementStories.user(name, "mail: " + name + "@Example.com"))
                .collect(Collectors.joining())
            + AgreementStories.group("staff", "uid=alice");
    slapd = Slapd.startReadable(CERTIFICATES, ldif);
    ds389 = Ds389.start(ldif, Map.of());
    likeSlapd = kit(ServerKind.OPEN_LDAP, ldif);
    like389 = kit(ServerKind.DIRECTORY_389, ldif);
  }

  /** Returns an entry that the kit has in any case. */
  private static String unit(String name) {
    return "dn: ou=%1$s,dc=example,dc=com\nobjectClass: organizationalUnit\nou: %1$s\n\n"
        .formatted(name);
  }

  private static TestDirectory kit(ServerKind kind, String ldif) {
    return TestDirectory.builder().like(kind).tls(CERTIFICATES).ldif(ldif).start();
  }

  @AfterAll
  void stop() {
    for (AutoCloseable each : new AutoCloseable[] {slapd, ds389, likeSlapd, like389}) {
      close(each);
    }
  }

  private static void close(@Nullable AutoCloseable started) {
    try {
      if (started != null) {
        started.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void agree(ServerKind kind, Consumer<Session> story) throws Exception {
    if (kind == ServerKind.OPEN_LDAP) {
      AgreementStories.agree(slapd, likeSlapd, story);
    } else {
      AgreementStories.agree(ds389, like389, story);
    }
  }

  private void bothAgree(String filter) throws Exception {
    agree(ServerKind.OPEN_LDAP, session -> session.findOrFail(filter));
    agree(ServerKind.DIRECTORY_389, session -> session.findOrFail(filter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(cn:caseExactMatch:=alice)",
        "(cn:caseExactMatch:=Alice)",
        "(cn:2.5.13.5:=alice)",
        "(cn:CASEEXACTMATCH:=alice)",
        "(cn:caseIgnoreMatch:= ALICE )",
        "(cn:2.5.13.2:=ALICE)",
        "(cn:integerMatch:=1)",
        "(cn:distinguishedNameMatch:=nonsense)",
        "(mail:caseExactMatch:=alice@example.com)",
        "(mail:caseExactIA5Match:=alice@Example.com)",
        "(mail:caseExactIA5Match:=alice@example.com)",
        "(mail:caseIgnoreIA5Match:=ALICE@example.com)",
        "(objectClass:objectIdentifierMatch:=inetOrgPerson)",
        "(member:caseIgnoreMatch:=uid=alice,dc=example,dc=com)",
        "(member:distinguishedNameMatch:=UID=alice, DC=example,DC=com)",
        "(memberOf:caseIgnoreMatch:=cn=staff,dc=example,dc=com)",
        "(memberOf:distinguishedNameMatch:=CN=staff, DC=example,dc=com)"
      })
  void rulesCompareTheAttributesThatTheyFit(String filter) throws Exception {
    bothAgree(filter);
    agree(ServerKind.OPEN_LDAP, session -> session.findOrFail("(&(uid=bob)(!" + filter + "))"));
    agree(ServerKind.DIRECTORY_389, session -> session.findOrFail("(!" + filter + ")"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(cn:1.2.3.4:=alice)",
        "(cn:noSuchMatch:=alice)",
        "(:noSuchMatch:=alice)",
        "(!(cn:noSuchMatch:=alice))",
        "(!(!(cn:noSuchMatch:=alice)))",
        "(|(cn=bob)(cn:noSuchMatch:=alice))",
        "(|(cn=bob)(!(cn:noSuchMatch:=alice)))",
        "(&(cn=bob)(cn:noSuchMatch:=alice))",
        "(!(&(cn:noSuchMatch:=alice)(cn=bob)))",
        "(member:1.2.840.113556.1.4.1941:=uid=alice,dc=example,dc=com)"
      })
  void unknownRulesAreUndefinedOrRefused(String filter) throws Exception {
    bothAgree(filter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(:caseIgnoreMatch:=SMITH)",
        "(:caseIgnoreMatch:=ALICE)",
        "(:caseExactMatch:=ALICE)",
        "(:distinguishedNameMatch:=uid=alice,dc=example,dc=com)",
        "(:distinguishedNameMatch:=cn=staff,dc=example,dc=com)",
        "(!(:distinguishedNameMatch:=nonsense))",
        "(!(:caseIgnoreMatch:=alice))",
        "(:dn:caseIgnoreMatch:=ALICE)",
        "(:dn:caseExactMatch:=com)",
        "(:dn:caseIgnoreIA5Match:=EXAMPLE)"
      })
  void rulesWithoutAnAttributeCompareAllOrAreRefused(String filter) throws Exception {
    bothAgree(filter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(cn:=ALICE)",
        "(!(cn:=alice))",
        "(member:=UID=alice, DC=example,DC=com)",
        "(memberOf:=CN=staff,dc=example,dc=com)",
        "(objectClass:=inetorgperson)",
        "(cn:dn:=alice)",
        "(uid:dn:=ALICE)",
        "(dc:dn:=COM)",
        "(!(dc:dn:=com))",
        "(ou:dn:=people)",
        "(uid:dn:caseExactMatch:=ALICE)",
        "(dc:dn:caseIgnoreMatch:=EXAMPLE)",
        "(dc:dn:caseIgnoreIA5Match:=EXAMPLE)",
        "(dc:dn:caseExactIA5Match:=EXAMPLE)"
      })
  void partsOfDnsCountIfTheFilterSaysSo(String filter) throws Exception {
    bothAgree(filter);
  }
}
