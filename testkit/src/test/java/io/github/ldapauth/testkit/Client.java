// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;

/** Talks to a test directory the way an application would. */
public final class Client implements AutoCloseable {

  private final LDAPConnection connection;

  public Client(TestDirectory directory) throws LDAPException {
    connection = new LDAPConnection("127.0.0.1", directory.port());
  }

  public LDAPConnection connection() {
    return connection;
  }

  /** Binds, and returns the result code. */
  public int bind(String dn, String password) {
    try {
      return connection.bind(dn, password).getResultCode().intValue();
    } catch (LDAPException e) {
      return e.getResultCode().intValue();
    }
  }

  /** Searches below the base, and returns the answer, whatever it is. */
  public SearchResult search(String filter, String... attributes) {
    try {
      return connection.search("dc=example,dc=com", SearchScope.SUB, filter, attributes);
    } catch (LDAPSearchException e) {
      return e.getSearchResult();
    }
  }

  /** Searches below the base, and returns the DNs found. */
  public List<String> dns(String filter) {
    return search(filter, "1.1").getSearchEntries().stream().map(SearchResultEntry::getDN).toList();
  }

  @Override
  public void close() {
    connection.close();
  }
}
