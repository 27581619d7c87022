// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.protocol.SearchResultReferenceProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.RawServer;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The size of what a search finds, at all servers to which it is referred. */
class ReferralSizeTest {

  private static final Deadline LATER = Deadline.in(Duration.ofMinutes(10));
  private static final Attribute PHOTO = new Attribute("jpegPhoto", new byte[1 << 20]);

  private final PagedSearch search =
      new PagedSearch(
          Stage.READ_GROUPS,
          new LdapSearch(
              Dn.parse(GROUPS), SearchScope.SUBTREE, LdapFilter.ANY_ENTRY, List.of("*"), 0),
          PagedSearch.CutShort.NONE,
          LATER,
          Duration.ofMinutes(5));

  /** Returns a server that finds 20 MiB, and refers to another one. */
  private static RawServer server(String other) {
    return new RawServer(
        request ->
            Stream.concat(
                IntStream.range(0, 20)
                    .mapToObj(i -> RawServer.entry(request, "cn=" + i + "," + GROUPS, PHOTO)),
                Stream.of(
                    RawServer.message(request, new SearchResultReferenceProtocolOp(List.of(other))),
                    RawServer.done(request, 0, ""))));
  }

  private static LdapSearch.Result sendTo(RawServer server, PagedSearch search) {
    Connection connection = Pools.connection(server.server());
    try {
      return search.send(connection, () -> {});
    } catch (LDAPException e) {
      throw new AssertionError(e);
    } finally {
      connection.close();
    }
  }

  private static TestDirectory directory(TestCertificates certificates, String group) {
    return TestDirectory.builder()
        .tls(certificates)
        .group(group, entry -> entry.attribute("description", "x".repeat(7 << 20)))
        .start();
  }

  /**
   * The first server finds 20 MiB and refers to the second, which finds 7 and refers to the third.
   */
  @Test
  void sizeIsLimitedForAllServersTogether() {
    TestCertificates certificates = TestCertificates.forHosts("localhost", "127.0.0.1");
    try (TestDirectory third = directory(certificates, "three");
        TestDirectory second = directory(certificates, "two");
        RawServer first = server(second.ldapsUrl() + "/" + GROUPS)) {
      second.faults().every(SEARCH).referringTo(third.ldapsUrl() + "/" + GROUPS).works();
      LdapServer settings =
          Directories.patient(LdapServer.ldaps(second.ldapsHostAndPort()))
              .sslContext(certificates.clientContext())
              .followReferrals(second.ldapsHostAndPort(), third.ldapsHostAndPort());
      try (var referrals =
          new ReferralSearches(settings, null, new Network(Clock.SYSTEM, text -> text))) {
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> referrals.send(search, () -> sendTo(first, search), LATER))
            .withMessageContaining("32 MiB together");
      }
    }
  }
}
