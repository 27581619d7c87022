// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupSearch;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The blocks of the guide about groups. */
class GroupsGuideTest {

  static final String STAFF = "cn=staff,ou=groups,dc=example,dc=com";
  static final String GUESTS = "cn=guests,ou=groups,dc=example,dc=com";

  /** Finds groups that name their members by mail address. */
  record ByMail() implements GroupType {

    @Override
    public Set<String> userAttributes() {
      return Set.of("mail");
    }

    @Override
    public List<LdapEntry> find(LdapEntry user, GroupSearch groups) {
      Optional<String> mail = user.attributes().first("mail");
      return mail.isEmpty()
          ? List.of()
          : groups.matching(LdapFilter.equal("rfc822MailMember", mail.get()));
    }
  }

  /** Finds netgroups, with those that contain them. */
  record Netgroups() implements GroupType {

    @Override
    public Set<String> userAttributes() {
      return Set.of("uid");
    }

    @Override
    public Set<String> groupAttributes() {
      return Set.of("cn", "nisNetgroupTriple", "memberNisNetgroup");
    }

    @Override
    public List<LdapEntry> find(LdapEntry user, GroupSearch groups) {
      List<LdapEntry> all = groups.matching(LdapFilter.equal("objectClass", "nisNetgroup"));
      Set<LdapEntry> found = new LinkedHashSet<>();
      while (found.addAll(all.stream().filter(group -> contains(group, user, found)).toList())) {
        // Once more, for the netgroups that contain those.
      }
      return List.copyOf(found);
    }

    private static boolean contains(LdapEntry group, LdapEntry user, Set<LdapEntry> found) {
      Stream<String> triples = group.attributes().all("nisNetgroupTriple").stream();
      Set<String> nested = Set.copyOf(group.attributes().all("memberNisNetgroup"));
      return triples.anyMatch(triple -> user.names("uid").stream().anyMatch(isUserOf(triple)))
          || found.stream().flatMap(inner -> inner.names("cn").stream()).anyMatch(nested::contains);
    }

    /** A triple is {@code (host,user,domain)}. */
    private static Predicate<String> isUserOf(String triple) {
      String[] parts = triple.split(",", -1);
      return uid -> parts.length == 3 && parts[1].strip().equals(uid);
    }
  }

  private final TestDirectory directory =
      TestDirectory.builder()
          .user("alice", user -> user.password("wonderland").attribute("mail", "a@example.com"))
          .group("staff", group -> group.members("alice"))
          .group("list", group -> group.attribute("rfc822MailMember", "a@example.com"))
          .ldif(
              """
              dn: cn=hosts,ou=groups,dc=example,dc=com
              objectClass: nisNetgroup
              cn: hosts
              nisNetgroupTriple: (shell, alice, example.com)
              nisNetgroupTriple: (shell, bob, example.com)
              memberNisNetgroup: servers

              dn: cn=servers,ou=groups,dc=example,dc=com
              objectClass: nisNetgroup
              cn: servers
              memberNisNetgroup: hosts

              dn: cn=others,ou=groups,dc=example,dc=com
              objectClass: nisNetgroup
              cn: others
              nisNetgroupTriple: (,bob,)
              """)
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapUser alice(GroupLookup groups) {
    var config =
        LdapAuthConfig.builder(
                LdapServer.url(directory.url()),
                UserLookup.search("dc=example,dc=com", "(uid={username})"))
            .groups(groups);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return authenticator.lookup("alice").orElseThrow();
    }
  }

  @Test
  void search() {
    GroupLookup groups =
        GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames().nested())
            .alsoBelow("ou=teams,dc=example,dc=com")
            .filter("(objectClass=groupOfNames)")
            .maxGroups(500);

    assertThat(groups.mistakes()).isEmpty();
  }

  @Test
  void ownGroupType() {
    GroupLookup groups = GroupLookup.search("ou=groups,dc=example,dc=com", new ByMail());

    assertThat(alice(groups).groups().names()).containsExactly("list");
  }

  @Test
  void combined() {
    GroupLookup groups =
        GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames().nested())
            .plus(GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.posixGroup()));

    assertThat(alice(groups).groups().names()).containsExactly("staff");
  }

  @Test
  void netgroups() {
    GroupLookup groups = GroupLookup.search("ou=groups,dc=example,dc=com", new Netgroups());

    assertThat(alice(groups).groups().names()).containsExactly("hosts", "servers");
  }

  @Test
  void queries() {
    GroupQuery query = memberOf(STAFF).and(not(memberOf(GUESTS)));
    GroupQuery same =
        GroupQuery.parse(
            "(&(group=cn=staff,ou=groups,dc=example,dc=com)"
                + "(!(group=cn=guests,ou=groups,dc=example,dc=com)))");

    assertThat(query).isEqualTo(same);
  }

  @Test
  void questions() {
    LdapUser user =
        alice(GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames()));
    boolean may = false;

    Answer answer = memberOf(STAFF).evaluate(user.groups());
    switch (answer) {
      case YES -> may = true;
      case NO -> may = false;
      case UNKNOWN -> throw new IllegalStateException("not all groups could be read");
    }

    assertThat(may).isTrue();
  }
}
