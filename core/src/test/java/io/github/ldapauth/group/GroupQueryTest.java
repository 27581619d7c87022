// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.group.Answer.NO;
import static io.github.ldapauth.group.Answer.UNKNOWN;
import static io.github.ldapauth.group.Answer.YES;
import static io.github.ldapauth.group.GroupQuery.allOf;
import static io.github.ldapauth.group.GroupQuery.anyOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.entry.Dn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GroupQueryTest {

  private static final GroupQuery IN = memberOf("cn=in,dc=x");
  private static final GroupQuery OUT = memberOf("cn=out,dc=x");

  private static Groups groups(boolean complete) {
    var found = Map.of(Dn.parse("CN=In, dc=X"), Optional.of("In"));
    return complete ? Groups.complete(found, group -> true) : Groups.incomplete(found);
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        arguments(IN, YES, YES),
        arguments(OUT, NO, UNKNOWN),
        arguments(not(IN), NO, NO),
        arguments(not(OUT), YES, UNKNOWN),
        arguments(not(not(OUT)), NO, UNKNOWN),
        arguments(IN.and(OUT), NO, UNKNOWN),
        arguments(not(IN).and(OUT), NO, NO),
        arguments(OUT.or(IN), YES, YES),
        arguments(OUT.or(not(IN)), NO, UNKNOWN),
        arguments(not(IN.and(OUT)), YES, UNKNOWN),
        arguments(allOf(IN, not(OUT), IN), YES, UNKNOWN),
        arguments(anyOf(OUT, OUT, not(IN)), NO, UNKNOWN),
        arguments(allOf(), YES, YES),
        arguments(anyOf(), NO, NO));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void unknownMembershipIsNeverNo(GroupQuery query, Answer complete, Answer incomplete) {
    assertThat(query.evaluate(groups(true))).isEqualTo(complete);
    assertThat(query.evaluate(groups(false))).isEqualTo(incomplete);
  }

  @Test
  void queriesAreValues() {
    assertThat(memberOf("CN=in , DC=x").or(OUT))
        .isEqualTo(IN.or(OUT))
        .hasSameHashCodeAs(IN.or(OUT));
    assertThat(IN.and(OUT)).isNotEqualTo(IN.or(OUT)).isNotEqualTo(OUT.and(IN));
    assertThat(memberOf("no dn")).isEqualTo(memberOf("no dn")).isNotEqualTo(memberOf("other"));
  }

  @Test
  void queriesPrintAsFilters() {
    assertThat(IN.and(not(OUT.or(IN))))
        .hasToString("(&(group=cn=in,dc=x)(!(|(group=cn=out,dc=x)(group=cn=in,dc=x))))");
  }

  @Test
  void mistakesAreFoundAtAnyDepth() {
    GroupQuery mistaken = IN.and(not(anyOf(memberOf("staff"), memberOf(""))));

    assertThat(mistaken.mistakes()).hasSize(2).first().asString().contains("\"staff\"");
    assertThat(mistaken.namedGroups()).containsExactly(Dn.parse("cn=in,dc=x"));
    assertThatIllegalArgumentException().isThrownBy(() -> mistaken.evaluate(groups(true)));
  }

  @Test
  void groupsUnderNotAreNamedLast() {
    GroupQuery query = not(OUT.and(not(IN))).and(memberOf("cn=staff,dc=x"));

    assertThat(query.namedGroups().map(Dn::toString))
        .containsExactly("cn=in,dc=x", "cn=staff,dc=x", "cn=out,dc=x");
  }

  @Test
  void emptyCombinationsAreMistakes() {
    assertThat(List.of(allOf(), anyOf())).allSatisfy(q -> assertThat(q.mistakes()).hasSize(1));
  }
}
