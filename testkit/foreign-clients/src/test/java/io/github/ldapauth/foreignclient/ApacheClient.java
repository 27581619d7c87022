// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import org.apache.directory.api.ldap.extras.extended.pwdModify.PasswordModifyRequestImpl;
import org.apache.directory.api.ldap.model.cursor.EntryCursor;
import org.apache.directory.api.ldap.model.cursor.SearchCursor;
import org.apache.directory.api.ldap.model.entry.DefaultModification;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.BindRequestImpl;
import org.apache.directory.api.ldap.model.message.SearchRequest;
import org.apache.directory.api.ldap.model.message.SearchRequestImpl;
import org.apache.directory.api.ldap.model.message.SearchScope;
import org.apache.directory.api.ldap.model.message.controls.PagedResults;
import org.apache.directory.api.ldap.model.message.controls.PagedResultsImpl;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.ldap.client.api.LdapConnectionConfig;
import org.apache.directory.ldap.client.api.LdapNetworkConnection;

/** The LDAP API of Apache Directory. */
final class ApacheClient extends JavaClient {

  @Override
  public String name() {
    return "Apache LDAP API";
  }

  private static LdapNetworkConnection open(Target target, boolean ldaps, boolean startTls)
      throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(target.certificates().trustStore());
    LdapConnectionConfig config = new LdapConnectionConfig();
    config.setLdapHost("127.0.0.1");
    config.setLdapPort(ldaps ? target.ldapsPort() : target.port());
    config.setUseSsl(ldaps);
    config.setUseTls(startTls);
    config.setTrustManagers(trust.getTrustManagers());
    LdapNetworkConnection connection = new LdapNetworkConnection(config);
    connection.connect();
    return connection;
  }

  private static LdapNetworkConnection asAlice(Target target, boolean ldaps, boolean startTls)
      throws Exception {
    LdapNetworkConnection connection = open(target, ldaps, startTls);
    connection.bind(target.alice(), Target.RIGHT);
    return connection;
  }

  @Override
  int bindCode(Target target, String name, String password) throws Exception {
    try (LdapNetworkConnection connection = open(target, false, false)) {
      return connection
          .bind(new BindRequestImpl().setName(name).setCredentials(password).setSimple(true))
          .getLdapResult()
          .getResultCode()
          .getResultCode();
    }
  }

  @Override
  String groups(Target target) throws Exception {
    List<String> names = new ArrayList<>();
    try (LdapNetworkConnection connection = asAlice(target, false, false);
        EntryCursor found =
            connection.search(target.groups(), target.memberFilter(), SearchScope.SUBTREE, "cn")) {
      for (Entry entry : found) {
        names.add(entry.get("cn").getString());
      }
    }
    Collections.sort(names);
    return String.join(" ", names);
  }

  @Override
  boolean startsTls(Target target) throws Exception {
    try (LdapNetworkConnection connection = asAlice(target, false, true)) {
      return connection.isAuthenticated() && connection.isSecured();
    }
  }

  @Override
  boolean bindsOverLdaps(Target target) throws Exception {
    try (LdapNetworkConnection connection = asAlice(target, true, false)) {
      return connection.isAuthenticated() && connection.isSecured();
    }
  }

  @Override
  String pages(Target target) throws Exception {
    int entries = 0;
    int pages = 0;
    byte[] cookie = {};
    try (LdapNetworkConnection connection = asAlice(target, false, false)) {
      while (pages == 0 || cookie.length > 0) {
        PagedResults paged = new PagedResultsImpl();
        paged.setSize(Target.PAGE);
        paged.setCookie(cookie);
        SearchRequest request =
            new SearchRequestImpl()
                .setBase(new Dn(target.people()))
                .setFilter(Target.USERS)
                .setScope(SearchScope.SUBTREE);
        request.addControl(paged);
        try (SearchCursor found = connection.search(request)) {
          while (found.next()) {
            entries++;
          }
          PagedResults answer =
              (PagedResults) found.getSearchResultDone().getControl(PagedResults.OID);
          cookie = answer.getCookie() == null ? new byte[0] : answer.getCookie();
        }
        pages++;
      }
    }
    return entries + " in " + pages;
  }

  @Override
  boolean readsRootDse(Target target) throws Exception {
    try (LdapNetworkConnection connection = open(target, false, false)) {
      Entry root = connection.getRootDse("namingContexts", "supportedLDAPVersion");
      return root.contains("namingContexts", target.base())
          && root.contains("supportedLDAPVersion", "3");
    }
  }

  @Override
  boolean findsInSchema(Target target, String objectClass) throws Exception {
    try (LdapNetworkConnection connection = asAlice(target, false, false)) {
      connection.loadSchemaRelaxed();
      return connection.getSchemaManager().getObjectClassRegistry().contains(objectClass);
    }
  }

  @Override
  void changePassword(Target target, String dn) throws Exception {
    try (LdapNetworkConnection connection = open(target, true, false)) {
      connection.bind(dn, Target.RIGHT);
      if (target.isActiveDirectory()) {
        connection.modify(
            new Dn(dn),
            modification(ModificationOperation.REMOVE_ATTRIBUTE, Target.RIGHT),
            modification(ModificationOperation.ADD_ATTRIBUTE, Target.CHANGED));
        return;
      }
      PasswordModifyRequestImpl request = new PasswordModifyRequestImpl();
      request.setUserIdentity(dn.getBytes(UTF_8));
      request.setOldPassword(Target.RIGHT.getBytes(UTF_8));
      request.setNewPassword(Target.CHANGED.getBytes(UTF_8));
      connection.extended(request);
    }
  }

  private static DefaultModification modification(ModificationOperation operation, String password)
      throws LdapException {
    return new DefaultModification(
        operation, UnicodePasswords.ATTRIBUTE, UnicodePasswords.bytes(password));
  }
}
