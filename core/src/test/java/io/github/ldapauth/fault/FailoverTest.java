// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.BlackHole;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.RawServer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If one server fails in any way, another one signs users in, within the same deadline. */
class FailoverTest extends FaultStories {

  /** The first request after the pause may end with its limit; it never takes longer. */
  @ParameterizedTest
  @EnumSource
  void pausedServerIsLeftForItsReplica(Way way) throws Exception {
    speak(way);
    try (var authenticator = authenticator(way.server(toFirst, toSecond), Directories.byUid())) {
      warmUp(authenticator, 12);
      first.pause();
      try {
        signIn(authenticator);
        succeeds(authenticator, 5);
        assertThat(signInAtOnce(authenticator, 12)).allMatch(Outcome::isYes);
      } finally {
        first.resume();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void serverPausedFromTheStartIsLeftForItsReplica(Way way) {
    speak(way);
    first.pause();
    try (var authenticator = authenticator(way.server(toFirst, toSecond), Directories.byUid())) {
      succeeds(authenticator, 5);
    } finally {
      first.resume();
    }
  }

  @Test
  void pausedServerIsUsedAgainOnceItAnswers() throws Exception {
    try (var authenticator =
        authenticator(Way.CLEAR_TEXT.server(toFirst, toSecond), Directories.byUid())) {
      succeeds(authenticator, 1);
      first.pause();
      try {
        signIn(authenticator);
      } finally {
        first.resume();
      }
      second.kill();
      try {
        succeeds(authenticator, 3);
      } finally {
        second.restart();
      }
    }
  }

  @Test
  void thirdServerAnswersIfTwoAreBlackHoles() {
    try (var one = new BlackHole();
        var two = new BlackHole();
        var authenticator =
            authenticator(
                LdapServer.url(
                    "ldap://" + one.hostAndPort(),
                    "ldap://" + two.hostAndPort(),
                    "ldap://" + toFirst.hostAndPort()),
                Directories.byUid())) {
      succeeds(authenticator, 5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {51, 52, 80})
  void serverThatCannotBindTheServiceIsLeft(int code) {
    isLeft(request -> Stream.of(RawServer.bound(request, code, "no")));
  }

  @ParameterizedTest
  @ValueSource(ints = {51, 52, 80})
  void serverThatCannotSearchIsLeft(int code) {
    isLeft(
        request ->
            Stream.of(
                request.getProtocolOp() instanceof BindRequestProtocolOp
                    ? RawServer.bound(request, 0, "")
                    : RawServer.done(request, code, "no")));
  }

  @Test
  void serverThatClosesEachConnectionIsLeft() {
    isLeft(request -> Stream.of(RawServer.END));
  }

  private void isLeft(RawServer.Script script) {
    AtomicInteger passwords = new AtomicInteger();
    try (var failing =
            new RawServer(
                request -> {
                  if (isBindOf(ALICE, request)) {
                    passwords.incrementAndGet();
                  }
                  return script.answer(request);
                });
        var authenticator =
            authenticator(
                LdapServer.url(
                    "ldap://" + proxy(failing.hostAndPort()).hostAndPort(),
                    "ldap://" + toSecond.hostAndPort()),
                Directories.byUid())) {
      succeeds(authenticator, 5);
      assertThat(passwords).hasValue(0);
    }
  }

  private static boolean isBindOf(String dn, LDAPMessage request) {
    return request.getProtocolOp() instanceof BindRequestProtocolOp bind
        && bind.getBindDN().equals(dn);
  }

  @Test
  void serverThatHangsUpIsLeft() {
    toFirst.hangUp();
    try (var authenticator =
        authenticator(Way.CLEAR_TEXT.server(toFirst, toSecond), Directories.byUid())) {
      succeeds(authenticator, 5);
    }
  }

  /** With a DN template, a user bind goes to the failing server once: it never moves. */
  @ParameterizedTest
  @ValueSource(ints = {51, 52, 80})
  void userBindThatAServerCannotAnswerIsNotSentElsewhere(int code) {
    AtomicInteger passwords = new AtomicInteger();
    try (var failing =
            new RawServer(
                request -> {
                  if (isBindOf(ALICE, request)) {
                    passwords.incrementAndGet();
                    return Stream.of(RawServer.bound(request, code, "no"));
                  }
                  return Stream.of(RawServer.bound(request, 0, ""));
                });
        var authenticator =
            authenticator(
                LdapServer.url(
                    "ldap://" + proxy(failing.hostAndPort()).hostAndPort(),
                    "ldap://" + toSecond.hostAndPort()),
                template())) {
      long before = binds();

      assertThat(fails(authenticator).failure().stage()).isEqualTo(Stage.USER_BIND);

      assertThat(passwords).hasValue(1);
      assertThat(binds()).isEqualTo(before);
    }
  }
}
