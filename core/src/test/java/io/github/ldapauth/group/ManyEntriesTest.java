// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.directory.ServiceAccount;
import io.github.ldapauth.entry.Dn;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Groups that are checked together. */
class ManyEntriesTest {

  private static final String BASE = "dc=example,dc=com";
  private static final Dn ONE = Dn.parse("cn=one," + BASE);
  private static final Dn OTHER = Dn.parse("cn=other," + BASE);

  private static Set<Dn> withoutOtherMembers(int sizeLimit) throws Exception {
    var config = new InMemoryDirectoryServerConfig(BASE);
    config.setSchema(null);
    config.setMaxSizeLimit(sizeLimit);
    var server = new InMemoryDirectoryServer(config);
    server.add("dn: " + BASE, "objectClass: domain", "dc: example");
    for (Dn group : Set.of(ONE, OTHER)) {
      server.add(
          "dn: " + group, "objectClass: group", "member: " + BASE, "uniqueMember: cn=x," + BASE);
    }
    server.startListening();
    try (var directory =
            Directory.open(
                LdapServer.url("ldap://127.0.0.1:" + server.getListenPort()),
                ServiceAccount.anonymous(),
                text -> text);
        var session = directory.openSession(Duration.ofMinutes(1))) {
      return ManyEntries.withoutOtherMembers(
          Set.of(ONE, OTHER), Set.of("member"), Set.of(), session);
    } finally {
      server.shutDown(true);
    }
  }

  @Test
  void groupWithOtherMembersIsNotAmongThoseWithout() throws Exception {
    assertThat(withoutOtherMembers(0)).isEmpty();
  }

  @Test
  void groupThatASizeLimitHidesIsNotAmongThemEither() {
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> withoutOtherMembers(1))
        .satisfies(e -> assertThat(e.resultCode()).hasValue(4));
  }
}
