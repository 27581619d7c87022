// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import static org.springframework.ldap.query.LdapQueryBuilder.query;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.naming.directory.SearchControls;
import javax.naming.ldap.LdapContext;
import org.springframework.ldap.AuthenticationException;
import org.springframework.ldap.control.PagedResultsDirContextProcessor;
import org.springframework.ldap.core.AttributesMapper;
import org.springframework.ldap.core.LdapTemplate;
import org.springframework.ldap.core.support.DefaultTlsDirContextAuthenticationStrategy;
import org.springframework.ldap.core.support.LdapContextSource;
import org.springframework.ldap.core.support.SingleContextSource;

/** Spring LDAP. */
@SuppressWarnings({"BanJNDI", "deprecation"})
final class SpringLdapClient extends JavaClient {

  private static final AttributesMapper<String> COMMON_NAME =
      attributes -> (String) attributes.get("cn").get();

  @Override
  public String name() {
    return "Spring LDAP";
  }

  private static LdapContextSource source(String url, String dn, String password) {
    LdapContextSource source = new LdapContextSource();
    source.setUrl(url);
    source.setUserDn(dn);
    source.setPassword(password);
    source.setAnonymousReadOnly(dn.isEmpty());
    if (url.startsWith("ldaps")) {
      source.setBaseEnvironmentProperties(
          Map.of("java.naming.ldap.factory.socket", TrustingSockets.class.getName()));
    }
    source.afterPropertiesSet();
    return source;
  }

  private static LdapContextSource asAlice(Target target, String url) {
    return source(url, target.alice(), Target.RIGHT);
  }

  @Override
  int bindCode(Target target, String dn, String password) throws Exception {
    try {
      source(target.url(), dn, password).getContext(dn, password).close();
      return 0;
    } catch (AuthenticationException e) {
      return Integer.parseInt(e.getMessage().replaceFirst("(?s).*error code (\\d+).*", "$1"));
    }
  }

  @Override
  String groups(Target target) {
    List<String> names =
        new LdapTemplate(asAlice(target, target.url()))
            .search(query().base(target.groups()).filter(target.memberFilter()), COMMON_NAME);
    return String.join(" ", names.stream().sorted().toList());
  }

  @Override
  boolean startsTls(Target target) throws Exception {
    var strategy = new DefaultTlsDirContextAuthenticationStrategy();
    strategy.setSslSocketFactory(target.certificates().clientContext().getSocketFactory());
    LdapContextSource source = asAlice(target, target.url());
    source.setAuthenticationStrategy(strategy);
    source.getContext(target.alice(), Target.RIGHT).close();
    return true;
  }

  @Override
  boolean bindsOverLdaps(Target target) throws Exception {
    TrustingSockets.trust(target);
    asAlice(target, target.ldapsUrl()).getContext(target.alice(), Target.RIGHT).close();
    return true;
  }

  @Override
  String pages(Target target) {
    SingleContextSource single =
        new SingleContextSource(asAlice(target, target.url()).getReadOnlyContext());
    LdapTemplate template = new LdapTemplate(single);
    PagedResultsDirContextProcessor paging = new PagedResultsDirContextProcessor(Target.PAGE);
    SearchControls subtree = new SearchControls();
    subtree.setSearchScope(SearchControls.SUBTREE_SCOPE);
    int entries = 0;
    int pages = 0;
    do {
      entries +=
          template.search(target.people(), Target.USERS, subtree, COMMON_NAME, paging).size();
      pages++;
    } while (paging.hasMore());
    single.destroy();
    return entries + " in " + pages;
  }

  @Override
  boolean readsRootDse(Target target) {
    AttributesMapper<Boolean> mapper =
        root ->
            root.get("namingContexts").contains(target.base())
                && root.get("supportedLDAPVersion").contains("3");
    return new LdapTemplate(source(target.url(), "", ""))
        .lookup("", new String[] {"namingContexts", "supportedLDAPVersion"}, mapper);
  }

  @Override
  boolean findsInSchema(Target target, String objectClass) {
    LdapTemplate template = new LdapTemplate(asAlice(target, target.url()));
    AttributesMapper<String> subschema =
        attributes -> (String) attributes.get("subschemaSubentry").get();
    AttributesMapper<Boolean> definitions =
        attributes ->
            Collections.list(attributes.get("objectClasses").getAll()).stream()
                .anyMatch(each -> each.toString().contains("'" + objectClass + "'"));
    String dn = template.lookup(target.alice(), new String[] {"subschemaSubentry"}, subschema);
    return template.lookup(dn, new String[] {"objectClasses"}, definitions);
  }

  @Override
  void changePassword(Target target, String dn) {
    TrustingSockets.trust(target);
    LdapTemplate template = new LdapTemplate(source(target.ldapsUrl(), dn, Target.RIGHT));
    if (target.isActiveDirectory()) {
      template.modifyAttributes(dn, UnicodePasswords.modifications());
    } else {
      template.executeReadWrite(
          context -> ((LdapContext) context).extendedOperation(new PasswordModify(dn)));
    }
  }
}
