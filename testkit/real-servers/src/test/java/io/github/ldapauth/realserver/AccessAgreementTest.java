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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The access rules of the test kit are those of a slapd, and so are binds by certificate. */
class AccessAgreementTest {

  private static final TestCertificates CERTIFICATES = TestCertificates.forHosts("127.0.0.1");
  private static final String BASE = "dc=example,dc=com";

  private static final String ACCESS =
      """
      access to attrs=userPassword by anonymous auth by * none
      access to * by dn.exact="uid=service,dc=example,dc=com" read by self read
        by anonymous none by * none""";

  private static Slapd slapd;
  private static TestDirectory kit;

  @BeforeAll
  static void start() {
    String ldif =
        AgreementStories.base()
            + AgreementStories.user("service")
            + AgreementStories.user("alice")
            + AgreementStories.user("bob")
            + AgreementStories.group("staff", "uid=alice");
    slapd = Slapd.startWithAccess(CERTIFICATES, ldif, ACCESS);
    kit =
        TestDirectory.builder()
            .like(ServerKind.OPEN_LDAP)
            .ldif(ldif)
            .tls(CERTIFICATES)
            .administrator(slapd.administratorDn(), slapd.administratorPassword())
            .readableOnlyBy("uid=service,dc=example,dc=com")
            .start();
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
      kit.close();
    }
  }

  private interface Story {
    Object tell(LDAPConnection client) throws LDAPException;
  }

  private static void agree(BindRequest bind, Story story) throws LDAPException {
    assertThat(answer(kit.hostAndPort(), bind, story))
        .isNotEmpty()
        .isEqualTo(answer(slapd.hostAndPort(), bind, story));
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
      boolean kitOnly = entry.getDN().startsWith("ou=");
      if (!kitOnly) {
        entries.add(
            entry.getDN()
                + entry.getAttributes().stream().map(each -> each.getName()).sorted().toList());
      }
    }
    return result.getResultCode().intValue() + " " + entries.stream().sorted().toList();
  }

  private static BindRequest as(String name) {
    return switch (name) {
      case "anonymous" -> new SimpleBindRequest();
      case "root" -> new SimpleBindRequest(slapd.administratorDn(), slapd.administratorPassword());
      default -> new SimpleBindRequest("uid=" + name + "," + BASE, "right");
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "alice", "anonymous", "root"})
  void usersFindWhatTheyMayRead(String user) throws LDAPException {
    String alice = "uid=alice," + BASE;
    for (String base : List.of(BASE, alice, "uid=bob," + BASE, "uid=none," + BASE)) {
      for (String filter :
          List.of("(objectClass=*)", "(uid=alice)", "(uid=bob)", "(userPassword=right)")) {
        agree(as(user), client -> found(client.search(base, SearchScope.SUB, filter)));
        agree(as(user), client -> found(client.search(base, SearchScope.BASE, filter)));
      }
    }
    agree(as(user), client -> found(client.search(alice, SearchScope.SUB, "(!(userPassword=x))")));
    agree(as(user), client -> client.getRootDSE() != null);
    agree(as(user), client -> client.getEntry("cn=Subschema") != null);
  }

  @ParameterizedTest
  @CsvSource({
    "service, bob, sn, bob",
    "service, bob, userPassword, right",
    "service, bob, 2.5.4.35, right",
    "alice, alice, 2.5.4.35, right",
    "root, alice, 2.5.4.35, right",
    "alice, alice, sn, alice",
    "alice, alice, userPassword, right",
    "alice, bob, sn, bob",
    "anonymous, alice, sn, alice",
    "anonymous, alice, userPassword, right",
    "root, alice, userPassword, right"
  })
  void usersCompareWhatTheyMayRead(String user, String entry, String attribute, String value)
      throws LDAPException {
    CompareRequest compare = new CompareRequest("uid=" + entry + "," + BASE, attribute, value);
    agree(
        as(user),
        client -> {
          try {
            return client.compare(compare).getResultCode().intValue();
          } catch (LDAPException e) {
            return e.getResultCode().intValue();
          }
        });
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
    assertThat(bindByCertificate(kit.ldapsHostAndPort(), context, bind))
        .isEqualTo(bindByCertificate(slapd.ldapsHostAndPort(), context, bind));
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
