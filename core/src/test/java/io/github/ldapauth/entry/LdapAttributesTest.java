// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LdapAttributesTest {

  private static final byte[] NOT_UTF8 = {(byte) 0xff, 0};

  private final LdapAttributes attributes =
      LdapAttributes.of(
          Map.of(
              "givenName", List.of(utf8("Wolfgang")),
              "cn;lang-fr", List.of(utf8("Loup")),
              "mixed", List.of(NOT_UTF8, utf8("ß")),
              "photo", List.of(NOT_UTF8),
              "empty", List.of(utf8(""))));

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void namesAreFoundWithoutCase() {
    assertThat(attributes.first("GIVENNAME")).contains("Wolfgang");
    assertThat(attributes.names()).contains("givenName");
    assertThat(attributes.names().contains("GivenName")).isTrue();
  }

  @Test
  void optionsMakeAnotherAttribute() {
    assertThat(attributes.first("cn")).isEmpty();
    assertThat(attributes.first("cn;LANG-FR")).contains("Loup");
  }

  @Test
  void valueIsAStringIfItIsUtf8AndBytesAlways() {
    assertThat(attributes.all("mixed")).containsExactly("ß");
    assertThat(attributes.allBytes("mixed")).hasSize(2);
    assertThat(attributes.first("photo")).isEmpty();
    assertThat(attributes.bytes("photo"))
        .hasValueSatisfying(b -> assertThat(b).isEqualTo(NOT_UTF8));
    assertThat(attributes.first("empty")).contains("");
  }

  @Test
  void whatIsMissingIsEmpty() {
    assertThat(attributes.first("x")).isEmpty();
    assertThat(attributes.all("x")).isEmpty();
    assertThat(attributes.bytes("x")).isEmpty();
    assertThat(attributes.allBytes("x")).isEmpty();
  }

  @Test
  void changingBytesChangesNothing() {
    attributes.bytes("photo").orElseThrow()[0] = 1;
    attributes.allBytes("photo").get(0)[0] = 1;

    assertThat(attributes.bytes("photo"))
        .hasValueSatisfying(b -> assertThat(b).isEqualTo(NOT_UTF8));
  }

  @Test
  void attributesCopyTheGivenBytes() {
    byte[] value = {1};
    LdapAttributes made = LdapAttributes.of(Map.of("photo", List.of(value)));

    value[0] = 2;

    assertThat(made.bytes("photo")).hasValueSatisfying(b -> assertThat(b).containsExactly(1));
  }

  @Test
  void onlyNamesArePrinted() {
    assertThat(attributes.toString()).contains("givenName").doesNotContain("Wolfgang");
  }
}
