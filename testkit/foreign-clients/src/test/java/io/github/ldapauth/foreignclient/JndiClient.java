// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import javax.naming.AuthenticationException;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.Control;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.PagedResultsControl;
import javax.naming.ldap.PagedResultsResponseControl;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;

/** The client of the JDK. */
@SuppressWarnings({"BanJNDI", "JdkObsolete"})
final class JndiClient extends JavaClient {

  @Override
  public String name() {
    return "JNDI";
  }

  private static InitialLdapContext open(String url, String dn, String password)
      throws NamingException {
    Hashtable<String, Object> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    environment.put(Context.PROVIDER_URL, url);
    if (url.startsWith("ldaps")) {
      environment.put("java.naming.ldap.factory.socket", TrustingSockets.class.getName());
    }
    if (!dn.isEmpty()) {
      environment.put(Context.SECURITY_PRINCIPAL, dn);
      environment.put(Context.SECURITY_CREDENTIALS, password);
    }
    return new InitialLdapContext(environment, null);
  }

  @Override
  int bindCode(Target target, String dn, String password) throws NamingException {
    try {
      open(target.url(), dn, password).close();
      return 0;
    } catch (AuthenticationException e) {
      return Integer.parseInt(e.getMessage().replaceFirst("(?s).*error code (\\d+).*", "$1"));
    }
  }

  @Override
  String groups(Target target) throws NamingException {
    InitialLdapContext context = open(target.url(), target.alice(), Target.RIGHT);
    List<String> names = new ArrayList<>();
    NamingEnumeration<SearchResult> found =
        context.search(target.groups(), target.memberFilter(), subtree());
    while (found.hasMore()) {
      names.add((String) found.next().getAttributes().get("cn").get());
    }
    context.close();
    Collections.sort(names);
    return String.join(" ", names);
  }

  private static SearchControls subtree() {
    SearchControls controls = new SearchControls();
    controls.setSearchScope(SearchControls.SUBTREE_SCOPE);
    return controls;
  }

  @Override
  boolean startsTls(Target target) throws NamingException, IOException {
    InitialLdapContext context = open(target.url(), "", "");
    StartTlsResponse tls = (StartTlsResponse) context.extendedOperation(new StartTlsRequest());
    tls.negotiate(target.certificates().clientContext().getSocketFactory());
    context.addToEnvironment(Context.SECURITY_PRINCIPAL, target.alice());
    context.addToEnvironment(Context.SECURITY_CREDENTIALS, Target.RIGHT);
    context.reconnect(null);
    context.close();
    return true;
  }

  @Override
  boolean bindsOverLdaps(Target target) throws NamingException {
    TrustingSockets.trust(target);
    open(target.ldapsUrl(), target.alice(), Target.RIGHT).close();
    return true;
  }

  @Override
  String pages(Target target) throws NamingException, IOException {
    InitialLdapContext context = open(target.url(), target.alice(), Target.RIGHT);
    int entries = 0;
    int pages = 0;
    byte[] cookie = null;
    while (pages == 0 || cookie != null) {
      context.setRequestControls(
          new Control[] {new PagedResultsControl(Target.PAGE, cookie, Control.CRITICAL)});
      NamingEnumeration<SearchResult> found =
          context.search(target.people(), Target.USERS, subtree());
      while (found.hasMore()) {
        found.next();
        entries++;
      }
      pages++;
      cookie = ((PagedResultsResponseControl) context.getResponseControls()[0]).getCookie();
    }
    context.close();
    return entries + " in " + pages;
  }

  @Override
  boolean readsRootDse(Target target) throws NamingException {
    InitialLdapContext context = open(target.url(), "", "");
    Attributes root =
        context.getAttributes("", new String[] {"namingContexts", "supportedLDAPVersion"});
    context.close();
    return root.get("namingContexts").contains(target.base())
        && root.get("supportedLDAPVersion").contains("3");
  }

  @Override
  boolean findsInSchema(Target target, String objectClass) throws NamingException {
    InitialLdapContext context = open(target.url(), target.alice(), Target.RIGHT);
    Object found = context.getSchema(target.alice()).lookup("ClassDefinition/" + objectClass);
    context.close();
    return found != null;
  }

  @Override
  void changePassword(Target target, String dn) throws NamingException {
    TrustingSockets.trust(target);
    InitialLdapContext context = open(target.ldapsUrl(), dn, Target.RIGHT);
    if (target.isActiveDirectory()) {
      context.modifyAttributes(dn, UnicodePasswords.modifications());
    } else {
      context.extendedOperation(new PasswordModify(dn));
    }
    context.close();
  }
}
