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
  private static final int SEARCHES = 5;
  private static final int STARTS = 50;
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

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
    for (int round = 0; round <= rounds; round++) {
      if (round == 1) {
        // The first round pays for compiling.
        ratios.clear();
      }
      for (ServerKind kind : ServerKind.values()) {
        measure(kind);
      }
      record("tls(): start / without, 1 person", small(true) / small(false));
    }
    var out = spec.commandLine().getOut();
    out.println("| " + people + " people, CPU time / SDK's server | median | all rounds |");
    out.println("|---|---|---|");
    ratios.forEach(
        (what, all) -> {
          out.printf(
              Locale.ROOT,
              "| %s | %.2f | %.2f to %.2f |%n",
              what,
              median(all),
              Collections.min(all),
              Collections.max(all));
        });
    out.flush();
    return 0;
  }

  private void measure(ServerKind kind) throws LDAPException {
    TestDirectoryBuilder description = description(kind);
    List<TestDirectory> started = new ArrayList<>();
    double kitStart = seconds(() -> started.add(description.start()));
    try (TestDirectory kit = started.get(0)) {
      List<InMemoryDirectoryServer> bare = new ArrayList<>();
      String memberOf = kind == ServerKind.OPEN_DJ ? "isMemberOf" : "memberOf";
      List<Entry> entries = entries(kit, memberOf);
      double bareStart = seconds(() -> bare.add(bare(entries)));
      record(kind + ": start", kitStart / bareStart);
      String group = kit.dn("all");
      String filter = "(" + memberOf + "=" + group + ")";
      int port = bare.get(0).getListenPort();
      if (kind != ServerKind.PLAIN) {
        compare(kind + ": " + memberOf, kit.port(), filter, port, filter);
      }
      if (kind == ServerKind.ACTIVE_DIRECTORY) {
        String inChain = "(memberOf:1.2.840.113556.1.4.1941:=" + group + ")";
        compare(kind + ": in-chain", kit.port(), inChain, port, filter);
      }
      bare.get(0).shutDown(true);
    }
  }

  /** Returns how long small directories take to start. */
  private static double small(boolean tls) throws LDAPException {
    return seconds(
        () -> {
          for (int i = 0; i < STARTS; i++) {
            TestDirectoryBuilder description = TestDirectory.builder().user("alice", PASSWORD);
            (tls ? description.tls() : description).start().close();
          }
        });
  }

  /** Searches both in turn, and records the ratio of what is usual for each. */
  private void compare(String what, int kit, String filter, int bare, String equality)
      throws LDAPException {
    List<Double> ofKit = new ArrayList<>();
    List<Double> ofBare = new ArrayList<>();
    for (int i = 0; i < SEARCHES; i++) {
      ofKit.add(search(kit, filter));
      ofBare.add(search(bare, equality));
    }
    record(what, median(ofKit) / median(ofBare));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private void record(String what, double ratio) {
    ratios.computeIfAbsent(what, any -> new ArrayList<>()).add(ratio);
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

  /** Returns how long a search takes that finds all people, client and server together. */
  private double search(int port, String filter) throws LDAPException {
    try (LDAPConnection client = new LDAPConnection("127.0.0.1", port, ROOT, PASSWORD)) {
      return seconds(
          () -> {
            int found = client.search(BASE, SearchScope.SUB, filter, "*", "+").getEntryCount();
            if (found < people) {
              throw new IllegalStateException(filter + " found " + found + " entries");
            }
          });
    }
  }

  /** Returns the CPU time of this process, which other processes disturb less than the clock. */
  private static double seconds(Step step) throws LDAPException {
    long before = MACHINE.getProcessCpuTime();
    step.run();
    return (MACHINE.getProcessCpuTime() - before) / 1e9;
  }
}
