// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The other kinds of server are compared with the real ones. */
class PagedSearchesTest {

  private static final String USERS = "(uid=*)";

  private TestDirectory directory;
  private LDAPConnection client;
  private LDAPConnection other;

  @BeforeEach
  void connect() throws LDAPException {
    directory =
        TestDirectory.builder()
            .like(ServerKind.PLAIN)
            .user("alice", "wonderland")
            .user("bob", "builder")
            .user("carol", "singer")
            .start();
    client = new LDAPConnection("127.0.0.1", directory.port());
    other = new LDAPConnection("127.0.0.1", directory.port());
  }

  @AfterEach
  void close() {
    other.close();
    client.close();
    directory.close();
  }

  private static SearchResult page(
      LDAPConnection connection, String filter, int size, ASN1OctetString cookie)
      throws LDAPException {
    SearchRequest request = new SearchRequest("dc=example,dc=com", SearchScope.SUB, filter, "1.1");
    request.addControl(new SimplePagedResultsControl(size, cookie, true));
    try {
      return connection.search(request);
    } catch (LDAPSearchException e) {
      return e.getSearchResult();
    }
  }

  private static SimplePagedResultsControl control(SearchResult result) throws LDAPException {
    return SimplePagedResultsControl.get(result);
  }

  @Test
  void cookieContinuesItsSearch() throws LDAPException {
    SearchResult first = page(client, USERS, 2, null);
    assertThat(first.getEntryCount()).isEqualTo(2);
    assertThat(control(first).getSize()).isEqualTo(3);

    SearchResult second = page(client, USERS, 2, control(first).getCookie());
    assertThat(second.getEntryCount()).isEqualTo(1);
    assertThat(control(second).moreResultsToReturn()).isFalse();
  }

  @Test
  void cookieIsRefusedElsewhere() throws LDAPException {
    ASN1OctetString cookie = control(page(client, USERS, 2, null)).getCookie();
    assertThat(page(other, USERS, 2, cookie).getResultCode().intValue()).isEqualTo(53);
    assertThat(page(client, "(sn=*)", 2, cookie).getResultCode().intValue()).isEqualTo(53);
    ASN1OctetString madeUp = new ASN1OctetString("made up");
    assertThat(page(client, USERS, 2, madeUp).getResultCode().intValue()).isEqualTo(53);
  }

  @Test
  void pageOfNoEntriesEndsTheSearch() throws LDAPException {
    ASN1OctetString cookie = control(page(client, USERS, 2, null)).getCookie();
    assertThat(page(client, USERS, 0, cookie).getResultCode().intValue()).isZero();
    assertThat(page(client, USERS, 2, cookie).getResultCode().intValue()).isEqualTo(53);
  }
}
