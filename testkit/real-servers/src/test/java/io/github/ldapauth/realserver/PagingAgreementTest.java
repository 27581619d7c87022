// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.asn1.ASN1OctetString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit pages as slapd and 389 Directory Server do. */
@ExtendWith(TwoServers.Shared.class)
class PagingAgreementTest {

  private static final String PEOPLE = "(mail=*)";

  /** There are five people. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void sizeLimitsOfPagedSearchesCountOverAllPagesOrEach(int limit, TwoServers servers)
      throws Exception {
    servers.agree(
        session -> {
          for (int size = 1; size <= 6; size++) {
            session.pages().all(PEOPLE, size, limit);
          }
        });
  }

  @Test
  void pagesComeWithWhatServersEstimate(TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          session.pages().all(PEOPLE, 2, 0);
          session.pages().all(PEOPLE, 5, 0);
          session.pages().all("(mail=none)", 2, 0);
        });
  }

  @Test
  void cookiesCountOnTheirConnection(TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          ASN1OctetString cookie = session.pages().first(PEOPLE, 2, 0);
          session.pagesElsewhere().next(PEOPLE, 2, 0, cookie);
          session.pages().next(PEOPLE, 2, 0, cookie);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "0123456789", "01234567", "x"})
  void madeUpCookiesAreRefused(String cookie, TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          session.pages().next(PEOPLE, 2, 0, new ASN1OctetString(cookie));
          session.pages().first(PEOPLE, 2, 0);
          session.pages().next(PEOPLE, 2, 0, new ASN1OctetString(cookie));
        });
  }

  @Test
  void oldCookiesAreRefusedOrGoOn(TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          ASN1OctetString first = session.pages().first(PEOPLE, 1, 0);
          ASN1OctetString second = session.pages().next(PEOPLE, 1, 0, first);
          session.pages().next(PEOPLE, 1, 0, first);
          session.pages().next(PEOPLE, 9, 0, second);
          session.pages().next(PEOPLE, 1, 0, second);
        });
  }

  @Test
  void secondPagedSearchEndsTheFirstOrNot(TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          ASN1OctetString one = session.pages().first(PEOPLE, 2, 0);
          ASN1OctetString other = session.pages().first(PEOPLE, 2, 0);
          session.pages().next(PEOPLE, 2, 0, one);
          session.pages().next(PEOPLE, 2, 0, other);
        });
  }

  @Test
  void pageOfNoEntriesEndsAPagedSearch(TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          session.pages().first(PEOPLE, 0, 0);
          ASN1OctetString cookie = session.pages().first(PEOPLE, 2, 0);
          session.pages().next(PEOPLE, 0, 0, cookie);
        });
  }
}
