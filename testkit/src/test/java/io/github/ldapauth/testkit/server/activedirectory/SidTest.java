// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidTest {

  @ParameterizedTest
  @CsvSource({
    "S-1-5-21-781581063-2606586020-4137523967-1102, AQUAAAAAAAUVAAAAB/uVLqRYXZv/mp32TgQAAA==",
    "S-1-5-32-545,                                  AQIAAAAAAAUgAAAAIQIAAA=="
  })
  void textAndBytesAreThoseOfARealServer(String text, String bytes) {
    Sid sid = Sid.parse(text).orElseThrow();
    assertThat(Base64.getEncoder().encodeToString(sid.bytes())).isEqualTo(bytes);
    assertThat(Sid.read(sid.bytes())).contains(sid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "S-1-5", "S-2-5-32", "S-1-5-", "S-1-5-x", "s-1-5-32", "S-1-5-4294967296"})
  void otherTextIsNone(String text) {
    assertThat(Sid.parse(text)).isEmpty();
  }

  @Test
  void otherBytesAreNone() {
    byte[] cut = Arrays.copyOf(new Sid("S-1-5-32-545").bytes(), 15);
    assertThat(Sid.read(null)).isEmpty();
    assertThat(Sid.read(new byte[0])).isEmpty();
    assertThat(Sid.read(cut)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc=example,dc=com", "DC=ad,DC=example,DC=com", "o=acme"})
  void aDomainIsTheSameEachTimeAndFitsItsForm(String baseDn) {
    Sid domain = Sid.ofDomain(baseDn);
    assertThat(domain).isEqualTo(Sid.ofDomain(baseDn));
    assertThat(Sid.read(domain.within(513).bytes())).contains(domain.within(513));
    assertThat(domain.within(513).domain()).isEqualTo(domain);
  }
}
