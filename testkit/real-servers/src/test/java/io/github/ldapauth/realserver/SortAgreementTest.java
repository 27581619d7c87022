// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit sorts as 389 Directory Server does; slapd does not. */
@ExtendWith(TwoServers.Shared.class)
class SortAgreementTest {

  @Test
  void slapdRefusesToSort(TwoServers servers) throws Exception {
    servers.agreeWithSlapd(session -> session.sorted().sort("(uid=*)", true, "cn"));
    servers.agreeWithSlapd(session -> session.sorted().sort("(uid=*)", false, "-cn"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cn",
        "-cn",
        "CN",
        "sn,-cn",
        "2.5.4.3",
        "commonName",
        "-uid",
        "uidNumber,cn",
        "mail,uid",
        "nosuch",
        "cn,nosuch",
        "manager",
        "member",
        "memberOf,cn",
        "objectClass,cn",
        "telephoneNumber,-uid",
        "cn:2.5.13.3",
        "cn:caseIgnoreOrderingMatch"
      })
  void entriesAreSorted(String keys, TwoServers servers) throws Exception {
    servers.agreeWith389(session -> session.sorted().sort("(uid=*)", true, keys.split(",", -1)));
    servers.agreeWith389(session -> session.sorted().sort("(uid=*)", false, keys.split(",", -1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 99})
  void firstOfTheSortedEntriesComeUpToTheSizeLimit(int limit, TwoServers servers) throws Exception {
    servers.agreeWith389(session -> session.sorted().first(limit, "(uid=*)", "-cn"));
  }

  @Test
  void pagesAreSorted(TwoServers servers) throws Exception {
    servers.agreeWith389(session -> session.sorted().firstPage("(uid=*)", "-cn"));
  }
}
