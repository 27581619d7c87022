// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.group.GroupQuery.allOf;
import static io.github.ldapauth.group.GroupQuery.anyOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.entry.Dn;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries are written in the form of filters, and read back. */
class GroupQueryTextTest {

  private static final GroupQuery STAFF = memberOf("cn=staff,dc=x");
  private static final GroupQuery SUSPENDED = memberOf("cn=suspended,dc=x");

  /** Characters that mean something to a DN, to a filter, to both, or to neither. */
  private static final List<String> ODD =
      Stream.of("\\", ",", "+", "\"", "<", ">", ";", "=", "#", " ", "*", "(", ")", "\0", "\n", "&")
          .flatMap(odd -> Stream.of(odd, "a" + odd))
          .toList();

  private static final List<String> LETTERS = List.of("a", "Z", "9", "ß", "İ", "e\u0301", "😀");

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("(group=cn=staff,dc=x)", STAFF),
        arguments("(GROUP=CN=Staff, DC=x)", STAFF),
        arguments(
            "(&(group=cn=staff,dc=x)(!(group=cn=suspended,dc=x)))", STAFF.and(not(SUSPENDED))),
        arguments(
            "(|(group=cn=staff,dc=x)(group=cn=suspended,dc=x)(&(group=cn=staff,dc=x)))",
            anyOf(STAFF, SUSPENDED, allOf(STAFF))),
        arguments("(!(!(group=cn=staff,dc=x)))", not(not(STAFF))),
        arguments("(&)", allOf()),
        arguments("(|)", anyOf()),
        arguments("(group=cn=R\\5c2CD \\28Lab\\29,dc=x)", memberOf("cn=R\\,D (Lab),dc=x")),
        arguments("(group=cn=dre\\c3\\9fler_gon,dc=x)", memberOf("cn=dreßler_gon,dc=x")),
        arguments("(group=cn=dreßler_gon,dc=x)", memberOf("cn=dreßler_gon,dc=x")));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void filterOverGroupIsAQuery(String text, GroupQuery query) {
    assertThat(GroupQuery.parse(text)).isEqualTo(query).hasSameHashCodeAs(query);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                    ; is empty; write the DN of a group
          staff                                 ; is no DN; write that of the group, such as cn=staff,
          group=cn=staff,dc=x                   ; lacks parentheses; write (group=cn=staff,dc=x)
          &(group=cn=staff,dc=x)                ; lacks parentheses; write (&(group=cn=staff,dc=x))
          cn=Doe, John,dc=x                     ; in a name, write \\, for a comma
          (group=cn=staff,dc=x                  ; at position 0
          (&(group=cn=a,dc=x)(group=cn=b,dc=x)  ; starting at position 2
          (group=cn=a,dc=x))                    ; position 17
          (group=cn=R\\,D,dc=x)                 ; non-hexadecimal character ',' at position 12
          (group=cn=a(b),dc=x)                  ; unexpected opening parenthesis at position 12
          (group=staff)                         ; at position 0: memberOf "staff": not a DN
          (&(group=cn=a,dc=x)(!(group=)))       ; at position 21: memberOf "": is empty
          (&(group=cn=a\\28,dc=x)(mail=a@x.org)); at position 22: compares "mail"; write (group=…)
          (|(group=cn=a,dc=x)(group=cn=*,dc=x)) ; at position 19: (group=cn=*,dc=x) is none of
          (group=*)                             ; at position 0: (group=*) is none of
          (!(group>=cn=a,dc=x))                 ; at position 2: (group>=cn=a,dc=x) is none of
          (group:dn:=cn=a,dc=x)                 ; at position 0: (group:dn:=cn=a,dc=x) is none of
          """)
  void otherTextIsRejectedWithThePosition(String text, String mistake) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupQuery.parse(text))
        .withMessageContaining(mistake);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cn=staff,dc=x", "cn=a\\(b,dc=x", "cn=Doe\\, John,dc=x"})
  void dnAloneIsAQuery(String dn) {
    assertThat(GroupQuery.parse(dn)).isEqualTo(GroupQuery.memberOf(dn));
  }

  @Test
  void printedQueryIsReadBackAsTheSameQuery() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      GroupQuery query = anyQuery(random, 4);

      GroupQuery back = GroupQuery.parse(query.toString());

      assertThat(back).isEqualTo(query).hasToString(query.toString());
      assertThat(back.namedGroups()).containsExactlyElementsOf(query.namedGroups().toList());
    }
  }

  private static GroupQuery anyQuery(Random random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    return switch (kind) {
      case 0 -> memberOf(anyDn(random));
      case 1 -> not(anyQuery(random, depth - 1));
      case 2 -> allOf(anyQueries(random, depth - 1));
      default -> anyOf(anyQueries(random, depth - 1));
    };
  }

  private static GroupQuery[] anyQueries(Random random, int depth) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> anyQuery(random, depth))
        .toArray(GroupQuery[]::new);
  }

  /** A DN with hexadecimal escapes, escaped characters, or none, as administrators write them. */
  private static String anyDn(Random random) {
    StringBuilder dn = new StringBuilder("cn=");
    for (int i = random.nextInt(6); i >= 0; i--) {
      String odd = ODD.get(random.nextInt(ODD.size()));
      dn.append(LETTERS.get(random.nextInt(LETTERS.size()))).append(escaped(odd, random));
    }
    String text = dn + "x+ou=y" + (random.nextBoolean() ? ", " : ",") + "dc=x";
    assertThat(Dn.parse(text)).isNotNull();
    return text;
  }

  private static String escaped(String odd, Random random) {
    return odd.chars()
        .mapToObj(c -> escaped((char) c, random.nextBoolean()))
        .collect(Collectors.joining());
  }

  private static String escaped(char c, boolean asHex) {
    if ("\\,+\"<>;=#\0\n".indexOf(c) < 0) {
      return String.valueOf(c);
    }
    return c < ' ' || asHex ? "\\%02x".formatted((int) c) : "\\" + c;
  }
}
