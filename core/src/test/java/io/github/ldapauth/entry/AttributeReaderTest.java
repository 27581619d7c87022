// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import static io.github.ldapauth.entry.AttributeReader.BOOLEAN;
import static io.github.ldapauth.entry.AttributeReader.BYTES;
import static io.github.ldapauth.entry.AttributeReader.FILE_TIME;
import static io.github.ldapauth.entry.AttributeReader.GUID;
import static io.github.ldapauth.entry.AttributeReader.INSTANT;
import static io.github.ldapauth.entry.AttributeReader.NUMBER;
import static io.github.ldapauth.entry.AttributeReader.SID;
import static io.github.ldapauth.entry.AttributeReader.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeReaderTest {

  private static final byte[] NO_UTF_8 = {(byte) 0xff, (byte) 0xd8};

  private static LdapAttributes with(String... values) {
    return LdapAttributes.of(
        Map.of("x", Stream.of(values).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "20261231235959Z,         2026-12-31T23:59:59Z",
    "202612312359Z,           2026-12-31T23:59:00Z",
    "2026123123Z,             2026-12-31T23:00:00Z",
    "20261231235959.25Z,      2026-12-31T23:59:59.250Z",
    "'20261231235959,25Z',    2026-12-31T23:59:59.250Z",
    "202612312359.5Z,         2026-12-31T23:59:30Z",
    "2026123123.5Z,           2026-12-31T23:30:00Z",
    "20261231235960Z,         2027-01-01T00:00:00Z",
    "20261231235959+0130,     2026-12-31T22:29:59Z",
    "20261231235959-0030,     2027-01-01T00:29:59Z",
    "20261231235959+01,       2026-12-31T22:59:59Z",
    "20240229000000Z,         2024-02-29T00:00:00Z",
  })
  void generalizedTimeIsRead(String text, Instant time) {
    assertThat(INSTANT.read(with(text), "x")).contains(time);
  }

  @ParameterizedTest
  @CsvSource({
    "133791263990000000,  2024-12-19T23:59:59Z",
    "1,                   1601-01-01T00:00:00.000000100Z",
    "9223372036854775806, +30828-09-14T02:48:05.477580600Z",
  })
  void fileTimeIsRead(String text, Instant time) {
    assertThat(FILE_TIME.read(with(text), "x")).contains(time);
  }

  @ParameterizedTest
  @CsvSource({"0", "9223372036854775807"})
  void fileTimeOfNeverIsNothing(String text) {
    assertThat(FILE_TIME.read(with(text), "x")).isEmpty();
    assertThat(FILE_TIME.optional().read(with(text), "x")).contains(Optional.empty());
    assertThat(FILE_TIME.list().read(with(text, "1"), "x").orElseThrow()).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FILE_TIME.required().read(with(text), "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FILE_TIME.list().required().read(with(text, text), "x"));
  }

  private static LdapAttributes bytes(String hex) {
    return LdapAttributes.of(Map.of("x", List.of(HexFormat.of().parseHex(hex))));
  }

  @Test
  void identifiersOfWindowsAreRead() {
    assertThat(GUID.read(bytes("10b8a76bad9dd11180b400c04fd430c8"), "x"))
        .contains(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
    assertThat(SID.read(bytes("01020000000000052000000020020000"), "x")).contains("S-1-5-32-544");
    assertThat(SID.read(bytes("0101ffffffffffff01000000"), "x")).contains("S-1-281474976710655-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "0102000000000005200000002002", "0302000000000005"})
  void malformedIdentifiersAreRejectedWithoutTheirValue(String hex) {
    for (AttributeReader<?> reader : List.of(GUID, SID)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.read(bytes(hex), "x"))
          .withMessage("x holds a value that is not " + reader);
    }
  }

  @Test
  void numbersAndTruthsAreRead() {
    assertThat(NUMBER.read(with("-9223372036854775808"), "x")).contains(Long.MIN_VALUE);
    assertThat(BOOLEAN.read(with("TRUE"), "x")).contains(true);
    assertThat(BOOLEAN.read(with("false"), "x")).contains(false);
  }

  static Stream<Arguments> odd() {
    return Stream.of(
            Stream.of("", " 1", "1.5", "9223372036854775808", "0x10").map(t -> named(NUMBER, t)),
            Stream.of("", "yes", "1", "TRUE ").map(text -> named(BOOLEAN, text)),
            Stream.of(
                    "20261331000000Z",
                    "20260229000000Z",
                    "20261231240000Z",
                    "20261231235961Z",
                    "2026123100000Z",
                    "20261231000000",
                    "20261231000000.Z",
                    "20261231000000+1900",
                    "２０２６１２３１００００００Z",
                    "")
                .map(text -> named(INSTANT, text)),
            Stream.of("-1", "9223372036854775808", "today").map(text -> named(FILE_TIME, text)),
            Stream.of("2026-02-30").map(text -> named(TEXT.map(LocalDate::parse), text)))
        .flatMap(arguments -> arguments);
  }

  private static Arguments named(AttributeReader<?> reader, String text) {
    return Arguments.of(reader, text);
  }

  @ParameterizedTest
  @MethodSource("odd")
  void aValueOfAnotherFormIsNamedByItsAttributeOnly(AttributeReader<?> reader, String text) {
    for (AttributeReader<?> each : List.of(reader, reader.list(), reader.optional())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> each.read(with(text), "x"))
          .withMessage("x holds a value that is not " + reader);
    }
  }

  @Test
  void textThatIsNotUtf8IsNoText() {
    LdapAttributes photo = LdapAttributes.of(Map.of("x", List.of(NO_UTF_8)));
    assertThatIllegalArgumentException().isThrownBy(() -> TEXT.read(photo, "x"));
    assertThat(BYTES.read(photo, "x")).contains(NO_UTF_8);
  }

  @Test
  void theFirstValueCountsUnlessAllAreAskedFor() {
    assertThat(TEXT.read(with("b", "a"), "X")).contains("b");
    assertThat(TEXT.list().read(with("b", "a"), "x")).contains(List.of("b", "a"));
    assertThat(NUMBER.list().read(with("2", "1"), "x")).contains(List.of(2L, 1L));
  }

  /** Such as a search of the application's own that finds nothing. */
  @Test
  void exceptionOfAConversionIsNotAMissingValue() {
    AttributeReader<String> looking = TEXT.map(text -> Optional.<String>empty().orElseThrow());
    for (AttributeReader<?> reader : List.of(looking, looking.required(), looking.list())) {
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(() -> reader.read(with("a"), "x"));
    }
  }

  @Test
  void missingAttributeIsNothingOrEmptyOrRejected() {
    LdapAttributes none = with("other");
    assertThat(TEXT.read(none, "mail")).isEmpty();
    assertThat(TEXT.optional().read(none, "mail")).contains(Optional.empty());
    assertThat(TEXT.list().read(none, "mail")).contains(List.of());
    for (AttributeReader<?> required : List.of(TEXT.required(), TEXT.list().required())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> required.read(none, "mail"))
          .withMessage("mail is missing");
    }
    assertThat(TEXT.required().read(with("there"), "x")).contains("there");
  }

  @Test
  void valuesConvertToTypesOfTheApplication() {
    assertThat(TEXT.map(LocalDate::parse).read(with("2026-12-31"), "x"))
        .contains(LocalDate.of(2026, 12, 31));
  }
}
