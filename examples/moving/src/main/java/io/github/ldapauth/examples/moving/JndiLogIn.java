// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.moving;

import java.util.Hashtable;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.AuthenticationException;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;

/** With JNDI. */
@SuppressWarnings({"BanJNDI", "JdkObsolete"}) // to show it
record JndiLogIn(String url, String serviceDn, String servicePassword) implements LogIn {

  @Override
  public Optional<Member> logIn(String username, String password) throws NamingException {
    if (password.isEmpty()) { // an anonymous bind, which would succeed
      return Optional.empty();
    }
    LdapContext service = bind(serviceDn, servicePassword);
    try {
      NamingEnumeration<SearchResult> users =
          search(service, "ou=people,dc=example,dc=com", "(uid={0})", username);
      if (!users.hasMore()) {
        return Optional.empty();
      }
      SearchResult user = users.next();
      if (users.hasMore()) {
        return Optional.empty();
      }
      try {
        bind(user.getNameInNamespace(), password).close();
      } catch (AuthenticationException e) {
        return Optional.empty();
      }
      Set<String> names = new TreeSet<>();
      NamingEnumeration<SearchResult> groups =
          search(service, "ou=groups,dc=example,dc=com", "(member={0})", user.getNameInNamespace());
      while (groups.hasMore()) {
        names.add((String) groups.next().getAttributes().get("cn").get());
      }
      return Optional.of(new Member((String) user.getAttributes().get("mail").get(), names));
    } finally {
      service.close();
    }
  }

  private LdapContext bind(String dn, String password) throws NamingException {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    environment.put(Context.PROVIDER_URL, url);
    environment.put(Context.SECURITY_AUTHENTICATION, "simple");
    environment.put(Context.SECURITY_PRINCIPAL, dn);
    environment.put(Context.SECURITY_CREDENTIALS, password);
    environment.put("com.sun.jndi.ldap.connect.timeout", "3000"); // else it waits for ever
    environment.put("com.sun.jndi.ldap.read.timeout", "5000");
    return new InitialLdapContext(environment, null);
  }

  private static NamingEnumeration<SearchResult> search(
      LdapContext context, String base, String filter, String value) throws NamingException {
    SearchControls controls = new SearchControls();
    controls.setSearchScope(SearchControls.SUBTREE_SCOPE);
    return context.search(base, filter, new Object[] {value}, controls);
  }

  @Override
  public void close() {
    // Each log-in opens and closes its own connections.
  }
}
