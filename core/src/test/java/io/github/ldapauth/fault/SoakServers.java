// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.FaultyProxy;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Two slapds of the same users, and proxies in front of them, all of which fail at random. */
final class SoakServers implements AutoCloseable {

  private static final String ACCESS =
      "access to attrs=userPassword by * auth\naccess to * by users read by * auth\n"
          + "index uid,member eq";

  private final List<Place> places;
  private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);

  /** A slapd and the proxies that lead to its two ports. */
  private record Place(Slapd slapd, FaultyProxy clear, FaultyProxy ldaps) {

    static Place of(Slapd slapd) {
      return new Place(
          slapd, new FaultyProxy(slapd.hostAndPort()), new FaultyProxy(slapd.ldapsHostAndPort()));
    }

    Stream<FaultyProxy> proxies() {
      return Stream.of(clear, ldaps);
    }
  }

  private enum Trouble {
    KILLED,
    RESTARTED,
    PAUSED,
    SLOW,
    DRIPPING,
    LOST_PACKETS,
    SILENT,
    REFUSING,
    HANGING_UP,
    HALF_ANSWERS,
    CLOSED_CONNECTIONS
  }

  SoakServers(int users) {
    TestCertificates certificates = TestCertificates.forHosts("127.0.0.1");
    String ldif = ldif(users);
    places =
        Stream.generate(() -> Slapd.startWithAccess(certificates, ldif, ACCESS))
            .limit(2)
            .map(Place::of)
            .toList();
  }

  /** Each user has the name and the password of a number; each hundred is a group. */
  private static String ldif(int users) {
    StringBuilder ldif = new StringBuilder(Directories.slapdLdif());
    for (int i = 0; i < users; i++) {
      ldif.append("\n\ndn: ").append(dn(i));
      ldif.append("\nobjectClass: inetOrgPerson\nuid: ").append(name(i));
      ldif.append("\ncn: User\nsn: User\nuserPassword: ").append(password(i));
    }
    for (int i = 0; i < users; i += 100) {
      ldif.append("\n\ndn: cn=hundred").append(i).append(",").append(Directories.GROUPS);
      ldif.append("\nobjectClass: groupOfNames\ncn: hundred").append(i);
      IntStream.range(i, Math.min(i + 100, users))
          .forEach(member -> ldif.append("\nmember: ").append(dn(member)));
    }
    return ldif.append("\n").toString();
  }

  static String name(int user) {
    return "u" + user;
  }

  static String password(int user) {
    return "secret " + user;
  }

  private static String dn(int user) {
    return "uid=" + name(user) + "," + Directories.PEOPLE;
  }

  LdapServer clearText() {
    return LdapServer.url(
        places.stream().map(place -> "ldap://" + place.clear.hostAndPort()).toList());
  }

  LdapServer ldaps() {
    return LdapServer.ldaps(places.stream().map(place -> place.ldaps.hostAndPort()).toList())
        .trustedCertificates(places.get(0).slapd.authority());
  }

  int[] ports() {
    return places.stream().flatMap(Place::proxies).mapToInt(FaultyProxy::port).toArray();
  }

  /** Lets one of the two fail for a while. */
  void trouble(Random random) throws InterruptedException {
    Place place = places.get(random.nextInt(places.size()));
    Trouble trouble = Trouble.values()[random.nextInt(Trouble.values().length)];
    troubles.merge(trouble, 1, Integer::sum);
    begin(trouble, place, random);
    TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(2000));
    end(trouble, place);
    TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
  }

  private static void begin(Trouble trouble, Place place, Random random) {
    switch (trouble) {
      case KILLED -> place.slapd.kill();
      case RESTARTED -> place.slapd.restart();
      case PAUSED -> place.slapd.pause();
      default -> place.proxies().forEach(proxy -> begin(trouble, proxy, random));
    }
  }

  private static void begin(Trouble trouble, FaultyProxy proxy, Random random) {
    switch (trouble) {
      case SLOW -> proxy.delay(Duration.ofMillis(10 + random.nextInt(200)));
      case DRIPPING -> proxy.drip(Duration.ofMillis(1 + random.nextInt(50)));
      case LOST_PACKETS -> proxy.losePackets();
      case SILENT -> proxy.swallow();
      case REFUSING -> proxy.refuse();
      case HANGING_UP -> proxy.hangUp();
      case HALF_ANSWERS -> proxy.closeAfter(random.nextInt(2000));
      case CLOSED_CONNECTIONS -> proxy.closeConnections();
      default -> throw new IllegalArgumentException(trouble.toString());
    }
  }

  private static void end(Trouble trouble, Place place) {
    switch (trouble) {
      case KILLED -> place.slapd.restart();
      case PAUSED -> place.slapd.resume();
      default -> place.proxies().forEach(FaultyProxy::heal);
    }
  }

  /** Returns what failed so far, and how many times. */
  Map<Trouble, Integer> troubles() {
    return troubles;
  }

  /** Returns how many binds of each user reached a server. */
  long[] binds(int users) {
    long[] binds = new long[users];
    for (Place place : places) {
      Map<String, Long> byDn = place.slapd.binds();
      for (int i = 0; i < users; i++) {
        binds[i] += byDn.getOrDefault(dn(i), 0L);
      }
    }
    return binds;
  }

  @Override
  public void close() {
    for (Place place : places) {
      place.proxies().forEach(FaultyProxy::close);
      place.slapd.close();
    }
  }
}
