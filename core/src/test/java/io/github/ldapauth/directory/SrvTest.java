// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Directories.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.DnsServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that DNS names. */
class SrvTest {

  private static final String NAME = "_ldap._tcp.example.com";

  private final DnsServer dns = new DnsServer();
  private final AtomicLong nanos = new AtomicLong();
  private final Network network =
      new Network(new Clock(nanos::get, System::currentTimeMillis), text -> text);

  @AfterEach
  void close() {
    dns.close();
  }

  private ServerOrder order(LdapServer server) {
    return new ServerOrder(server.askingDns(dns.url()), network);
  }

  private static Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  private static String first(ServerOrder order) {
    return order.first(deadline()).toString();
  }

  private void halfAMinutePasses() {
    nanos.addAndGet(FoundServers.AGE + 1);
  }

  private static ThrowableAssertAlternative<LdapDirectoryException> fails(ServerOrder order) {
    return assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> order.first(deadline()));
  }

  @Test
  void serversComeInTheOrderOfTheirPriorities() {
    dns.set(NAME, "20 0 389 c.example.com", "0 0 389 a.example.com", "10 0 1389 b.example.com");
    ServerOrder order = order(LdapServer.srv("example.com"));

    assertThat(first(order)).isEqualTo("a.example.com:389");
    assertThat(order.names())
        .containsExactly("a.example.com:389", "b.example.com:1389", "c.example.com:389");
    assertThat(order.health()).extracting(Health.Server::address).isEqualTo(order.names());
  }

  @Test
  void serverThatFailedIsLeftForTheNext() {
    dns.set(NAME, "0 0 389 a.example.com", "10 0 389 b.example.com");
    ServerOrder order = order(LdapServer.srv("example.com"));

    order.first(deadline()).failed(0, "a test");

    assertThat(first(order)).isEqualTo("b.example.com:389");
  }

  @Test
  void sessionsKeepTheDrawnServerUnlessTheyTakeTurns() {
    dns.set(NAME, "0 1 389 a.example.com", "0 1 389 b.example.com", "1 9 389 c.example.com");
    ServerOrder one = order(LdapServer.srv("example.com"));
    ServerOrder inTurn = order(LdapServer.srv("example.com").roundRobin());

    assertThat(IntStream.range(0, 100).mapToObj(i -> first(one)).distinct()).hasSize(1);
    assertThat(IntStream.range(0, 100).mapToObj(i -> first(inTurn)).distinct())
        .containsExactlyInAnyOrder("a.example.com:389", "b.example.com:389");
  }

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of(LdapServer.srv("Example.com."), "_ldap._tcp.example.com"),
        Arguments.of(LdapServer.ldapsSrv("example.com"), "_ldaps._tcp.example.com"),
        Arguments.of(
            LdapServer.activeDirectorySrv("example.com"), "_ldap._tcp.dc._msdcs.example.com"),
        Arguments.of(
            LdapServer.activeDirectorySrv("example.com", "Oslo-1"),
            "_ldap._tcp.oslo-1._sites.dc._msdcs.example.com"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void recordsHaveTheNameOfTheService(LdapServer server, String name) {
    dns.set(name, "0 0 389 a.example.com");

    assertThat(first(order(server))).isEqualTo("a.example.com:389");
    assertThat(dns.questions()).containsExactly(name);
    assertThat(server.toString()).isEqualToIgnoringCase(name);
    assertThat(server.source().protocol().tls()).isTrue();
  }

  @Test
  void dnsIsAskedOncePerHalfMinute() {
    dns.set(NAME, "0 0 389 a.example.com");
    ServerOrder order = order(LdapServer.srv("example.com"));

    first(order);
    first(order);
    assertThat(dns.questions()).hasSize(1);
    halfAMinutePasses();
    first(order);
    first(order);
    assertThat(dns.questions()).hasSize(2);
  }

  @Test
  void changeIsSeenAfterHalfAMinute() {
    dns.set(NAME, "0 0 389 a.example.com");
    ServerOrder order = order(LdapServer.srv("example.com"));
    Server before = order.first(deadline());

    dns.set(NAME, "0 0 389 b.example.com");
    assertThat(first(order)).isEqualTo("a.example.com:389");
    halfAMinutePasses();

    assertThat(first(order)).isEqualTo("b.example.com:389");
    assertThat(order.includes(before)).isFalse();
  }

  @Test
  void serversStayIfDnsFailsLater() {
    dns.set(NAME, "0 0 389 a.example.com");
    ServerOrder order = order(LdapServer.srv("example.com"));
    first(order);

    try (CapturedLog log = new CapturedLog()) {
      dns.fail(true);
      halfAMinutePasses();
      assertThat(first(order)).isEqualTo("a.example.com:389");
      halfAMinutePasses();
      assertThat(first(order)).isEqualTo("a.example.com:389");
      assertThat(log.lines(Directory.class)).hasSize(1);
      dns.fail(false);
      dns.remove(NAME);
      halfAMinutePasses();
      assertThat(first(order)).isEqualTo("a.example.com:389");
    }
  }

  @Test
  void dnsWithoutTheNameFails() {
    ServerOrder order = order(LdapServer.srv("example.com"));

    fails(order).withMessageContaining(NAME).withMessageContaining("DNS has no such SRV records");
    assertThat(order.health()).extracting(Health.Server::isUp).containsExactly(false);
    dns.set(NAME);
    fails(order).withMessageContaining("DNS has no such SRV records");
    dns.set(NAME, "0 0 389 a.example.com");
    assertThat(first(order)).isEqualTo("a.example.com:389");
    assertThat(order.health()).extracting(Health.Server::isUp).containsExactly(true);
  }

  @Test
  void dnsThatIsDownFailsWithItsCause() {
    ServerOrder order = order(LdapServer.srv("example.com").connectTimeout(PATIENCE));
    dns.close();

    fails(order).withMessageContaining("no answer from DNS: java.net.");
  }

  @Test
  void domainCountsAsUpBeforeTheFirstSignIn() {
    assertThat(order(LdapServer.srv("example.com")).health())
        .extracting(Health.Server::address, Health.Server::isUp)
        .containsExactly(tuple(NAME, true));
    assertThat(dns.questions()).isEmpty();
  }

  @Test
  void silentDnsEndsWithTheConnectLimit() {
    dns.beSilent();
    fails(order(LdapServer.srv("example.com").connectTimeout(Duration.ofMillis(200))))
        .withMessageContaining("DNS did not answer within 200 ms");
  }

  @Test
  void serversStayIfDnsIsSilentLater() {
    dns.set(NAME, "0 0 389 a.example.com");
    ServerOrder order = order(LdapServer.srv("example.com").connectTimeout(Duration.ofSeconds(2)));
    first(order);

    dns.beSilent();
    halfAMinutePasses();
    assertThat(first(order)).isEqualTo("a.example.com:389");
    assertThat(first(order)).isEqualTo("a.example.com:389");
  }

  @Test
  void dotMeansThatThereIsNoServer() {
    dns.set(NAME, "0 0 389 a.example.com");
    ServerOrder order = order(LdapServer.srv("example.com"));
    first(order);

    dns.set(NAME, "0 0 0 .");
    halfAMinutePasses();

    fails(order).withMessageContaining("DNS says that there is no server");
  }

  @Test
  void hostOutsideTheDomainIsIgnored() {
    dns.set(
        NAME,
        "0 0 389 ldap.evil.net",
        "0 0 389 evilexample.com",
        "0 0 389 example.com.evil.net",
        "9 0 389 ldap.example.com");

    assertThat(first(order(LdapServer.srv("example.com")))).isEqualTo("ldap.example.com:389");
    assertThat(order(LdapServer.srv("example.com")).addresses(deadline())).hasSize(1);
  }

  @Test
  void answerWithoutHostInTheDomainFails() {
    dns.set(NAME, "0 0 389 ldap.evil.net");

    fails(order(LdapServer.srv("example.com")))
        .withMessageContaining("no SRV record can be used")
        .withMessageContaining("ldap.evil.net")
        .withMessageContaining("not below example.com");
  }

  @Test
  void forgedAnswerDoesNotReplaceServers() {
    dns.set(NAME, "0 0 389 a.example.com");
    ServerOrder order = order(LdapServer.srv("example.com"));
    first(order);

    dns.set(NAME, "0 0 389 ldap.evil.net");
    halfAMinutePasses();

    assertThat(first(order)).isEqualTo("a.example.com:389");
  }

  @Test
  void hostInAnotherNamedDomainIsAccepted() {
    dns.set(NAME, "0 0 389 ldap.example.net");

    assertThat(first(order(LdapServer.srv("example.com").targetsAlsoBelow("example.net"))))
        .isEqualTo("ldap.example.net:389");
  }

  @Test
  void malformedRecordIsIgnored() {
    dns.set(NAME, "0 0 0 a.example.com", "0 0 389 b!.example.com", "9 0 389 c.example.com");

    ServerOrder order = order(LdapServer.srv("example.com"));
    assertThat(first(order)).isEqualTo("c.example.com:389");
    assertThat(order.names()).hasSize(1);
  }

  @Test
  void mistakesAreReported() {
    assertThat(
            Stream.of(
                    LdapServer.srv("https://example.com"),
                    LdapServer.srv(""),
                    LdapServer.ldapsSrv("127.0.0.1"),
                    LdapServer.srv("_ldap._tcp.example.com"),
                    LdapServer.activeDirectorySrv("example.com", "Oslo.1"),
                    LdapServer.srv("example.com").targetsAlsoBelow("."),
                    LdapServer.ldaps("ldap.example.com").targetsAlsoBelow("example.com"))
                .map(LdapServer::mistakes))
        .containsExactly(
            List.of("LdapServer.srv \"https://example.com\": not a host name or IP address"),
            List.of("LdapServer.srv \"\": is empty"),
            List.of("LdapServer.ldapsSrv \"127.0.0.1\": not a domain name"),
            List.of(
                "LdapServer.srv \"_ldap._tcp.example.com\": names records; write their domain,"
                    + " such as example.com"),
            List.of("LdapServer.activeDirectorySrv site \"Oslo.1\": not the name of a site"),
            List.of("LdapServer.targetsAlsoBelow \".\": not a host name or IP address"),
            List.of(
                "LdapServer.targetsAlsoBelow: needs srv(...), ldapsSrv(...) or"
                    + " activeDirectorySrv(...)"));
  }
}
