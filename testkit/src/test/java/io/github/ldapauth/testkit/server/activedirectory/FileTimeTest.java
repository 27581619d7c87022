// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTimeTest {

  @ParameterizedTest
  @CsvSource({
    "1601-01-01T00:00:00Z,         0",
    "1970-01-01T00:00:00Z,         116444736000000000",
    "2026-11-25T07:51:20.1673990Z, 134400666801673990"
  })
  void timesAreTenthsOfMicrosecondsSince1601(Instant instant, long fileTime) {
    assertThat(FileTime.of(instant)).isEqualTo(String.valueOf(fileTime));
    assertThat(FileTime.instant(fileTime)).isEqualTo(instant);
  }
}
