// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a slapd logs of its requests. */
record SlapdLog(Path file) {

  /** Has "method" for a request, and "mech" for the answer to one that succeeded. */
  private static final Pattern BIND = Pattern.compile(" BIND dn=\"(.*)\" method=");

  private static final Pattern REQUEST =
      Pattern.compile("conn=(\\d+) op=(\\d+) (BIND|SRCH|EXT)\\b");

  /** Returns how many bind requests the server saw with this DN. */
  long binds(String dn) {
    return binds().getOrDefault(dn, 0L);
  }

  /** Returns how many bind requests the server saw with each DN. */
  Map<String, Long> binds() {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(BIND::matcher)
          .filter(Matcher::find)
          .collect(groupingBy(bind -> bind.group(1), counting()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what was asked on each connection so far, in the words of the log: {@code BIND}, {@code
   * SRCH} for a search, {@code EXT} for an extended operation.
   */
  List<List<String>> requests() {
    Map<String, Map<String, String>> connections = new LinkedHashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .map(REQUEST::matcher)
          .filter(Matcher::find)
          .forEach(
              request ->
                  connections
                      .computeIfAbsent(request.group(1), connection -> new LinkedHashMap<>())
                      .putIfAbsent(request.group(2), request.group(3)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return connections.values().stream().map(requests -> List.copyOf(requests.values())).toList();
  }
}
