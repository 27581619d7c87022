// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SrvRecordTest {

  private static int lowest(int most) {
    return 0;
  }

  private static int highest(int most) {
    return most;
  }

  private static String order(IntUnaryOperator random, String... texts) {
    List<SrvRecord> records = Arrays.stream(texts).map(SrvRecord::parse).toList();
    return String.join(
        " ", SrvRecord.draw(records, random).stream().map(one -> one.target().host()).toList());
  }

  @Test
  void lowerPriorityComesFirst() {
    assertThat(order(SrvRecordTest::highest, "20 9 389 c.", "10 1 389 b.", "0 0 389 a."))
        .isEqualTo("a b c");
  }

  /** Of the draws 0 to 4, RFC 2782 gives 1 to 3 to weight 3, and 4 to weight 1. */
  @Test
  void weightDecidesAmongEqualPriorities() {
    assertThat(
            IntStream.rangeClosed(1, 4)
                .mapToObj(
                    drawn -> order(most -> Math.min(drawn, most), "0 3 389 a.", "0 1 389 b.")))
        .containsExactly("a b", "a b", "a b", "b a");
  }

  @Test
  void weightZeroComesFirstIfZeroIsDrawn() {
    assertThat(order(SrvRecordTest::lowest, "0 5 389 b.", "0 0 389 a.")).isEqualTo("a b");
    assertThat(order(most -> Math.min(1, most), "0 5 389 b.", "0 0 389 a.")).isEqualTo("b a");
  }

  @Test
  void anyServerComesFirstIfAllWeightsAreZero() {
    assertThat(order(SrvRecordTest::lowest, "0 0 389 a.", "0 0 389 b.")).isEqualTo("a b");
    assertThat(order(SrvRecordTest::highest, "0 0 389 a.", "0 0 389 b.")).isEqualTo("b a");
  }

  @Test
  void hostIsReadAsDnsComparesIt() {
    assertThat(SrvRecord.parse("0 100 389 DC1.Example.COM."))
        .isEqualTo(new SrvRecord(0, 100, new ServerAddress("dc1.example.com", 389)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0 0 389",
        "0 0 389 ",
        "a 0 389 ldap.",
        "-1 0 389 ldap.",
        "0 0 0 ldap.",
        "0 0 65536 ldap.",
        "65536 0 389 ldap.",
        "0 0 389 127.0.0.1.",
        "0 0 389 ::1",
        "0 0 389 ldap\\000.",
        "0 0 389 ldap..com.",
        "0 0 389 ldap/x."
      })
  void malformedRecordIsNoServer(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SrvRecord.parse(text));
  }
}
