// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test kit in locales with other calendars, digits and rules for letters. */
class LocaleTest {

  @ParameterizedTest
  @CsvSource({
    "th-TH,                  th, TH, ''",
    "ja-JP-u-ca-japanese,    ja, JP, u-ca-japanese",
    "ar-EG,                  ar, EG, ''",
    "tr-TR,                  tr, TR, ''"
  })
  void timesAndStatesAreTheSameInEachLocale(
      String tag, String language, String country, String extensions) throws Exception {
    // A process of its own, as formats are kept from the first use.
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-Duser.extensions=" + extensions,
                "-cp",
                System.getProperty("java.class.path"),
                LocaleTest.class.getName(),
                tag)
            .redirectErrorStream(true)
            .start();
    assertThat(output(process)).isEqualTo("done in " + tag);
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  public static void main(String[] arguments) throws Exception {
    assertThat(Locale.getDefault()).isEqualTo(Locale.forLanguageTag(arguments[0]));
    for (ServerKind kind : ServerKind.values()) {
      if (kind != ServerKind.PLAIN) {
        checkStates(kind);
      }
      checkTimes(kind);
    }
    System.out.println("done in " + arguments[0]);
  }

  private static void checkStates(ServerKind kind) throws Exception {
    List<AccountState> states = new ArrayList<>(List.of(AccountState.values()));
    if (kind == ServerKind.DIRECTORY_389) {
      states.remove(AccountState.EXPIRED);
    }
    try (TestDirectory directory =
        TestDirectory.builder()
            .like(kind)
            .passwordPolicy(policy -> policy.lockAfter(3).maxAge(Duration.ofDays(90)))
            .user("alice", "wonderland")
            .start()) {
      for (AccountState state : states) {
        directory.user("alice").state(state);
        String answer = Conversation.signInPlainly(directory, "alice", "wonderland");
        boolean accepted =
            state == AccountState.ACTIVE
                || (state == AccountState.MUST_CHANGE_PASSWORD
                    && kind != ServerKind.ACTIVE_DIRECTORY)
                || (state == AccountState.PASSWORD_EXPIRED && kind == ServerKind.FREE_IPA);
        assertThat(answer.startsWith("0"))
            .as(kind + " " + state + ": " + answer)
            .isEqualTo(accepted);
        assertThat(answer).matches("(?s)(0|19|49|53)\\b.*");
      }
    }
  }

  private static void checkTimes(ServerKind kind) throws Exception {
    try (TestDirectory directory =
            TestDirectory.builder().like(kind).user("alice", "wonderland").start();
        Conversation client = new Conversation(directory)) {
      client.bindWith(directory.dn("alice"), "wonderland");
      client.set(directory.dn("alice"), "description", "changed");
      Entry alice = client.read(directory.dn("alice"), "createTimestamp", "modifyTimestamp");
      assertThat(Stream.of("createTimestamp", "modifyTimestamp").map(alice::getAttributeValue))
          .allMatch(time -> time.matches("20[2-9][0-9]{11}Z"));
    }
  }
}
