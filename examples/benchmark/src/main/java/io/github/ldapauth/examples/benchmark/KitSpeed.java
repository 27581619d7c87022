// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the test kit beside the SDK's in-memory server that it is made of. */
@Command(
    name = "kit",
    mixinStandardHelpOptions = true,
    description =
        "Measures the start of the test kit, and filters on what it computes, beside the SDK's"
            + " in-memory server and an equality filter that finds as many entries.")
final class KitSpeed implements Callable<Integer> {

  private static final String BASE = "dc=example,dc=com";

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(names = "--people", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "5000")
  private int people;

  @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "9")
  private int rounds;

  private final Map<String, List<Double>> ratios = new LinkedHashMap<>();

  private interface Step {
    void run() throws LDAPException;
  }

  @Override
  public Integer call() throws LDAPException {
    for (int round = 0; round < rounds; round++) {
      measure();
    }
    var out = spec.commandLine().getOut();
    out.println("| " + people + " people, beside the SDK's server | median | all rounds |");
    out.println("|---|---|---|");
    ratios.forEach(
        (what, all) -> {
          List<Double> sorted = all.stream().sorted().toList();
          out.printf(
              Locale.ROOT,
              "| %s | %.2f | %.2f to %.2f |%n",
              what,
              sorted.get(sorted.size() / 2),
              sorted.get(0),
              sorted.get(sorted.size() - 1));
        });
    out.flush();
    return 0;
  }

  private void measure() throws LDAPException {
    List<InMemoryDirectoryServer> started = new ArrayList<>();
    double start = seconds(() -> started.add(bare()));
    InMemoryDirectoryServer bare = started.get(0);
    double filter = search(bare.getListenPort(), "(employeeType=all)");
    bare.shutDown(true);
    for (ServerKind kind : ServerKind.values()) {
      measure(kind, start, filter);
    }
  }

  private void measure(ServerKind kind, double bareStart, double bareFilter) throws LDAPException {
    TestDirectoryBuilder description = description(kind);
    List<TestDirectory> started = new ArrayList<>();
    record(kind + ": start", seconds(() -> started.add(description.start())) / bareStart);
    try (TestDirectory directory = started.get(0)) {
      if (kind != ServerKind.PLAIN) {
        String group = directory.dn("all");
        record(
            kind + ": memberOf", search(directory.port(), "(memberOf=" + group + ")") / bareFilter);
        if (kind == ServerKind.ACTIVE_DIRECTORY) {
          String inChain = "(memberOf:1.2.840.113556.1.4.1941:=" + group + ")";
          record(kind + ": in-chain", search(directory.port(), inChain) / bareFilter);
        }
      }
    }
  }

  private void record(String what, double ratio) {
    ratios.computeIfAbsent(what, any -> new ArrayList<>()).add(ratio);
  }

  private InMemoryDirectoryServer bare() throws LDAPException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
    config.setSchema(null);
    InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
    server.add(
        new Entry(BASE, new Attribute("objectClass", "domain"), new Attribute("dc", "example")));
    for (int i = 0; i < people; i++) {
      Entry person = new Entry("uid=user" + i + "," + BASE);
      person.addAttribute("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson");
      person.addAttribute("uid", "user" + i);
      person.addAttribute("cn", "user" + i);
      person.addAttribute("sn", "user" + i);
      person.addAttribute("employeeType", "all");
      person.addAttribute("userPassword", "secret");
      server.add(person);
    }
    server.startListening();
    return server;
  }

  private TestDirectoryBuilder description(ServerKind kind) {
    TestDirectoryBuilder description = TestDirectory.builder().like(kind);
    String[] names = IntStream.range(0, people).mapToObj(i -> "user" + i).toArray(String[]::new);
    for (String name : names) {
      description.user(name, "secret");
    }
    return description
        .administrator("cn=root," + BASE, "secret")
        .group("all", group -> group.members(names));
  }

  /** Returns how long a search takes that finds all people. */
  private double search(int port, String filter) throws LDAPException {
    try (LDAPConnection client = new LDAPConnection("127.0.0.1", port)) {
      if (!filter.contains("employeeType")) {
        client.bind("cn=root," + BASE, "secret");
      }
      return seconds(
          () -> {
            int found = client.search(BASE, SearchScope.SUB, filter).getEntryCount();
            if (found < people) {
              throw new IllegalStateException(filter + " found " + found + " entries");
            }
          });
    }
  }

  private static double seconds(Step step) throws LDAPException {
    long before = System.nanoTime();
    step.run();
    return (System.nanoTime() - before) / 1e9;
  }
}
