// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The size of what a search finds, at all servers to which it is referred. */
class ReferralSizeTest {

  private static final String LARGE = "x".repeat(9 << 20);

  private final TestCertificates certificates = TestCertificates.forHosts("localhost", "127.0.0.1");

  /** Returns a directory with two groups that one answer may have. */
  private TestDirectory directory(String first, String second) {
    return Directories.people()
        .tls(certificates)
        .group(first, group -> group.members("alice").attribute("description", LARGE))
        .group(second, group -> group.members("alice").attribute("description", LARGE))
        .start();
  }

  @Test
  void sizeIsLimitedForAllServersTogether() {
    try (TestDirectory directory = directory("one", "two");
        TestDirectory other = directory("three", "four")) {
      directory
          .faults()
          .every(SEARCH)
          .as(GROUPS)
          .referringTo(other.ldapsUrl() + "/" + GROUPS)
          .works();
      LdapServer server =
          LdapServer.ldaps(directory.ldapsHostAndPort())
              .sslContext(Objects.requireNonNull(certificates.clientContext()))
              .responseTimeout(Duration.ofMinutes(2))
              .followReferrals(other.ldapsHostAndPort());
      LdapAuthConfig config =
          LdapAuthConfig.builder(server, Directories.byUid())
              .serviceAccount(SERVICE, "service secret")
              .groups(
                  GroupLookup.search(GROUPS, GroupType.groupOfNames()).nameAttribute("description"))
              .timeLimit(Duration.ofMinutes(10))
              .build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .withMessageContaining("32 MiB together");
      }
    }
  }
}
