// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit searches as slapd and 389 Directory Server do. */
@ExtendWith(TwoServers.Shared.class)
class SearchAgreementTest {

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
  void rulesCompareTheAttributesThatTheyFit(String filter, TwoServers servers) throws Exception {
    servers.agree(session -> session.findOrFail(filter));
    servers.agreeWithSlapd(session -> session.findOrFail("(&(uid=bob)(!" + filter + "))"));
    servers.agreeWith389(session -> session.findOrFail("(!" + filter + ")"));
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
  void unknownRulesAreUndefinedOrRefused(String filter, TwoServers servers) throws Exception {
    servers.agree(session -> session.findOrFail(filter));
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
  void rulesWithoutAnAttributeCompareAllOrAreRefused(String filter, TwoServers servers)
      throws Exception {
    servers.agree(session -> session.findOrFail(filter));
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
  void partsOfDnsCountIfTheFilterSaysSo(String filter, TwoServers servers) throws Exception {
    servers.agree(session -> session.findOrFail(filter));
  }

  @Test
  void subordinatesAreFoundOrTheScopeIsRefused(TwoServers servers) throws Exception {
    servers.agree(session -> session.findSubordinates("(objectClass=*)"));
  }
}
