// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import java.util.List;
import org.junit.jupiter.api.Test;

class LdapAttributesTest {

  private static final byte[] NOT_UTF8 = {(byte) 0xff, 0};

  private final LdapAttributes attributes =
      LdapAttributes.of(
          List.of(
              new Attribute("givenName", "Wolfgang"),
              new Attribute("cn;lang-fr", "Loup"),
              new Attribute(
                  "mixed", NOT_UTF8, "ß".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
              new Attribute("photo", NOT_UTF8),
              new Attribute("empty", "")));

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
  void aValueIsAStringWhereItIsUtf8AndBytesAlways() {
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
  void onlyNamesArePrinted() {
    assertThat(attributes.toString()).contains("givenName").doesNotContain("Wolfgang");
  }
}
