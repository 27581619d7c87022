// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  private static final int MANY = 1_000;

  @Test
  void filterMatchesTheEntriesThatMatchTheCondition() throws LDAPException {
    Snapshot snapshot = snapshot();
    for (int part : List.of(1, 2, 3, 10, MANY + 1)) {
      Filter filter = snapshot.filterFor(entry -> number(entry) % part == 0);
      for (ReadOnlyEntry entry : snapshot.all()) {
        assertThat(filter.matchesEntry(entry)).isEqualTo(number(entry) % part == 0);
      }
    }
  }

  @Test
  void filterForNeighboursIsShort() {
    Filter filter = snapshot().filterFor(entry -> number(entry) > 7);
    assertThat(filter.toString()).hasSizeLessThan(200);
  }

  /** Returns entries that were added in the order of their numbers. */
  private static Snapshot snapshot() {
    List<ReadOnlyEntry> entries =
        IntStream.range(0, MANY).mapToObj(SnapshotTest::entry).collect(Collectors.toList());
    Collections.shuffle(entries, new Random(1));
    return Snapshot.of(0, entries);
  }

  private static ReadOnlyEntry entry(int number) {
    Entry entry = new Entry("uid=" + number + ",dc=example,dc=com");
    entry.addAttribute("uid", String.valueOf(number));
    try {
      OperationalAttributes.complete(entry, Entries.TEST, "cn=schema");
    } catch (LDAPException e) {
      throw new AssertionError(e);
    }
    return new ReadOnlyEntry(entry);
  }

  private static int number(ReadOnlyEntry entry) {
    return Integer.parseInt(entry.getAttributeValue("uid"));
  }
}
