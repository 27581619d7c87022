// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.RawServer.bound;
import static io.github.ldapauth.fixture.RawServer.done;
import static io.github.ldapauth.fixture.RawServer.entry;
import static io.github.ldapauth.fixture.RawServer.message;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultReferenceProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.RawServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Answers that no directory should give, and some that real ones do. */
class OddAnswersTest {

  private static final Attribute UID = new Attribute("uid", "alice");

  /** A server that accepts every bind and answers searches by a script. */
  private static RawServer searching(Function<LDAPMessage, Stream<byte[]>> searches) {
    return new RawServer(
        request ->
            request.getProtocolOp() instanceof BindRequestProtocolOp
                ? Stream.of(bound(request, 0, ""))
                : searches.apply(request));
  }

  private static LdapAuthenticator<LdapUser> authenticator(RawServer server) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(server.server(), Directories.byUid()).build());
  }

  private static LdapDirectoryException failure(LdapAuthenticator<?> authenticator, Stage stage) {
    var thrown =
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .satisfies(e -> assertThat(e.stage()).isEqualTo(stage))
            .satisfies(e -> assertThat(e.server()).isPresent());
    return thrown.actual();
  }

  @Test
  void sizeLimitWithoutAnEntryFails() {
    try (var server = searching(request -> Stream.of(done(request, 4, "too many")));
        var authenticator = authenticator(server)) {
      assertThat(failure(authenticator, Stage.FIND_USER).resultCode()).hasValue(4);
    }
  }

  @Test
  void sizeLimitWithAnEntryMeansSeveralUsers() {
    try (var server =
            searching(request -> Stream.of(entry(request, ALICE, UID), done(request, 4, "")));
        var authenticator = authenticator(server)) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.AMBIGUOUS_USER);
    }
  }

  @Test
  void searchStopsAtTheFirstEntryBeyondItsLimit() {
    int many = 200_000;
    byte[] photo = new byte[1000];
    try (var server =
            searching(
                request ->
                    IntStream.range(0, many)
                        .mapToObj(
                            i ->
                                entry(
                                    request,
                                    "uid=alice,ou=" + i + ",dc=example,dc=com",
                                    UID,
                                    new Attribute("jpegPhoto", photo))));
        var authenticator = authenticator(server)) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.AMBIGUOUS_USER);
      assertThat(server.sent()).isLessThan(many);
    }
  }

  /** Each is small enough, and the number of groups is within its limit. */
  @Test
  void manyLargeEntriesEndTheSearch() {
    byte[] photo = new byte[1 << 20];
    try (var server =
            searching(
                request ->
                    isFor("member", request)
                        ? IntStream.range(0, 900)
                            .mapToObj(
                                i ->
                                    entry(
                                        request,
                                        "cn=group" + i + "," + Directories.GROUPS,
                                        new Attribute("jpegPhoto", photo)))
                        : Stream.of(entry(request, ALICE, UID), done(request, 0, "")));
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(server.server(), Directories.byUid())
                    .groups(GroupLookup.search(Directories.GROUPS, GroupType.groupOfNames()))
                    .build())) {
      assertThat(failure(authenticator, Stage.READ_GROUPS))
          .hasMessageContaining("32 MiB together")
          .hasMessageContaining("narrow the base or the filter");
      assertThat(server.sent()).isLessThan(100);
    }
  }

  private static boolean isFor(String attribute, LDAPMessage request) {
    return ((SearchRequestProtocolOp) request.getProtocolOp())
        .getFilter()
        .toString()
        .contains(attribute);
  }

  @Test
  void unreadableDnOfAnEntryFails() {
    try (var server =
            searching(
                request ->
                    Stream.of(
                        entry(request, "uid=alice,ou=Data+Support,o=example", UID),
                        done(request, 0, "")));
        var authenticator = authenticator(server)) {
      assertThat(failure(authenticator, Stage.FIND_USER))
          .hasMessageContaining("ou=Data+Support")
          .hasMessageContaining("not a DN");
      failure(authenticator, Stage.FIND_USER);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void answerOfAnotherTypeFails() {
    try (var server = searching(request -> Stream.of(bound(request, 0, "")));
        var authenticator = authenticator(server)) {
      failure(authenticator, Stage.FIND_USER);
    }
    try (var server =
            new RawServer(
                request ->
                    request.getProtocolOp() instanceof BindRequestProtocolOp
                        ? Stream.of(
                            message(request, new SearchResultDoneProtocolOp(0, null, null, null)))
                        : Stream.of(entry(request, ALICE, UID), done(request, 0, "")));
        var authenticator = authenticator(server)) {
      failure(authenticator, Stage.USER_BIND);
    }
  }

  /** The next bind would take it for its own answer, or for the end of the connection. */
  @Test
  void connectionOnWhichMoreThanTheAnswerArrivedIsNotReused() {
    try (var server =
            new RawServer(
                request ->
                    request.getProtocolOp() instanceof BindRequestProtocolOp
                        ? Stream.of(joined(bound(request, 0, ""), early(request)))
                        : Stream.of(entry(request, ALICE, UID), done(request, 0, "")));
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        server.server(), UserLookup.dnTemplate("uid={username},dc=example,dc=com"))
                    .build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      int before = server.connections();
      yes(authenticator.authenticate("alice", "a guess"));
      assertThat(server.connections()).isEqualTo(before + 1);
    }
  }

  private static byte[] early(LDAPMessage request) {
    return new LDAPMessage(
            request.getMessageID() + 1, new BindResponseProtocolOp(0, null, null, null, null))
        .encode()
        .encode();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  /** An attacker who adds to the stream in clear text must not be read after the handshake. */
  @Test
  void clearTextBehindTheAnswerToStartTlsFails() {
    try (var server =
            new RawServer(
                request ->
                    Stream.of(
                        joined(
                            message(
                                request,
                                new ExtendedResponseProtocolOp(0, null, null, null, null, null)),
                            bound(request, 0, ""))));
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.startTls(server.hostAndPort()), Directories.byUid())
                    .build())) {
      assertThat(failure(authenticator, Stage.CONNECT))
          .hasMessageContaining("clear text follows the answer to StartTLS");
    }
  }

  @Test
  void answerOfAnotherTypeToStartTlsFails() {
    try (var server = new RawServer(request -> Stream.of(bound(request, 0, "")));
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.startTls(server.hostAndPort()), Directories.byUid())
                    .build())) {
      failure(authenticator, Stage.CONNECT);
    }
  }

  @Test
  void referencesInPlaceOfUsersAreNamed() {
    try (var server =
            searching(
                request ->
                    Stream.of(
                        message(
                            request,
                            new SearchResultReferenceProtocolOp(
                                List.of("ldap://other.example.com/dc=example,dc=com"))),
                        done(request, 0, "")));
        var authenticator = authenticator(server)) {
      assertThat(
              no(authenticator.authenticate("alice", "wonderland"), RejectionReason.USER_NOT_FOUND)
                  .detail())
          .contains("1 reference")
          .contains("ldap://other.example.com/dc=example,dc=com")
          .contains("not followed");
    }
  }

  @Test
  void referralInPlaceOfTheBaseIsNamed() {
    try (var server =
            searching(
                request -> Stream.of(done(request, 10, "", "ldap://other.example.com/o=other")));
        var authenticator = authenticator(server)) {
      assertThat(failure(authenticator, Stage.FIND_USER))
          .hasMessageContaining("referral (10) to ldap://other.example.com/o=other")
          .hasMessageContaining("not followed");
    }
  }

  @Test
  void detailsAndMessagesAreOneLine() {
    String dn = "cn=a\r\nINFO sign-in of root: yes\u202Ecod,dc=example,dc=com";
    try (var server =
            new RawServer(
                request ->
                    request.getProtocolOp() instanceof BindRequestProtocolOp
                        ? Stream.of(bound(request, 49, "no\r\nINFO"))
                        : Stream.of(entry(request, dn, UID), done(request, 0, "")));
        var authenticator = authenticator(server)) {
      String detail =
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.INVALID_CREDENTIALS)
              .detail();
      assertThat(detail).contains("INFO sign-in of root").doesNotContainPattern("[\\r\\n\u202E]");
    }
    try (var server =
            new RawServer(
                request ->
                    request.getProtocolOp() instanceof BindRequestProtocolOp
                        ? Stream.of(bound(request, 51, "busy\r\nINFO\u202E"))
                        : Stream.of(entry(request, dn, UID), done(request, 0, "")));
        var authenticator = authenticator(server)) {
      assertThat(failure(authenticator, Stage.USER_BIND).getMessage())
          .doesNotContainPattern("[\\r\\n\u202E]");
    }
  }

  @Test
  void wholeDirectoryIsSearchedIfConfigured() {
    List<String> bases = new CopyOnWriteArrayList<>();
    try (var server =
            searching(
                request -> {
                  bases.add(((SearchRequestProtocolOp) request.getProtocolOp()).getBaseDN());
                  return Stream.of(entry(request, ALICE, UID), done(request, 0, ""));
                });
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        server.server(), UserLookup.search("everywhere", "(uid={username})"))
                    .groups(GroupLookup.search("everywhere", GroupType.groupOfNames()))
                    .build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(bases).containsOnly("");
    }
  }
}
