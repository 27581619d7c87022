// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What hand-written code needs: a pool that searches, and one that only checks passwords. */
final class UnboundIdPools implements AutoCloseable {

  private static final int MILLIS_TO_WAIT = 10_000;

  private final LDAPConnectionPool searches;
  private final LDAPConnectionPool binds;

  UnboundIdPools(Target target) throws LDAPException, GeneralSecurityException {
    searches = pool(target, new SimpleBindRequest(Population.SERVICE, Population.SERVICE_PASSWORD));
    binds = pool(target, null);
  }

  private static LDAPConnectionPool pool(Target target, @Nullable BindRequest serviceBind)
      throws LDAPException, GeneralSecurityException {
    LDAPURL url = new LDAPURL(target.url());
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setUseSynchronousMode(true);
    options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    SocketFactory sockets =
        url.getScheme().equals("ldaps")
            ? SSLSocketFactory.getDefault()
            : SocketFactory.getDefault();
    SingleServerSet server = new SingleServerSet(url.getHost(), url.getPort(), sockets, options);
    LDAPConnectionPool pool =
        new LDAPConnectionPool(
            server, serviceBind, target.initialConnections(), target.maxConnections());
    pool.setCreateIfNecessary(false);
    pool.setMaxWaitTimeMillis(MILLIS_TO_WAIT);
    return pool;
  }

  /** Finds a user by name. Without attributes, requests all user attributes. */
  @Nullable SearchResultEntry find(String username, String... attributes) throws LDAPException {
    return searches.searchForEntry(
        Population.USERS,
        SearchScope.SUB,
        Filter.createEqualityFilter("uid", username),
        attributes);
  }

  boolean accepts(String dn, String password) throws LDAPException {
    return bind(new SimpleBindRequest(dn, password)).isPresent();
  }

  /** Returns empty if the password is wrong. */
  Optional<BindResult> bind(BindRequest request) throws LDAPException {
    try {
      return Optional.of(binds.bind(request));
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns the names of a user's groups. */
  Set<String> groups(String dn) throws LDAPException {
    Set<String> names = new HashSet<>();
    for (SearchResultEntry group :
        searches
            .search(
                Population.GROUPS, SearchScope.SUB, Filter.createEqualityFilter("member", dn), "cn")
            .getSearchEntries()) {
      names.add(group.getAttributeValue("cn"));
    }
    return names;
  }

  @Override
  public void close() {
    searches.close();
    binds.close();
  }
}
