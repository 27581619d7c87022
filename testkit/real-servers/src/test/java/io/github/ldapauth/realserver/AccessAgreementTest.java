// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.CompareRequest;
import com.unboundid.ldap.sdk.EXTERNALBindRequest;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The access rules of the test kit are those of a slapd and of a 389 Directory Server. Binds by
 * certificate are those of slapd.
 */
@ExtendWith(TwoServers.Shared.class)
class AccessAgreementTest {

  private record Pair(RealServer server, TestDirectory kit) {}

  private static final TestCertificates CERTIFICATES = TwoServers.CERTIFICATES;
  private static final String BASE = "dc=example,dc=com";
  private static final String READER = "uid=dave," + BASE;

  private static final String ACCESS =
      """
      access to attrs=userPassword by anonymous auth by * none
      access to * by dn.exact="%s" read by self read by anonymous none by * none"""
          .formatted(READER);

  private static final String RULE =
      "(targetattr!=\"userPassword\")"
          + "(version 3.0; acl \"read\"; allow (read,search,compare) userdn=\"ldap:///%s\";)";
  private static final String[] RULES = {RULE.formatted(READER), RULE.formatted("self")};

  private static Slapd slapd;
  private static Ds389 ds389;
  private static String[] usualRules;
  private static Pair openLdap;
  private static Pair directory389;

  @BeforeAll
  static void start(TwoServers servers) throws LDAPException {
    slapd = Slapd.startWithAccess(CERTIFICATES, TwoServers.ldif(), ACCESS);
    openLdap = new Pair(slapd, kit(ServerKind.OPEN_LDAP, slapd));
    ds389 = servers.ds389();
    try (LDAPConnection administrator = ds389.connect()) {
      usualRules = administrator.getEntry(BASE, "aci").getAttributeValues("aci");
    }
    setRules(RULES);
    directory389 = new Pair(ds389, kit(ServerKind.DIRECTORY_389, ds389));
  }

  private static void setRules(String... rules) throws LDAPException {
    try (LDAPConnection administrator = ds389.connect()) {
      administrator.modify(BASE, new Modification(ModificationType.REPLACE, "aci", rules));
    }
  }

  private static TestDirectory kit(ServerKind kind, RealServer server) {
    return TestDirectory.builder()
        .like(kind)
        .anotherBaseDn(TwoServers.OTHER_BASE)
        .ldif(TwoServers.ldif())
        .tls(CERTIFICATES)
        .administrator(server.administratorDn(), server.administratorPassword())
        .readableOnlyBy(READER)
        .start();
  }

  @AfterAll
  static void stop() throws LDAPException {
    if (directory389 != null) {
      setRules(usualRules);
      slapd.close();
      openLdap.kit.close();
      directory389.kit.close();
    }
  }

  private interface Story {
    Object tell(LDAPConnection client) throws LDAPException;
  }

  private static void agree(String user, Story story) throws LDAPException {
    agree(List.of(openLdap, directory389), user, story);
  }

  private static void agree(List<Pair> pairs, String user, Story story) throws LDAPException {
    for (Pair pair : pairs) {
      BindRequest bind = as(user, pair.server);
      assertThat(answer(pair.kit.hostAndPort(), bind, story))
          .as("%s", pair.kit)
          .isNotEmpty()
          .isEqualTo(answer(pair.server.hostAndPort(), bind, story));
    }
  }

  private static String answer(String hostAndPort, BindRequest bind, Story story)
      throws LDAPException {
    try (LDAPConnection client = Session.connect(hostAndPort)) {
      client.bind(bind);
      return String.valueOf(story.tell(client));
    } catch (LDAPSearchException e) {
      return found(e.getSearchResult());
    }
  }

  private static String found(SearchResult result) {
    List<String> entries = new ArrayList<>();
    for (SearchResultEntry entry : result.getSearchEntries()) {
      entries.add(
          entry.getDN()
              + entry.getAttributes().stream().map(each -> each.getName()).sorted().toList());
    }
    return result.getResultCode().intValue() + " " + entries.stream().sorted().toList();
  }

  private static BindRequest as(String name, RealServer server) {
    return switch (name) {
      case "anonymous" -> new SimpleBindRequest();
      case "root" ->
          new SimpleBindRequest(server.administratorDn(), server.administratorPassword());
      default -> new SimpleBindRequest("uid=" + name + "," + BASE, "right");
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"dave", "alice", "anonymous", "root"})
  void usersFindWhatTheyMayRead(String user) throws LDAPException {
    String alice = "uid=alice," + BASE;
    for (String base : List.of(BASE, alice, "uid=bob," + BASE, "uid=none," + BASE)) {
      for (String filter :
          List.of("(objectClass=*)", "(uid=alice)", "(uid=bob)", "(userPassword=right)")) {
        agree(user, client -> found(client.search(base, SearchScope.SUB, filter)));
        agree(user, client -> found(client.search(base, SearchScope.BASE, filter)));
      }
    }
    agree(user, client -> found(client.search(alice, SearchScope.SUB, "(!(userPassword=x))")));
    agree(user, client -> client.getRootDSE() != null);
    agree(user, client -> client.getSchema() != null);
  }

  @ParameterizedTest
  @CsvSource({
    "dave, bob, sn, bob",
    "dave, bob, userPassword, right",
    "alice, alice, sn, alice",
    "alice, alice, userPassword, right",
    "alice, bob, sn, bob",
    "anonymous, alice, sn, alice",
    "anonymous, alice, userPassword, right",
    "root, alice, userPassword, right"
  })
  void usersCompareWhatTheyMayRead(String user, String entry, String attribute, String value)
      throws LDAPException {
    agree(user, client -> compare(client, entry, attribute, value));
  }

  /** 389 Directory Server takes the OID for another attribute, which the entry does not have. */
  @ParameterizedTest
  @CsvSource({"dave, bob", "alice, alice", "root, alice"})
  void passwordIsNotComparedByItsOid(String user, String entry) throws LDAPException {
    agree(List.of(openLdap), user, client -> compare(client, entry, "2.5.4.35", "right"));
  }

  private static int compare(LDAPConnection client, String entry, String attribute, String value) {
    try {
      return client
          .compare(new CompareRequest("uid=" + entry + "," + BASE, attribute, value))
          .getResultCode()
          .intValue();
    } catch (LDAPException e) {
      return e.getResultCode().intValue();
    }
  }

  private static String bindByCertificate(
      String ldapsHostAndPort, SSLContext context, EXTERNALBindRequest bind) throws Exception {
    int port = Integer.parseInt(ldapsHostAndPort.substring(ldapsHostAndPort.indexOf(':') + 1));
    try (LDAPConnection client =
        new LDAPConnection(context.getSocketFactory(), "127.0.0.1", port)) {
      client.bind(bind);
      ExtendedResult who = client.processExtendedOperation(new WhoAmIExtendedRequest());
      return who.getResultCode() + " " + who.getValue().stringValue();
    } catch (LDAPException e) {
      return e.getResultCode().intValue() + " " + e.getDiagnosticMessage();
    }
  }

  private static void agree(SSLContext context, EXTERNALBindRequest bind) throws Exception {
    assertThat(bindByCertificate(openLdap.kit.ldapsHostAndPort(), context, bind))
        .isEqualTo(bindByCertificate(slapd.ldapsHostAndPort(), context, bind));
    assertThat(bindByCertificate(directory389.kit.ldapsHostAndPort(), context, bind))
        .isEqualTo(bindByCertificate(ds389.ldapsHostAndPort(), context, bind));
  }

  @Test
  void certificateBindsAsTheEntryThatItNames() throws Exception {
    agree(CERTIFICATES.clientContext("uid=alice," + BASE), new EXTERNALBindRequest(""));
  }

  @Test
  void externalBindWithoutCredentialsIsNotComplete() throws Exception {
    agree(CERTIFICATES.clientContext("uid=alice," + BASE), new EXTERNALBindRequest());
  }

  @Test
  void externalBindWithoutCertificateIsRefused() throws Exception {
    agree(CERTIFICATES.clientContext(), new EXTERNALBindRequest(""));
  }
}
