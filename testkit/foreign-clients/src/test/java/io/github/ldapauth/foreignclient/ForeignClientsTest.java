// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of other projects get the same from the test kit as from the servers it imitates. */
class ForeignClientsTest {

  private static final Path DOCUMENT = Path.of("../../core/docs/other-clients.md");

  private static final List<Pair> PAIRS = new ArrayList<>();
  private static final StringBuilder TABLE = new StringBuilder(header());

  static List<ForeignClient> clients() {
    return Stream.concat(
            Stream.of(
                new JndiClient(), new SpringLdapClient(), new LdaptiveClient(), new ApacheClient()),
            Stream.concat(ScriptClient.all().stream(), Stream.of(new HttpdClient())))
        .toList();
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    List<String> users =
        Stream.concat(
                Stream.of("alice", "bob", "carol", "dave", "erin", "frank"),
                clients().stream().map(ForeignClient::changer))
            .toList();
    PAIRS.add(Pair.openLdap(users, folder));
    PAIRS.add(Pair.directory389(users, folder));
    PAIRS.add(Pair.activeDirectory(users, folder));
  }

  @AfterAll
  static void printAndStop() {
    System.out.println(TABLE);
    PAIRS.forEach(Pair::close);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void foreignClientGetsTheSameFromKitAndServer(ForeignClient client) throws Exception {
    client.assumeInstalled();
    Map<String, String> wrong = new LinkedHashMap<>();
    List<Map<Story, String>> outcomes = new ArrayList<>();
    for (Pair pair : PAIRS) {
      outcomes.add(tell(client, pair.kit(), wrong));
      outcomes.add(tell(client, pair.server(), wrong));
    }
    String row =
        Stream.of(Story.values())
            .map(story -> cell(story, outcomes))
            .collect(Collectors.joining(" | ", "| " + client.name() + " | ", " |\n"));
    TABLE.append(row);
    assertThat(wrong).isEmpty();
    assertThat(Files.readString(DOCUMENT)).contains(header()).contains(row);
  }

  /** Returns all outcomes, and adds those that are wrong to the map. */
  private static Map<Story, String> tell(
      ForeignClient client, Target target, Map<String, String> wrong) throws Exception {
    Map<Story, String> outcomes = client.tell(target);
    outcomes.forEach(
        (story, outcome) -> {
          if (!outcome.equals(story.outcome())) {
            wrong.put(target.name() + ", " + story.title(), outcome);
          }
        });
    return outcomes;
  }

  private static String header() {
    return Stream.of(Story.values())
            .map(Story::title)
            .collect(Collectors.joining(" | ", "| client | ", " |\n"))
        + "|---".repeat(Story.values().length + 1)
        + "|\n";
  }

  /** Returns two marks for each pair. */
  private static String cell(Story story, List<Map<Story, String>> outcomes) {
    StringBuilder marks = new StringBuilder();
    for (Map<Story, String> outcome : outcomes) {
      marks.append(marks.length() % 3 == 2 ? " " : "").append(mark(story, outcome.get(story)));
    }
    return marks.toString();
  }

  private static String mark(Story story, String outcome) {
    return outcome == null ? "–" : outcome.equals(story.outcome()) ? "✓" : "✗";
  }
}
