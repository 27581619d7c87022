// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.realserver.SambaAd;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the ways to read nested groups from Samba, an Active Directory domain controller. */
@Command(
    name = "groups",
    mixinStandardHelpOptions = true,
    description =
        "Measures the ways to read nested groups from Samba, which it starts as root on port 389."
            + " Each round looks the user up once in each way.")
final class GroupsOfSamba implements Callable<Integer> {

  private static final String USERS = "CN=Users," + SambaAd.BASE;
  private static final String PASSWORD = "Secret-42";
  private static final String IN_CHAIN = "`inChain().withPrimaryGroup()`";
  private static final int DEPTH = 5;
  private static final Duration PATIENT = Duration.ofMinutes(2);

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--groups",
      description = "Groups of the domain. Default: ${DEFAULT-VALUE}.",
      defaultValue = "500")
  private int groups;

  @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "21")
  private int rounds;

  @Override
  public Integer call() throws IOException, LDAPException, LDIFException {
    try (SambaAd samba = SambaAd.start(TestCertificates.forHosts("localhost", "127.0.0.1"))) {
      populate(samba);
      Map<String, double[]> millis = measure(samba);
      print(millis);
    }
    return 0;
  }

  /** A user in a chain of groups, and groups with one other member each. */
  private void populate(SambaAd samba) throws IOException, LDAPException, LDIFException {
    for (String name : List.of("svc", "alice", "bob")) {
      samba.addUser(
          new Entry(
              "dn: " + dn(name),
              "objectClass: user",
              "sAMAccountName: " + name,
              "userAccountControl: 512"),
          PASSWORD);
    }
    try (LDAPConnection administrator = samba.connect()) {
      String member = dn("alice");
      for (int i = 0; i < DEPTH; i++) {
        administrator.add(group("level" + i, member));
        member = dn("level" + i);
      }
      for (int i = DEPTH; i < groups; i++) {
        administrator.add(group("other" + i, dn("bob")));
      }
    }
  }

  private static String dn(String name) {
    return "CN=" + name + "," + USERS;
  }

  private static Entry group(String name, String member) throws LDIFException {
    return new Entry(
        "dn: " + dn(name), "objectClass: group", "sAMAccountName: " + name, "member: " + member);
  }

  private Map<String, double[]> measure(SambaAd samba) {
    GroupType inChain = GroupType.groupOfNames().inChain().withPrimaryGroup();
    GroupType nested = GroupType.groupOfNames().nested().withPrimaryGroup();
    Map<String, LdapAuthenticator<LdapUser>> ways = new LinkedHashMap<>();
    ways.put("`tokenGroups(…)`", reading(samba, GroupLookup.tokenGroups(SambaAd.BASE)));
    ways.put(IN_CHAIN, reading(samba, GroupLookup.search(SambaAd.BASE, inChain)));
    ways.put(
        "`nested().withPrimaryGroup()`", reading(samba, GroupLookup.search(SambaAd.BASE, nested)));
    Map<String, double[]> millis = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) { // the first one opens connections
      for (Map.Entry<String, LdapAuthenticator<LdapUser>> way : ways.entrySet()) {
        long start = System.nanoTime();
        requireChain(way.getValue().lookup("alice").orElseThrow());
        if (round >= 0) {
          millis.computeIfAbsent(way.getKey(), any -> new double[rounds])[round] =
              (System.nanoTime() - start) / 1e6;
        }
      }
    }
    ways.values().forEach(LdapAuthenticator::close);
    return millis;
  }

  private static LdapAuthenticator<LdapUser> reading(SambaAd samba, GroupLookup groups) {
    LdapServer server =
        LdapServer.ldaps(samba.ldapsHostAndPort())
            .trustedCertificates(samba.authority())
            .responseTimeout(PATIENT);
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(server, UserLookup.search(USERS, "(sAMAccountName={username})"))
            .serviceAccount(dn("svc"), PASSWORD)
            .groups(groups)
            .timeLimit(PATIENT)
            .build());
  }

  private static void requireChain(LdapUser user) {
    List<String> chain =
        Stream.concat(
                IntStream.range(0, DEPTH).mapToObj(i -> "level" + i), Stream.of("Domain Users"))
            .toList();
    if (!user.groups().names().containsAll(chain)) {
      throw new IllegalStateException("only " + user.groups().names());
    }
  }

  private void print(Map<String, double[]> millis) {
    var out = spec.commandLine().getOut();
    double inChain = median(Objects.requireNonNull(millis.get(IN_CHAIN)));
    out.printf("| `lookup(…)`, %d groups, %d rounds | median | of in-chain |%n", groups, rounds);
    out.println("|---|---|---|");
    millis.forEach(
        (way, times) ->
            out.printf(
                Locale.ROOT,
                "| %s | %.1f ms | %.3f |%n",
                way,
                median(times),
                median(times) / inChain));
    out.flush();
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
