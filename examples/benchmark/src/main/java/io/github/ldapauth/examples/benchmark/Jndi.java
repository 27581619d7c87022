// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.naming.AuthenticationException;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.LdapContext;
import org.jspecify.annotations.Nullable;

/**
 * Code that an expert writes with JNDI: pooled contexts, and binds on connections that stay open. A
 * context that fails is lost, as the benchmark ends then.
 */
final class Jndi implements Contestant {

  private final JndiPool searches;
  private final JndiPool binds;

  Jndi(Target target) {
    searches =
        new JndiPool(
            target,
            Map.of(
                Context.SECURITY_AUTHENTICATION,
                "simple",
                Context.SECURITY_PRINCIPAL,
                Population.SERVICE,
                Context.SECURITY_CREDENTIALS,
                Population.SERVICE_PASSWORD));
    binds = new JndiPool(target, Map.of());
  }

  @Override
  public Optional<Login> signIn(String username, String password) throws NamingException {
    SearchResult user = find(username);
    if (user == null || !accepts(user.getNameInNamespace(), password)) {
      return Optional.empty();
    }
    String mail = (String) user.getAttributes().get("mail").get();
    return Optional.of(new Login(mail, groups(user.getNameInNamespace())));
  }

  private @Nullable SearchResult find(String username) throws NamingException {
    LdapContext context = searches.take();
    NamingEnumeration<SearchResult> found =
        search(context, Population.USERS, "(uid={0})", username, null);
    SearchResult user = found.hasMore() ? found.next() : null;
    if (user != null && found.hasMore()) {
      throw new NamingException("several users");
    }
    searches.release(context);
    return user;
  }

  private Set<String> groups(String dn) throws NamingException {
    LdapContext context = searches.take();
    Set<String> names = new HashSet<>();
    NamingEnumeration<SearchResult> found =
        search(context, Population.GROUPS, "(member={0})", dn, new String[] {"cn"});
    while (found.hasMore()) {
      names.add((String) found.next().getAttributes().get("cn").get());
    }
    searches.release(context);
    return names;
  }

  private boolean accepts(String dn, String password) throws NamingException {
    LdapContext context = binds.take();
    context.addToEnvironment(Context.SECURITY_AUTHENTICATION, "simple");
    context.addToEnvironment(Context.SECURITY_PRINCIPAL, dn);
    context.addToEnvironment(Context.SECURITY_CREDENTIALS, password);
    try {
      context.reconnect(null);
      binds.release(context);
      return true;
    } catch (AuthenticationException e) {
      binds.discard(context);
      return false;
    }
  }

  @SuppressWarnings("BanJNDI") // to measure it
  private static NamingEnumeration<SearchResult> search(
      LdapContext context, String base, String filter, String value, String @Nullable [] attributes)
      throws NamingException {
    SearchControls controls = new SearchControls();
    controls.setSearchScope(SearchControls.SUBTREE_SCOPE);
    controls.setReturningAttributes(attributes);
    return context.search(base, filter, new Object[] {value}, controls);
  }

  @Override
  public void close() {
    searches.close();
    binds.close();
  }
}
