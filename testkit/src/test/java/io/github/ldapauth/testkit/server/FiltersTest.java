// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiltersTest {

  @Test
  void filterForOneOfNoValuesMatchesNoEntry() throws LDAPException {
    assertThat(Filters.oneOf("id", List.of()).matchesEntry(entry("a"))).isFalse();
  }

  @Test
  void filterForOneOfManyValuesMatchesTheseAlone() throws LDAPException {
    List<String> values = someIds();
    Filter filter = Filters.oneOf("id", values);
    for (String value : values) {
      assertThat(filter.matchesEntry(entry(value))).isTrue();
    }
    for (String other : someIds()) {
      assertThat(filter.matchesEntry(entry(other))).isFalse();
    }
  }

  /** A search with a flat filter would take a time that grows with the square of the entries. */
  @Test
  void filterForOneOfManyValuesComparesFewWithEachEntry() {
    assertThat(mostCompared(Filters.oneOf("id", someIds()))).isLessThanOrEqualTo(2 * 10);
  }

  @Test
  void filterForRangesMatchesTheirBoundsAndAllBetween() throws LDAPException {
    List<Filters.Range> ranges =
        IntStream.range(1, 10)
            .mapToObj(i -> new Filters.Range(i + "2", i + (i % 2 == 0 ? "2" : "5")))
            .toList();
    Filter filter = Filters.within("id", ranges);
    for (int id = 10; id < 100; id++) {
      int digit = id % 10;
      boolean even = id / 10 % 2 == 0;
      assertThat(filter.matchesEntry(entry(String.valueOf(id))))
          .as("%d", id)
          .isEqualTo(digit == 2 || (!even && digit > 2 && digit <= 5));
    }
  }

  private static List<String> someIds() {
    return Stream.generate(() -> UUID.randomUUID().toString()).limit(1_000).toList();
  }

  private static Entry entry(String id) {
    return new Entry("cn=any", new Attribute("id", id));
  }

  /** Returns how many parts the SDK compares at most: one branch of each fork, and the leaves. */
  private static int mostCompared(Filter filter) {
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_OR -> {
        List<Filter> parts = List.of(filter.getComponents());
        boolean fork = parts.get(0).getFilterType() == Filter.FILTER_TYPE_AND;
        int longest = parts.stream().mapToInt(part -> mostCompared(part)).max().orElse(0);
        yield fork ? longest + 1 : parts.size();
      }
      case Filter.FILTER_TYPE_AND -> 1 + mostCompared(filter.getComponents()[1]);
      default -> 1;
    };
  }
}
