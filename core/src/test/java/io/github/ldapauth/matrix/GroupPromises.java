// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.matrix.Column.APACHE_DS;
import static io.github.ldapauth.matrix.Column.BACK_LDAP;
import static io.github.ldapauth.matrix.Column.BACK_META;
import static io.github.ldapauth.matrix.Column.BALANCER;
import static io.github.ldapauth.matrix.Column.OPEN_DJ;
import static io.github.ldapauth.matrix.Column.OPEN_LDAP;
import static io.github.ldapauth.matrix.Column.SAMBA;
import static io.github.ldapauth.matrix.MatrixDirectory.PASSWORD;
import static io.github.ldapauth.matrix.MatrixDirectory.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Collection;
import java.util.List;

/** What the library promises of groups. */
final class GroupPromises {

  private GroupPromises() {}

  static List<Promise> all() {
    return List.of(
        Promise.of("groups by `member`", GroupPromises::directGroupsAreFound),
        Promise.of("groups by `uniqueMember`", GroupPromises::uniqueMemberIsFound)
            .without("has no groupOfUniqueNames", SAMBA),
        Promise.of("groups by `memberUid`", GroupPromises::memberUidIsFound),
        Promise.of("`nested()`", GroupPromises::nestedGroupsAreFound),
        Promise.of("`inChain()`", GroupPromises::groupsInChainAreFound),
        Promise.of("two look-ups by `plus(…)`", GroupPromises::twoLookUpsAreCombined),
        Promise.of("`automatic(…)`", GroupPromises::automaticLookUpChooses),
        Promise.of("`memberOf()`", GroupPromises::memberOfIsRead)
            .without("keeps no memberOf", APACHE_DS),
        Promise.of("`memberOf()` with nested groups", GroupPromises::memberOfIsNested)
            .without(
                "memberOf has direct groups only", OPEN_LDAP, SAMBA, BACK_LDAP, BACK_META, BALANCER)
            .without("keeps no memberOf", APACHE_DS),
        Promise.of("`tokenGroups(…)`", GroupPromises::tokenGroupsAreRead)
            .without(Promise.ONLY_MICROSOFT, Column.notMicrosoft()),
        Promise.of("`withPrimaryGroup()`", GroupPromises::primaryGroupIsFound)
            .without(Promise.ONLY_MICROSOFT, Column.notMicrosoft()),
        Promise.of("more groups than one answer holds", GroupPromises::manyGroupsAreFound)
            .without("its size limit counts over all pages", OPEN_DJ, APACHE_DS)
            .without("does not pass pages on", BACK_META),
        Promise.of("referral to an allowed server", GroupPromises::referralIsFollowed)
            .without("has no entries that refer", SAMBA),
        Promise.of("required group", GroupPromises::requiredGroupIsRequired),
        Promise.of("denied group", GroupPromises::deniedGroupIsDenied),
        Promise.of("misspelt denied group rejects", GroupPromises::misspeltGroupIsUnknown));
  }

  private static Collection<String> names(
      MatrixDirectory directory, LdapAuthConfigBuilder config, String user) {
    return directory.signIn(config, user).groups().names();
  }

  private static void directGroupsAreFound(MatrixDirectory directory) {
    var config = directory.config(GroupType.groupOfNames());
    assertThat(names(directory, config, "alice")).containsExactly("staff");
    assertThat(names(directory, config, MatrixEntries.COMMA)).containsExactly("staff");
  }

  private static void uniqueMemberIsFound(MatrixDirectory directory) {
    assertThat(names(directory, directory.config(GroupType.groupOfUniqueNames()), "alice"))
        .containsExactly("unique");
  }

  private static void memberUidIsFound(MatrixDirectory directory) {
    assertThat(names(directory, directory.config(GroupType.posixGroup()), "alice"))
        .containsExactly("posix");
    assertThat(names(directory, directory.config(GroupType.posixGroup()), "bob")).isEmpty();
  }

  private static void nestedGroupsAreFound(MatrixDirectory directory) {
    assertThat(names(directory, directory.config(GroupType.groupOfNames().nested()), "alice"))
        .containsExactlyInAnyOrder("staff", "admins", "board");
  }

  private static void groupsInChainAreFound(MatrixDirectory directory) {
    assertThat(names(directory, directory.config(GroupType.groupOfNames().inChain()), "alice"))
        .containsExactlyInAnyOrder("staff", "admins", "board");
  }

  private static void twoLookUpsAreCombined(MatrixDirectory directory) {
    String base = directory.entries().groups();
    GroupLookup both =
        GroupLookup.search(base, GroupType.groupOfNames())
            .plus(GroupLookup.search(base, GroupType.posixGroup()));
    assertThat(names(directory, directory.config().groups(both), "alice"))
        .containsExactlyInAnyOrder("staff", "posix");
  }

  private static void automaticLookUpChooses(MatrixDirectory directory) {
    GroupLookup automatic = GroupLookup.automatic(directory.entries().groups());
    assertThat(names(directory, directory.config().groups(automatic), "alice"))
        .contains("staff", "admins", "board")
        .doesNotContain("suspended");
  }

  private static LdapAuthConfigBuilder byMemberOf(MatrixDirectory directory) {
    return directory.config().groups(GroupLookup.memberOf(directory.memberOfAttribute()));
  }

  private static void memberOfIsRead(MatrixDirectory directory) {
    assertThat(names(directory, byMemberOf(directory), "alice"))
        .contains("staff")
        .doesNotContain("suspended");
    assertThat(names(directory, byMemberOf(directory), "bob")).containsExactly("suspended");
  }

  private static void memberOfIsNested(MatrixDirectory directory) {
    assertThat(names(directory, byMemberOf(directory), "alice"))
        .contains("staff", "admins", "board");
  }

  private static void tokenGroupsAreRead(MatrixDirectory directory) {
    var groups = GroupLookup.tokenGroups(directory.entries().groups());
    assertThat(names(directory, directory.config().groups(groups), "alice"))
        .containsExactlyInAnyOrder("staff", "admins", "board");
  }

  private static void primaryGroupIsFound(MatrixDirectory directory) {
    var type = GroupType.groupOfNames().withPrimaryGroup();
    var groups = GroupLookup.search(directory.entries().base(), type);
    assertThat(names(directory, directory.config().groups(groups), "alice"))
        .containsExactlyInAnyOrder("staff", "Domain Users");
  }

  private static void manyGroupsAreFound(MatrixDirectory directory) {
    assertThat(names(directory, directory.config(GroupType.groupOfNames()), "many"))
        .hasSize(MatrixEntries.MANY);
  }

  private static void referralIsFollowed(MatrixDirectory directory) {
    var server = directory.server().followReferrals(MatrixDirectories.REMOTE.hostAndPort());
    var elsewhere = GroupLookup.search(MatrixRemote.BASE, GroupType.groupOfNames());
    var config = directory.config(server, directory.users()).groups(elsewhere);
    assertThat(names(directory, config, "alice")).containsExactly(MatrixRemote.GROUP);
  }

  private static void requiredGroupIsRequired(MatrixDirectory directory) {
    var config =
        directory
            .config(GroupType.groupOfNames().nested())
            .require(memberOf(directory.entries().group("board")));
    with(config, it -> yes(it.authenticate("alice", PASSWORD)));
    with(config, it -> no(it.authenticate("bob", PASSWORD), RejectionReason.REQUIREMENT_NOT_MET));
  }

  private static void deniedGroupIsDenied(MatrixDirectory directory) {
    var config =
        directory
            .config(GroupType.groupOfNames())
            .deny(memberOf(directory.entries().group("suspended")));
    with(config, it -> yes(it.authenticate("alice", PASSWORD)));
    with(config, it -> no(it.authenticate("bob", PASSWORD), RejectionReason.DENIED));
  }

  private static void misspeltGroupIsUnknown(MatrixDirectory directory) {
    var config =
        directory
            .config(GroupType.groupOfNames())
            .deny(memberOf(directory.entries().group("suspendet")));
    with(config, it -> no(it.authenticate("alice", PASSWORD), RejectionReason.MEMBERSHIP_UNKNOWN));
  }
}
