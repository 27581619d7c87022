// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the test kit beside the SDK's in-memory server that it is made of, and with TLS. */
@Command(
    name = "kit",
    mixinStandardHelpOptions = true,
    description =
        "Measures the start of the test kit, and filters on what it computes, beside the SDK's"
            + " in-memory server and an equality filter that finds as many entries.")
final class KitSpeed implements Callable<Integer> {

  private static final String BASE = "dc=example,dc=com";
  private static final String ROOT = "cn=root," + BASE;
  private static final String PASSWORD = "secret";

  /** Rounds that pay for compiling. */
  private static final int WARM_UP = 2;

  // Linux counts the CPU time of a process in steps of 10 ms, so that each step takes longer.
  private static final int STARTS = 4;
  private static final int SEARCHES = 20;
  private static final int SMALL_STARTS = 300;

  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(names = "--people", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "5000")
  private int people;

  @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "9")
  private int rounds;

  private final Map<String, List<Double>> ratios = new TreeMap<>();
  private final Random random = new Random(1);

  private interface Step {
    void run() throws LDAPException;
  }

  @Override
  public Integer call() throws LDAPException {
    List<ServerKind> kinds = new ArrayList<>(List.of(ServerKind.values()));
    for (int round = 0; round < WARM_UP + rounds; round++) {
      if (round == WARM_UP) {
        ratios.clear();
      }
      Collections.shuffle(kinds, random);
      for (ServerKind kind : kinds) {
        measure(kind);
      }
      compare(
          "tls(): start / without, 1 person",
          SMALL_STARTS,
          () -> TestDirectory.builder().user("alice", PASSWORD).tls().start().close(),
          () -> TestDirectory.builder().user("alice", PASSWORD).start().close());
    }
    var out = spec.commandLine().getOut();
    out.println("| " + people + " people, CPU time / SDK's server | median | all rounds |");
    out.println("|---|---|---|");
    ratios.forEach(
        (what, all) -> {
          Spread spread = Spread.of(all);
          out.printf(
              Locale.ROOT,
              "| %s | %.2f | %.2f to %.2f |%n",
              what,
              spread.median(),
              spread.low(),
              spread.high());
        });
    out.flush();
    return 0;
  }

  private void measure(ServerKind kind) throws LDAPException {
    TestDirectoryBuilder description = description(kind);
    try (TestDirectory kit = description.start()) {
      String memberOf = kind == ServerKind.OPEN_DJ ? "isMemberOf" : "memberOf";
      List<Entry> entries = entries(kit, memberOf);
      compare(
          kind + ": start",
          STARTS,
          () -> description.start().close(),
          () -> bare(entries).shutDown(true));
      InMemoryDirectoryServer bare = bare(entries);
      String filter = "(" + memberOf + "=" + kit.dn("all") + ")";
      Step equality = () -> search(bare.getListenPort(), filter);
      if (kind != ServerKind.PLAIN) {
        compare(kind + ": " + memberOf, SEARCHES, () -> search(kit.port(), filter), equality);
      }
      if (kind == ServerKind.ACTIVE_DIRECTORY) {
        String inChain = "(memberOf:1.2.840.113556.1.4.1941:=" + kit.dn("all") + ")";
        compare(kind + ": in-chain", SEARCHES, () -> search(kit.port(), inChain), equality);
      }
      bare.shutDown(true);
    }
  }

  /** Does both several times, one after the other, and records the ratio of their times. */
  private void compare(String what, int times, Step kit, Step measure) throws LDAPException {
    boolean kitFirst = random.nextBoolean();
    double first = seconds(times, kitFirst ? kit : measure);
    double second = seconds(times, kitFirst ? measure : kit);
    ratios
        .computeIfAbsent(what, any -> new ArrayList<>())
        .add(kitFirst ? first / second : second / first);
  }

  /** Returns what the kit holds, with the attributes that it computes. */
  private List<Entry> entries(TestDirectory kit, String memberOf) throws LDAPException {
    try (LDAPConnection client = new LDAPConnection("127.0.0.1", kit.port(), ROOT, PASSWORD)) {
      List<Entry> entries = new ArrayList<>();
      List<String> members = new ArrayList<>();
      for (Entry found :
          client.search(BASE, SearchScope.SUB, "(objectClass=*)", "*", "+").getSearchEntries()) {
        Entry entry = found.duplicate();
        if (entry.hasAttribute(memberOf)) {
          members.add(entry.getDN());
        }
        // Active Directory neither shows passwords nor all members at once.
        if (entry.hasObjectClass("person")) {
          entry.setAttribute("userPassword", PASSWORD);
        }
        entries.add(entry);
      }
      String group = kit.dn("all");
      for (Entry entry : entries) {
        if (entry.getDN().equals(group)) {
          List.copyOf(entry.getAttributes()).stream()
              .filter(attribute -> attribute.getBaseName().equals("member"))
              .forEach(attribute -> entry.removeAttribute(attribute.getName()));
          entry.setAttribute("member", members);
        }
      }
      return entries;
    }
  }

  private static InMemoryDirectoryServer bare(List<Entry> entries) throws LDAPException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
    config.setSchema(null);
    config.addAdditionalBindCredentials(ROOT, PASSWORD);
    InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
    for (Entry entry : entries) {
      server.add(entry);
    }
    server.startListening();
    return server;
  }

  private TestDirectoryBuilder description(ServerKind kind) {
    TestDirectoryBuilder description = TestDirectory.builder().like(kind);
    String[] names = IntStream.range(0, people).mapToObj(i -> "user" + i).toArray(String[]::new);
    for (String name : names) {
      description.user(name, user -> user.password(PASSWORD).attribute("employeeType", "all"));
    }
    return description.administrator(ROOT, PASSWORD).group("all", group -> group.members(names));
  }

  /** Finds all people. */
  private void search(int port, String filter) throws LDAPException {
    try (LDAPConnection client = new LDAPConnection("127.0.0.1", port, ROOT, PASSWORD)) {
      int found = client.search(BASE, SearchScope.SUB, filter, "*", "+").getEntryCount();
      if (found < people) {
        throw new IllegalStateException(filter + " found " + found + " entries");
      }
    }
  }

  /** Returns the CPU time of this process, which other processes disturb less than the clock. */
  private static double seconds(int times, Step step) throws LDAPException {
    System.gc();
    long before = MACHINE.getProcessCpuTime();
    for (int i = 0; i < times; i++) {
      step.run();
    }
    return (MACHINE.getProcessCpuTime() - before) / 1e9;
  }
}
