// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.Directories.ALICE;
import static io.github.ldapauth.RawServer.bound;
import static io.github.ldapauth.RawServer.done;
import static io.github.ldapauth.RawServer.entry;
import static io.github.ldapauth.RawServer.message;
import static io.github.ldapauth.Results.no;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultReferenceProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.List;
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
  void sizeLimitWithoutAnEntryIsNoAnswer() {
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

  @Test
  void unreadableDnOfAnEntryIsNoAnswer() {
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
  void answerOfAnotherTypeIsNoAnswer() {
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
}
