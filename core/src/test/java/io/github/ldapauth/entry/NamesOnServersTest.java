// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import static io.github.ldapauth.entry.Characters.around;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.realserver.Ds389;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares names with every character of the Basic Multilingual Plane as real servers do. */
class NamesOnServersTest {

  private static final String BASE = "dc=example,dc=com";
  private static final String LDIF =
      """
      dn: dc=example,dc=com
      objectClass: domain
      dc: example
      """;

  private static final Map<Integer, String> FOLDED =
      Characters.all()
          .boxed()
          .collect(Collectors.toMap(c -> c, c -> Name.of(around(c)).folded().toString()));

  private static String folded(int character) {
    return FOLDED.get(character);
  }

  @Test
  void namesThatSlapdTakesForTheSameResembleEachOther() throws Exception {
    try (Slapd slapd = Slapd.start(TestCertificates.forHosts("127.0.0.1"), LDIF)) {
      assertAgreement(slapd.connect(), 1009);
    }
  }

  @Test
  void namesThat389TakesForTheSameResembleEachOther() throws Exception {
    try (Ds389 ds389 = Ds389.start(LDIF, Map.of())) {
      assertAgreement(ds389.connect(), 1009);
    }
  }

  /**
   * Adds entries with many names each, and searches for all names of an entry at once. Each entry
   * found has a name that resembles one of those. A server refuses two names in one entry that are
   * the same to it, so an entry holds one of those that resemble each other.
   *
   * @param entries how many entries share the names; a prime, as lookalikes have regular distances
   */
  private static void assertAgreement(LDAPConnection opened, int entries) throws Exception {
    Map<Integer, List<Integer>> charactersByEntry =
        Characters.all().boxed().collect(Collectors.groupingBy(c -> c % entries));
    Map<String, Set<String>> entriesByFolded = new HashMap<>();
    Characters.all()
        .forEach(
            c ->
                entriesByFolded
                    .computeIfAbsent(folded(c), folded -> new HashSet<>())
                    .add(String.valueOf(c % entries)));
    int missing = 0;
    List<String> strange = new ArrayList<>();
    try (LDAPConnection connection = opened) {
      for (var entry : charactersByEntry.entrySet()) {
        add(connection, entry.getKey().toString(), entry.getValue());
      }
      for (var entry : charactersByEntry.entrySet()) {
        Set<String> lookalikes =
            entry.getValue().stream()
                .flatMap(c -> entriesByFolded.get(folded(c)).stream())
                .collect(Collectors.toSet());
        List<String> found = search(connection, entry.getValue());
        missing += found.contains(entry.getKey().toString()) ? 0 : 1;
        found.stream().filter(other -> !lookalikes.contains(other)).forEach(strange::add);
      }
    }
    assertThat(missing).isZero();
    assertThat(strange).isEmpty();
  }

  private static void add(LDAPConnection connection, String name, List<Integer> characters)
      throws Exception {
    Map<String, String> different = new LinkedHashMap<>();
    characters.forEach(c -> different.putIfAbsent(folded(c), around(c)));
    different.put("", name);
    Entry entry = new Entry("cn=" + name + "," + BASE);
    entry.addAttribute("objectClass", "organizationalRole");
    entry.addAttribute("description", name);
    entry.addAttribute("cn", different.values());
    connection.add(entry);
  }

  private static List<String> search(LDAPConnection connection, List<Integer> characters)
      throws Exception {
    List<Filter> names =
        characters.stream().map(c -> Filter.createEqualityFilter("cn", around(c))).toList();
    return connection
        .search(BASE, SearchScope.ONE, Filter.createORFilter(names), "description")
        .getSearchEntries()
        .stream()
        .map(entry -> entry.getAttributeValue("description"))
        .toList();
  }
}
