// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cn=a,dc=x        | CN=A , DC=X",
        "cn=Doe\\, J,dc=x | cn=Doe\\2c J,dc=x",
        "cn=a+sn=b,dc=x   | SN=B+CN=A,dc=x",
        "cn=a  b,dc=x     | cn=a b,dc=x",
        "cn=\\61,dc=x     | cn=a,dc=x",
        "commonName=a+userId=b,0.9.2342.19200300.100.1.25=x | cn=a+uid=b,dc=x"
      })
  void twoWaysOfWritingADnAreOneDn(String one, String other) {
    assertThat(Dn.parse(one)).isEqualTo(Dn.parse(other)).hasSameHashCodeAs(Dn.parse(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"cn=a,dc=x | cn=a,dc=y", "cn=a,dc=x | a=cn,dc=x", "cn=a,dc=x | cn=a"})
  void otherDnsAreOther(String one, String other) {
    assertThat(Dn.parse(one)).isNotEqualTo(Dn.parse(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "cn", "cn=a,", "=a", "cn=a,,dc=x"})
  void whatIsNoDnIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dn.parse(text))
        .withMessageStartingWith("not a DN");
  }

  @Test
  void aDnPrintsAsItWasWritten() {
    assertThat(Dn.parse("CN=A , dc=x")).hasToString("CN=A , dc=x");
  }

  @Test
  void ancestorsAreFoundByNameNotByText() {
    Dn group = Dn.parse("cn=a,ou=Groups,dc=x");

    assertThat(group.isWithin(Dn.parse("OU=groups, dc=x"))).isTrue();
    assertThat(group.isWithin(group)).isTrue();
    assertThat(group.isWithin(Dn.parse("ou=ups,dc=x"))).isFalse();
    assertThat(Dn.parse("dc=x").isWithin(group)).isFalse();
    assertThat(group.isWithin(Dn.parse("organizationalUnitName=groups,dc=x"))).isTrue();
  }

  @Test
  void childrenAreDirectlyBelowTheirParent() {
    Dn group = Dn.parse("cn=a,ou=Groups,dc=x");

    assertThat(group.isWithin(Dn.parse("2.5.4.11=groups, DC=x"), SearchScope.ONE_LEVEL)).isTrue();
    assertThat(group.isWithin(Dn.parse("dc=x"), SearchScope.ONE_LEVEL)).isFalse();
    assertThat(group.isWithin(group, SearchScope.ONE_LEVEL)).isFalse();
    assertThat(Dn.parse("").isWithin(group, SearchScope.ONE_LEVEL)).isFalse();
  }

  @Test
  void theValueOfTheFirstRdnIsUnescaped() {
    Dn dn = Dn.parse("CN=Doe\\, John+uid=jd,dc=x");

    assertThat(dn.rdnValue("cn")).contains("Doe, John");
    assertThat(dn.rdnValue("UID")).contains("jd");
    assertThat(dn.rdnValue("userid")).contains("jd");
    assertThat(Dn.parse("0.9.2342.19200300.100.1.1=jd,dc=x").rdnValue("uid")).contains("jd");
    assertThat(dn.rdnValue("dc")).isEmpty();
    assertThat(Dn.parse("").rdnValue("cn")).isEmpty();
    assertThat(Dn.parse("").isEmpty()).isTrue();
  }
}
