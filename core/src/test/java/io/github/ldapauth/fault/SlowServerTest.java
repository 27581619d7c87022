// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.RawServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One deadline covers everything that a server, or what stands between, can make a sign-in wait
 * for.
 */
class SlowServerTest extends FaultStories {

  private static final Duration PER_BYTE = Duration.ofMillis(60);

  @ParameterizedTest
  @MethodSource("lookups")
  void answersByteByByteEndWithTheDeadline(UserLookup users) {
    try (var authenticator = authenticator(toFirst.server(), users)) {
      succeeds(authenticator, 1);
      toFirst.drip(PER_BYTE);

      fails(authenticator);

      toFirst.heal();
      succeeds(authenticator, 2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"START_TLS", "LDAPS"})
  void handshakeByteByByteEndsWithTheDeadline(Way way) {
    speak(way);
    toFirst.drip(PER_BYTE);
    try (var authenticator = authenticator(way.server(toFirst), Directories.byUid())) {
      fails(authenticator);

      toFirst.heal();
      succeeds(authenticator, 2);
    }
  }

  @Test
  void entriesWithoutEndEndWithTheDeadline() {
    endsWithTheDeadline(
        Stage.READ_GROUPS,
        request ->
            filter(request).contains("uid=alice)")
                ? Stream.of(
                    RawServer.entry(request, ALICE, new Attribute("uid", "alice")),
                    RawServer.done(request, 0, ""))
                : withoutEnd(
                    i ->
                        RawServer.entry(
                            request, "cn=g" + i + "," + GROUPS, new Attribute("cn", "g"))));
  }

  /** One of these once ended as a yes. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 1000})
  void answersToOtherRequestsWithoutEndEndWithTheDeadline(int distance) {
    endsWithTheDeadline(
        Stage.FIND_USER,
        request ->
            withoutEnd(
                i ->
                    new LDAPMessage(
                            request.getMessageID() + distance,
                            new SearchResultDoneProtocolOp(0, null, null, null))
                        .encode()
                        .encode()));
  }

  private static String filter(LDAPMessage search) {
    return search.getSearchRequestProtocolOp().getFilter().toString();
  }

  /** Makes messages, each after a pause that no limit of a single read notices. */
  private static Stream<byte[]> withoutEnd(IntFunction<byte[]> message) {
    return IntStream.iterate(0, i -> i + 1)
        .peek(i -> LockSupport.parkNanos(PER_BYTE.toNanos()))
        .mapToObj(message);
  }

  private void endsWithTheDeadline(Stage stage, RawServer.Script searches) {
    try (var server =
            new RawServer(
                request ->
                    request.getProtocolOp() instanceof SearchRequestProtocolOp
                        ? searches.answer(request)
                        : Stream.of(RawServer.bound(request, 0, "")));
        var authenticator =
            LdapAuthenticator.create(
                config(proxy(server.hostAndPort()).server(), Directories.byUid())
                    .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()))
                    .build())) {
      assertThat(fails(authenticator).failure().stage()).isEqualTo(stage);
    }
  }

  @ParameterizedTest
  @EnumSource
  void lostPacketsOfIdleConnectionsEndWithTheDeadline(Way way) throws Exception {
    speak(way);
    try (var authenticator = authenticator(way.server(toFirst), Directories.byUid())) {
      warmUp(authenticator, 6);
      toFirst.losePackets();

      signIn(authenticator);
      succeeds(authenticator, 2);
    }
  }

  @Test
  void hangingPasswordSupplierEndsWithTheDeadlineAndHoldsNoConnection() {
    CountDownLatch known = new CountDownLatch(1);
    var config =
        LdapAuthConfig.builder(
                toFirst
                    .server()
                    .connectTimeout(CONNECT)
                    .responseTimeout(RESPONSE)
                    .maxConnections(1),
                Directories.byUid())
            .serviceAccount(
                SERVICE,
                () -> {
                  try {
                    known.await(20, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return "service secret";
                })
            .timeLimit(LIMIT);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(fails(authenticator).failure().stage()).isEqualTo(Stage.SERVICE_BIND);
      assertThat(toFirst.open()).isZero();

      known.countDown();
      succeeds(authenticator, 2);
    }
  }
}
