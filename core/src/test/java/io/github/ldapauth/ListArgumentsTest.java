// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.group.GroupQuery.allOf;
import static io.github.ldapauth.group.GroupQuery.anyOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A list means the same as its elements, passed one by one. */
class ListArgumentsTest {

  @Test
  void queriesAreCombined() {
    GroupQuery staff = memberOf(Directories.STAFF);
    GroupQuery admins = memberOf("cn=admins," + Directories.GROUPS);

    assertThat(allOf(List.of(staff, admins))).isEqualTo(allOf(staff, admins));
    assertThat(anyOf(List.of(staff, admins))).isEqualTo(anyOf(staff, admins));
  }

  @Test
  void serversAreTriedInOrder() {
    List<String> hosts = List.of("b.example.com", "a.example.com");
    List<String> urls = List.of("ldaps://b.example.com", "ldaps://a.example.com");

    assertThat(LdapServer.ldaps(hosts))
        .hasToString(LdapServer.ldaps("b.example.com", "a.example.com").toString());
    assertThat(LdapServer.startTls(hosts))
        .hasToString(LdapServer.startTls("b.example.com", "a.example.com").toString());
    assertThat(LdapServer.insecure(hosts))
        .hasToString(LdapServer.insecure("b.example.com", "a.example.com").toString());
    assertThat(LdapServer.url(urls))
        .hasToString(LdapServer.url("ldaps://b.example.com", "ldaps://a.example.com").toString());
  }

  @Test
  void attributesAreRead() {
    var builder = LdapAuthConfig.builder(LdapServer.ldaps("ldap.example.com"), Directories.byUid());

    assertThat(builder.attributes(List.of("mail", "sn")).build().attributes())
        .isEqualTo(builder.attributes("mail", "sn").build().attributes())
        .containsExactly("mail", "sn");
  }

  @Test
  void groupsAreMirrored() {
    Dn staff = Dn.parse(Directories.STAFF);
    LdapUser alice =
        new LdapUser(
            "alice",
            new LdapEntry(Dn.parse(Directories.ALICE), LdapAttributes.of(Map.of())),
            Groups.complete(Map.of(staff, Optional.of("staff")), group -> true),
            Instant.EPOCH,
            AccountStatus.UNKNOWN);
    Set<String> current = Set.of("admins", "guests");

    assertThat(GroupMirror.only(List.of("staff", "guests")).target(alice).from(current))
        .isEqualTo(GroupMirror.only("staff", "guests").target(alice).from(current))
        .containsExactly("admins", "staff");
    assertThat(GroupMirror.allExcept(List.of("staff", "guests")).target(alice).from(current))
        .isEqualTo(GroupMirror.allExcept("staff", "guests").target(alice).from(current))
        .containsExactly("guests");
  }
}
