// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.RawServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The size of what a search finds, at all servers to which it is referred. */
class ReferralSizeTest {

  private static final Deadline LATER = Deadline.in(Duration.ofMinutes(10));
  private static final int ENTRIES = 20;

  /** Each answer is small enough, and both together are not. */
  @Test
  void sizeIsLimitedForAllServersTogether() throws LDAPException {
    LdapSearch groups =
        new LdapSearch(
            Dn.parse(GROUPS), SearchScope.SUBTREE, LdapFilter.ANY_ENTRY, List.of("jpegPhoto"), 0);
    PagedSearch first =
        new PagedSearch(
            Stage.READ_GROUPS, groups, PagedSearch.CutShort.NONE, LATER, Duration.ofMinutes(5));
    Attribute photo = new Attribute("jpegPhoto", new byte[1 << 20]);
    try (var server =
        new RawServer(
            request ->
                Stream.concat(
                    IntStream.range(0, ENTRIES)
                        .mapToObj(i -> RawServer.entry(request, "cn=" + i + "," + GROUPS, photo)),
                    Stream.of(RawServer.done(request, 0, ""))))) {
      Connection connection = Pools.connection(server.server());
      assertThat(first.send(connection, () -> {}).entries()).hasSize(ENTRIES);

      PagedSearch atNext = first.to(groups);
      assertThatExceptionOfType(LDAPException.class)
          .isThrownBy(() -> atNext.send(connection, () -> {}))
          .withMessageContaining("32 MiB together");
      connection.close();
    }
  }
}
