// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The operational attributes (RFC 4512, section 3.4) that each directory has. */
final class OperationalAttributes {

  static final List<String> COMMON =
      List.of(
          "createTimestamp",
          "creatorsName",
          "entryDN",
          "entryUUID",
          "modifiersName",
          "modifyTimestamp",
          "subschemaSubentry");

  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private OperationalAttributes() {}

  /**
   * Adds what each directory records of a new entry, unless it is there. The SDK's server would
   * write times in the calendar and the digits of the machine's locale.
   */
  static void complete(Entry entry, DN author, String schemaDn) throws LDAPException {
    String now = now();
    give(entry, "entryDN", entry.getParsedDN().toNormalizedString());
    give(entry, Entries.UUID, uuid());
    give(entry, "subschemaSubentry", schemaDn);
    give(entry, "creatorsName", author.toString());
    give(entry, "createTimestamp", now);
    give(entry, "modifiersName", author.toString());
    give(entry, "modifyTimestamp", now);
  }

  /** Copies what each directory records of an entry. */
  static void copy(Entry from, Entry to) {
    COMMON.stream()
        .flatMap(each -> Stream.ofNullable(from.getAttribute(each)))
        .forEach(to::setAttribute);
  }

  /** Returns a new UUID, higher than those before: few ranges hold those of neighbours. */
  private static String uuid() {
    String random = UUID.randomUUID().toString();
    return HexFormat.of().toHexDigits(COUNT.getAndIncrement()) + random.substring(8);
  }

  private static void give(Entry entry, String attribute, String value) {
    if (!entry.hasAttribute(attribute)) {
      entry.addAttribute(attribute, value);
    }
  }

  /** Returns what each directory records of a change. */
  static List<Modification> changedBy(DN author) {
    return List.of(
        new Modification(ModificationType.REPLACE, "modifiersName", author.toString()),
        new Modification(ModificationType.REPLACE, "modifyTimestamp", now()));
  }

  /** Returns the time in the form of RFC 4517, section 3.3.13. */
  static String now() {
    return TIME.format(Instant.now());
  }
}
