// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ids that survive renames, one attribute at a time. */
class StableIdTest {

  private static final String UUID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

  private static LdapEntry entry(String attribute, byte[]... values) {
    return new LdapEntry(
        Dn.parse("uid=alice"), LdapAttributes.of(Map.of(attribute, List.of(values))));
  }

  private static byte[] bytes(String text) {
    return text.startsWith("0x")
        ? HexFormat.of().parseHex(text.substring(2))
        : text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "entryUUID,6BA7B810-9DAD-11D1-80B4-00C04FD430C8," + UUID,
    "ipaUniqueID," + UUID + "," + UUID,
    "nsUniqueId,6E2F0A01-1DD211B2-8000AB12-34567890,6e2f0a01-1dd211b2-8000ab12-34567890",
    "objectGUID,0x10b8a76bad9dd11180b400c04fd430c8," + UUID,
    "GUID,0x10b8a76bad9dd11180b400c04fd430c8," + UUID,
    "objectSid,0x010500000000000515000000a065cf7e784b9b5fe77c8770091c0100,"
        + "S-1-5-21-2127521184-1604012920-1887927527-72713",
  })
  void idIsTextWhateverItsForm(String attribute, String value, String id) {
    assertThat(entry(attribute, bytes(value)).stableId(attribute)).contains(id);
  }

  @ParameterizedTest
  @CsvSource({
    "entryUUID,6ba7b810",
    "ipaUniqueID,autogenerate",
    "nsUniqueId," + UUID,
    "objectGUID,0x10b8",
    "GUID,0x10b8a76bad9dd11180b400c04fd430c8ff",
    "objectSid,0x0105000000000005150000",
    "objectSid,0x0205000000000005",
    "objectSid,S-1-5-32",
  })
  void malformedIdIsRefused(String attribute, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry(attribute, bytes(value)).stableId(attribute))
        .withMessage("a malformed value of " + attribute);
  }

  @Test
  void severalIdsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("entryUUID", bytes(UUID), bytes(UUID)).stableId("entryUUID"))
        .withMessage("several values of entryUUID");
  }

  @Test
  void noOtherAttributeStandsIn() {
    LdapEntry entry = entry("nsUniqueId", bytes("6e2f0a01-1dd211b2-8000ab12-34567890"));

    assertThat(entry.stableId()).isPresent();
    assertThat(entry.stableId("entryUUID")).isEmpty();
  }
}
