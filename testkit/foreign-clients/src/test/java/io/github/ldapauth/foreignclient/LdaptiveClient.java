// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import java.util.stream.Collectors;
import org.ldaptive.AttributeModification;
import org.ldaptive.BindConnectionInitializer;
import org.ldaptive.Connection;
import org.ldaptive.ConnectionConfig;
import org.ldaptive.Credential;
import org.ldaptive.DefaultConnectionFactory;
import org.ldaptive.LdapEntry;
import org.ldaptive.LdapException;
import org.ldaptive.ModifyOperation;
import org.ldaptive.ModifyRequest;
import org.ldaptive.SearchOperation;
import org.ldaptive.SearchRequest;
import org.ldaptive.SearchResponse;
import org.ldaptive.SimpleBindRequest;
import org.ldaptive.SingleConnectionFactory;
import org.ldaptive.ad.UnicodePwdAttribute;
import org.ldaptive.control.util.PagedResultsClient;
import org.ldaptive.extended.ExtendedOperation;
import org.ldaptive.extended.PasswordModifyRequest;
import org.ldaptive.schema.SchemaFactory;
import org.ldaptive.ssl.SslConfig;
import org.ldaptive.ssl.X509CredentialConfig;

/** ldaptive. */
final class LdaptiveClient extends JavaClient {

  @Override
  public String name() {
    return "ldaptive";
  }

  private static ConnectionConfig config(Target target, String url, boolean startTls) {
    X509CredentialConfig trust = new X509CredentialConfig();
    trust.setTrustCertificates("file:" + target.authority());
    return ConnectionConfig.builder()
        .url(url)
        .useStartTLS(startTls)
        .sslConfig(SslConfig.builder().credentialConfig(trust).build())
        .build();
  }

  private static ConnectionConfig bound(
      Target target, String url, boolean startTls, String dn, String password) {
    ConnectionConfig config = config(target, url, startTls);
    config.setConnectionInitializers(new BindConnectionInitializer(dn, new Credential(password)));
    return config;
  }

  private static DefaultConnectionFactory asAlice(Target target) {
    return new DefaultConnectionFactory(
        bound(target, target.url(), false, target.alice(), Target.RIGHT));
  }

  @Override
  int bindCode(Target target, String dn, String password) throws LdapException {
    try (Connection connection =
        new DefaultConnectionFactory(config(target, target.url(), false)).getConnection()) {
      connection.open();
      return connection
          .operation(SimpleBindRequest.builder().dn(dn).password(password).build())
          .execute()
          .getResultCode()
          .value();
    }
  }

  @Override
  String groups(Target target) throws LdapException {
    return new SearchOperation(asAlice(target))
            .execute(
                SearchRequest.builder()
                    .dn(target.groups())
                    .filter(target.memberFilter())
                    .returnAttributes("cn")
                    .build())
            .getEntries()
            .stream()
            .map(entry -> entry.getAttribute("cn").getStringValue())
            .sorted()
            .collect(Collectors.joining(" "));
  }

  @Override
  boolean startsTls(Target target) throws LdapException {
    return opens(bound(target, target.url(), true, target.alice(), Target.RIGHT));
  }

  @Override
  boolean bindsOverLdaps(Target target) throws LdapException {
    return opens(bound(target, target.ldapsUrl(), false, target.alice(), Target.RIGHT));
  }

  private static boolean opens(ConnectionConfig config) throws LdapException {
    try (Connection connection = new DefaultConnectionFactory(config).getConnection()) {
      connection.open();
      return connection.isOpen();
    }
  }

  @Override
  String pages(Target target) throws LdapException {
    SingleConnectionFactory single =
        new SingleConnectionFactory(
            bound(target, target.url(), false, target.alice(), Target.RIGHT));
    single.initialize();
    PagedResultsClient client = new PagedResultsClient(single, Target.PAGE);
    SearchRequest request =
        SearchRequest.builder().dn(target.people()).filter(Target.USERS).build();
    SearchResponse response = client.execute(request);
    int entries = response.entrySize();
    int pages = 1;
    while (client.hasMore(response)) {
      response = client.execute(request, response);
      entries += response.entrySize();
      pages++;
    }
    single.close();
    return entries + " in " + pages;
  }

  @Override
  boolean readsRootDse(Target target) throws LdapException {
    LdapEntry root =
        new SearchOperation(new DefaultConnectionFactory(config(target, target.url(), false)))
            .execute(
                SearchRequest.objectScopeSearchRequest(
                    "", new String[] {"namingContexts", "supportedLDAPVersion"}))
            .getEntry();
    return root.getAttribute("namingContexts").getStringValues().contains(target.base())
        && root.getAttribute("supportedLDAPVersion").getStringValues().contains("3");
  }

  /** It does not understand the schema of 389 Directory Server. */
  @Override
  boolean readsSchemaOf(Target target) {
    return super.readsSchemaOf(target) && !target.name().equals(Pair.DIRECTORY_389);
  }

  @Override
  boolean findsInSchema(Target target, String objectClass) throws LdapException {
    return SchemaFactory.createSchema(asAlice(target)).getObjectClass(objectClass) != null;
  }

  @Override
  void changePassword(Target target, String dn) throws LdapException {
    var connections =
        new DefaultConnectionFactory(bound(target, target.ldapsUrl(), false, dn, Target.RIGHT));
    if (target.isActiveDirectory()) {
      new ModifyOperation(connections)
          .execute(
              new ModifyRequest(
                  dn,
                  modification(AttributeModification.Type.DELETE, Target.RIGHT),
                  modification(AttributeModification.Type.ADD, Target.CHANGED)));
    } else {
      new ExtendedOperation(connections)
          .execute(new PasswordModifyRequest(dn, Target.RIGHT, Target.CHANGED));
    }
  }

  private static AttributeModification modification(
      AttributeModification.Type type, String password) {
    return new AttributeModification(type, new UnicodePwdAttribute(password));
  }
}
