// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.moving;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ldaptive.BindConnectionInitializer;
import org.ldaptive.ConnectionConfig;
import org.ldaptive.ConnectionInitializer;
import org.ldaptive.Credential;
import org.ldaptive.FilterTemplate;
import org.ldaptive.LdapEntry;
import org.ldaptive.LdapException;
import org.ldaptive.PooledConnectionFactory;
import org.ldaptive.SearchOperation;
import org.ldaptive.SearchRequest;
import org.ldaptive.SearchResponse;
import org.ldaptive.auth.AuthenticationRequest;
import org.ldaptive.auth.AuthenticationResponse;
import org.ldaptive.auth.Authenticator;
import org.ldaptive.auth.SearchDnResolver;
import org.ldaptive.auth.SearchEntryResolver;
import org.ldaptive.auth.SimpleBindAuthenticationHandler;

/** With ldaptive. */
final class LdaptiveLogIn implements LogIn {

  private final PooledConnectionFactory searches;
  private final PooledConnectionFactory binds;
  private final Authenticator authenticator;

  LdaptiveLogIn(String url, String serviceDn, String servicePassword) {
    searches = pool(url, new BindConnectionInitializer(serviceDn, new Credential(servicePassword)));
    binds = pool(url);
    SearchDnResolver users =
        SearchDnResolver.builder()
            .factory(searches)
            .dn("ou=people,dc=example,dc=com")
            .filter("(uid={user})")
            .subtreeSearch(true)
            .build();
    authenticator = new Authenticator(users, new SimpleBindAuthenticationHandler(binds));
    authenticator.setEntryResolver(new SearchEntryResolver(searches));
  }

  private static PooledConnectionFactory pool(String url, ConnectionInitializer... initializers) {
    PooledConnectionFactory pool =
        PooledConnectionFactory.builder()
            .config(
                ConnectionConfig.builder().url(url).connectionInitializers(initializers).build())
            .build();
    pool.initialize();
    return pool;
  }

  @Override
  public Optional<Member> logIn(String username, String password) throws LdapException {
    AuthenticationResponse response =
        authenticator.authenticate(
            new AuthenticationRequest(username, new Credential(password), "mail"));
    if (!response.isSuccess()) {
      return Optional.empty();
    }
    LdapEntry user = response.getLdapEntry();
    Set<String> names = new TreeSet<>();
    for (LdapEntry group : groups(user.getDn()).getEntries()) {
      names.add(group.getAttributeStringValue("cn"));
    }
    return Optional.of(new Member(user.getAttributeStringValue("mail"), names));
  }

  private SearchResponse groups(String dn) throws LdapException {
    return SearchOperation.execute(
        searches,
        SearchRequest.builder()
            .dn("ou=groups,dc=example,dc=com")
            .filter(new FilterTemplate("(member={0})", new Object[] {dn}))
            .returnAttributes("cn")
            .build());
  }

  @Override
  public void close() {
    searches.close();
    binds.close();
  }
}
