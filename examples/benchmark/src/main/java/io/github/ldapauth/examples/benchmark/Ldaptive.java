// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.ldaptive.BindConnectionInitializer;
import org.ldaptive.ConnectionConfig;
import org.ldaptive.ConnectionInitializer;
import org.ldaptive.Credential;
import org.ldaptive.FilterTemplate;
import org.ldaptive.LdapEntry;
import org.ldaptive.LdapException;
import org.ldaptive.PooledConnectionFactory;
import org.ldaptive.ReturnAttributes;
import org.ldaptive.SearchOperation;
import org.ldaptive.SearchRequest;
import org.ldaptive.SearchResponse;
import org.ldaptive.auth.AuthenticationCriteria;
import org.ldaptive.auth.AuthenticationHandler;
import org.ldaptive.auth.AuthenticationHandlerResponse;
import org.ldaptive.auth.AuthenticationRequest;
import org.ldaptive.auth.SimpleBindAuthenticationHandler;

/** ldaptive with two pools, without validation, and without a second read of the entry. */
final class Ldaptive implements Contestant {

  private final PooledConnectionFactory searches;
  private final PooledConnectionFactory binds;
  private final AuthenticationHandler handler;

  Ldaptive(Target target) {
    searches =
        pool(
            target,
            new BindConnectionInitializer(
                Population.SERVICE, new Credential(Population.SERVICE_PASSWORD)));
    binds = pool(target);
    handler = new SimpleBindAuthenticationHandler(binds);
  }

  private static PooledConnectionFactory pool(
      Target target, ConnectionInitializer... initializers) {
    PooledConnectionFactory pool =
        PooledConnectionFactory.builder()
            .config(
                ConnectionConfig.builder()
                    .url(target.url())
                    .connectionInitializers(initializers)
                    .build())
            .min(target.initialConnections())
            .max(target.maxConnections())
            .build();
    pool.initialize();
    return pool;
  }

  @Override
  public Optional<Login> signIn(String username, String password) throws LdapException {
    LdapEntry user =
        search(Population.USERS, "(uid={0})", username, ReturnAttributes.ALL_USER.value())
            .getEntry();
    if (user == null || !accepts(user.getDn(), username, password)) {
      return Optional.empty();
    }
    Set<String> groups = new HashSet<>();
    for (LdapEntry group :
        search(Population.GROUPS, "(member={0})", user.getDn(), "cn").getEntries()) {
      groups.add(group.getAttributeStringValue("cn"));
    }
    return Optional.of(new Login(user.getAttributeStringValue("mail"), groups));
  }

  private SearchResponse search(String base, String filter, String value, String... attributes)
      throws LdapException {
    return SearchOperation.execute(
        searches,
        SearchRequest.builder()
            .dn(base)
            .filter(new FilterTemplate(filter, new Object[] {value}))
            .returnAttributes(attributes)
            .build());
  }

  private boolean accepts(String dn, String username, String password) throws LdapException {
    AuthenticationRequest request = new AuthenticationRequest(username, new Credential(password));
    AuthenticationHandlerResponse response =
        handler.authenticate(new AuthenticationCriteria(dn, request));
    response.getConnection().close(); // back to its pool
    return response.isSuccess();
  }

  @Override
  public void close() {
    searches.close();
    binds.close();
  }
}
