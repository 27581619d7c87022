// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.dn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.CancelExtendedRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.directory.InitialDirContext;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Binds and account states in a domain of Active Directory. */
interface ActiveDirectoryBindStories extends ActiveDirectoryTalk {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=alice,CN=Users,DC=ad,DC=example,DC=com",
        "cn=ALICE, cn=users,dc=AD,dc=example,dc=com",
        "alice@ad.example.com",
        "ALICE@AD.Example.COM",
        "alice@AD",
        "AD\\alice",
        "ad\\Alice",
        "robert@elsewhere.example",
        "bob@ad.example.com",
        "AD\\bob",
        "endless@ad.example.com"
      })
  default void userBindsByAnyOfTheseNames(String name) throws Exception {
    assertThat(bind(name, PASSWORD)).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "ad.example.com\\alice",
        "OTHER\\alice",
        "alice@elsewhere.example",
        "robert@ad.example.com",
        "nobody@ad.example.com",
        "CN=nobody,CN=Users,DC=ad,DC=example,DC=com",
        "DC=other",
        "",
        "=,"
      })
  default void noUserBindsByTheseNames(String name) throws Exception {
    assertThat(bind(name, PASSWORD)).isEqualTo("52e");
  }

  @ParameterizedTest
  @CsvSource({
    "alice,      ok",
    "disabled,   533",
    "ended,      701",
    "endless,    ok",
    "mustchange, 773",
    "expired,    532",
    "eternal,    ok",
    "nohours,    530",
    "elsewhere,  531",
    "here,       ok",
    "everything, 533",
    "endedmust,  701",
    "mustnow,    773"
  })
  default void onlyTheRightPasswordLearnsTheState(String name, String code) throws Exception {
    assertThat(bind(dn(name), PASSWORD)).isEqualTo(code);
    assertThat(bind(dn(name), "wrong")).isEqualTo("52e");
  }

  @Test
  default void threeWrongPasswordsLockForEveryPassword() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(bind(dn("lockable"), "wrong")).isEqualTo("52e");
    }
    assertThat(bind(dn("lockable"), "wrong")).isEqualTo("775");
    assertThat(bind(dn("lockable"), PASSWORD)).isEqualTo("775");
    SearchResultEntry entry = read(dn("lockable"), "badPwdCount", "lockoutTime");
    assertThat(entry.getAttributeValue("badPwdCount")).isEqualTo("3");
    assertThat(entry.getAttributeValueAsLong("lockoutTime")).isPositive();
  }

  @Test
  default void rightPasswordClearsTheWrongOnes() throws Exception {
    for (int round = 0; round < 2; round++) {
      assertThat(bind(dn("careless"), "wrong")).isEqualTo("52e");
      assertThat(bind(dn("careless"), "wrong")).isEqualTo("52e");
      assertThat(read(dn("careless"), "badPwdCount").getAttributeValue("badPwdCount"))
          .isEqualTo("2");
      assertThat(bind(dn("careless"), PASSWORD)).isEqualTo("ok");
    }
    assertThat(read(dn("careless"), "badPwdCount").getAttributeValue("badPwdCount")).isEqualTo("0");
  }

  @Test
  default void failedBindKeepsTheIdentityOfTheConnection() throws Exception {
    try (LDAPConnection connection = connect()) {
      assertThat(bind(connection, dn("alice"), PASSWORD)).isEqualTo("ok");
      assertThat(bind(connection, dn("rebound"), "wrong")).isEqualTo("52e");
      assertThat(connection.search(USERS, SUB, "(cn=alice)").getEntryCount()).isEqualTo(1);
      assertThat(bind(connection, dn("disabled"), PASSWORD)).isEqualTo("533");
      assertThat(connection.search(USERS, SUB, "(cn=alice)").getEntryCount()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'DC=ad,DC=example,DC=com', 0",
    "'CN=Users,DC=ad,DC=example,DC=com', 2",
    "DC=other, 2",
    "'', 2"
  })
  default void anonymousSearchesAreRefused(String base, int scope) throws Exception {
    try (LDAPConnection connection = connect()) {
      assertThatExceptionOfType(LDAPSearchException.class)
          .isThrownBy(() -> connection.search(base, SearchScope.valueOf(scope), "(cn=*)"))
          .satisfies(
              e -> {
                assertThat(e.getResultCode().intValue()).isEqualTo(1);
                assertThat(e.getDiagnosticMessage())
                    .isEqualTo("00002020: Operation unavailable without authentication");
              });
    }
  }

  /** "Who am I?", Cancel, and an unknown one. */
  @ParameterizedTest
  @ValueSource(strings = {"1.3.6.1.4.1.4203.1.11.3", "1.3.6.1.1.8", "1.2.3.4.5"})
  default void noExtendedOperationIsSupportedButStartTls(String oid) throws Exception {
    try (LDAPConnection anonymous = connect();
        LDAPConnection administrator = connectAsAdministrator()) {
      for (LDAPConnection connection : List.of(anonymous, administrator)) {
        assertThat(extended(connection, new ExtendedRequest(oid)))
            .isEqualTo("2 Extended Operation(" + oid + ") not supported");
      }
      // Samba names none at all.
      String[] supported = anonymous.getRootDSE().getSupportedExtendedOperationOIDs();
      assertThat(Stream.ofNullable(supported).flatMap(Stream::of))
          .isSubsetOf(StartTLSExtendedRequest.STARTTLS_REQUEST_OID);
    }
  }

  @Test
  default void cancelOfARequestIsNotSupported() throws Exception {
    try (LDAPConnection connection = connect()) {
      assertThat(extended(connection, new CancelExtendedRequest(77))).startsWith("2 ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  default void olderVersionBindsToo(int version) throws Exception {
    try (LDAPConnection connection = connect()) {
      Properties settings = new Properties();
      settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
      settings.put(Context.PROVIDER_URL, "ldap://127.0.0.1:" + connection.getConnectedPort());
      settings.put("java.naming.ldap.version", String.valueOf(version));
      settings.put(Context.SECURITY_PRINCIPAL, dn("alice"));
      settings.put(Context.SECURITY_CREDENTIALS, PASSWORD);
      new InitialDirContext(settings).close();
    }
  }

  @Test
  default void startTlsSucceedsOnce() throws Exception {
    SSLContext trusting = new SSLUtil(new TrustAllTrustManager()).createSSLContext();
    try (LDAPConnection connection = connect()) {
      assertThat(extended(connection, new StartTLSExtendedRequest(trusting))).startsWith("0 ");
      assertThat(bind(connection, dn("alice"), PASSWORD)).isEqualTo("ok");
      assertThat(extended(connection, new StartTLSExtendedRequest(trusting))).startsWith("1 ");
      assertThat(connection.search(USERS, SUB, "(cn=alice)").getEntryCount()).isEqualTo(1);
    }
  }

  private static String extended(LDAPConnection connection, ExtendedRequest request) {
    try {
      ExtendedResult result = connection.processExtendedOperation(request);
      return result.getResultCode().intValue() + " " + result.getDiagnosticMessage();
    } catch (LDAPException e) {
      return e.getResultCode().intValue() + " " + e.getDiagnosticMessage();
    }
  }

  @Test
  default void anonymousClientsReadTheRootDse() throws Exception {
    try (LDAPConnection connection = connect()) {
      Entry root = connection.getEntry("");
      assertThat(root.getAttributeValue("defaultNamingContext")).isEqualTo(DOMAIN);
      assertThat(root.getAttributeValue("rootDomainNamingContext")).isEqualTo(DOMAIN);
      assertThat(root.getAttributeValue("configurationNamingContext"))
          .isEqualTo("CN=Configuration," + DOMAIN);
      assertThat(root.getAttributeValue("schemaNamingContext"))
          .isEqualTo("CN=Schema,CN=Configuration," + DOMAIN);
      assertThat(root.getAttributeValue("dnsHostName")).isEqualTo("dc1.ad.example.com");
      assertThat(root.getAttributeValue("isSynchronized")).isEqualTo("TRUE");
      assertThat(root.getAttributeValues("supportedCapabilities"))
          .containsExactlyInAnyOrder(
              "1.2.840.113556.1.4.800",
              "1.2.840.113556.1.4.1670",
              "1.2.840.113556.1.4.1791",
              "1.2.840.113556.1.4.1935",
              "1.2.840.113556.1.4.2080");
      assertThat(root.getAttributeValues("namingContexts")).contains(DOMAIN);
    }
  }
}
