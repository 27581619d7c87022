// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.util.StaticUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tells stories to the test kit and to a real server that holds the same LDIF. */
final class Stories {

  private Stories() {}

  /** Tells one story to both, and compares what they answer. */
  static void agree(Consumer<Session> story, Session server, Session kit) {
    try (server;
        kit) {
      story.accept(server);
      story.accept(kit);
      assertThat(kit.answers()).isNotEmpty().isEqualTo(server.answers());
    }
  }

  static String base(String... more) {
    return entry("dc=example,dc=com", "objectClass: domain\ndc: example", more);
  }

  /** Describes a person whose password is {@code right}. */
  static String person(String name, String... more) {
    String person =
        """
        objectClass: inetOrgPerson
        uid: %1$s
        cn: %1$s
        sn: %1$s
        userPassword: right"""
            .formatted(name);
    return entry(Session.dn("uid=" + name), person, more);
  }

  /** Describes a group of people and groups, who are given by their RDNs. */
  static String group(String name, String... members) {
    return entry(
        Session.dn("cn=" + name),
        "objectClass: groupOfNames\ncn: " + name,
        Stream.of(members).map(member -> "member: " + Session.dn(member)).toArray(String[]::new));
  }

  private static String entry(String dn, String attributes, String... more) {
    String last = more.length == 0 ? "" : String.join("\n", more) + "\n";
    return "dn: " + dn + "\n" + attributes + "\n" + last + "\n";
  }

  /** Returns a time as attributes hold it, to the second. */
  static String time(Duration fromNow) {
    return StaticUtils.encodeGeneralizedTime(Date.from(Instant.now().plus(fromNow)))
        .replaceAll("\\..*Z", "Z");
  }
}
