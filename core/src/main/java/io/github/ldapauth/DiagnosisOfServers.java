// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.DiagnosisLog.Finding;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part of a diagnosis that needs no user: all probes of a configuration, once per server. */
final class DiagnosisOfServers {

  private static final String SERVER = "LdapServer";
  private static final String ACCOUNT = "serviceAccount";
  private static final int INVALID_CREDENTIALS = 49;

  /** The client's codes for a broken connection, an unreadable answer, and none in time. */
  private static final Set<Integer> UNANSWERED = Set.of(81, 84, 85, 91);

  private static final Probe SERVICE_BIND =
      new Probe(
          Step.SERVICE_BIND,
          ACCOUNT,
          session ->
              session
                  .bindServiceAccount()
                  .map(warning -> Finding.warning(warning, ""))
                  .orElseGet(Finding::passed));

  private final LdapAuthConfig config;
  private final List<Probe> probes = new ArrayList<>();
  private final DiagnosisLog log;
  private boolean isPasswordWrong;
  private boolean works;

  /**
   * Prepares the checks.
   *
   * @param ofSettings the probes of the settings
   */
  DiagnosisOfServers(LdapAuthConfig config, List<Probe> ofSettings, DiagnosisLog log) {
    this.config = config;
    this.log = log;
    if (!config.serviceAccount().isAnonymous()) {
      probes.add(SERVICE_BIND);
    }
    probes.addAll(ofSettings);
  }

  /**
   * Checks all servers.
   *
   * @param directories the directories by the names of their servers; the first one has none
   * @return whether a sign-in can reach any of them
   */
  boolean run(Map<String, Directory> directories) {
    config
        .serviceAccount()
        .problem()
        .ifPresent(what -> log.add(Step.PREPARE, "", Finding.warning(ACCOUNT + " " + what, "")));
    directories.forEach(this::checkAll);
    return works;
  }

  private void checkAll(String name, Directory directory) {
    String prefix = name.isEmpty() ? "" : "server " + name + " ";
    long start = System.nanoTime();
    try {
      directory.perAddress(config.timeLimit()).forEach(server -> check(prefix, server));
    } catch (LdapDirectoryException e) {
      log.add(Step.PREPARE, prefix + SERVER, Finding.failed(e), DiagnosisLog.since(start));
    }
  }

  private void check(String prefix, Directory server) {
    try (server) {
      var addresses = new DiagnosisOfAddresses(server, config.timeLimit(), prefix + SERVER, log);
      if (!addresses.run()) {
        skip(prefix, probes, "no connection to " + server + " could be opened");
      } else if (isPasswordWrong) {
        // One more bind with a wrong password could lock the account.
        skip(prefix, probes, "another server rejected the password of the service account");
      } else {
        ask(prefix, server);
      }
    }
  }

  /** Runs the probes at one server, up to a failure that ends them early. */
  private void ask(String prefix, Directory server) {
    try (DirectorySession session = server.openSession(config.timeLimit())) {
      for (Probe probe : probes) {
        if (!ask(prefix, server, probe, session)) {
          List<Probe> left = probes.subList(probes.indexOf(probe) + 1, probes.size());
          skip(prefix, left, "a step before failed at " + server);
          return;
        }
      }
      works = true;
    }
  }

  /** Runs a probe, and returns whether the next one can be sent. */
  private boolean ask(String prefix, Directory server, Probe probe, DirectorySession session) {
    long start = System.nanoTime();
    int sent = session.requests().size();
    Step step = probe.step();
    String setting = probe.setting();
    Finding finding;
    boolean isAnswered = true;
    try {
      finding = probe.check().apply(session).at(server.toString());
    } catch (LdapDirectoryException e) {
      isAnswered = isOfSetting(e) && KindCheck.isAnswer(e);
      isPasswordWrong |= isWrongPassword(e);
      step = isOfSetting(e) ? step : stepOf(e.stage());
      setting = isOfSetting(e) ? setting : settingOf(e);
      finding = Finding.failed(String.valueOf(e.getMessage()), "");
    }
    List<String> requests = DiagnosisLog.requests(session, sent);
    log.add(step, prefix + setting, finding.with(requests), DiagnosisLog.since(start));
    return isAnswered;
  }

  private void skip(String prefix, List<Probe> left, String because) {
    left.forEach(
        probe -> log.add(probe.step(), prefix + probe.setting(), Finding.skipped(because)));
  }

  private static boolean isWrongPassword(LdapDirectoryException e) {
    return e.stage() == Stage.SERVICE_BIND && e.resultCode().orElse(-1) == INVALID_CREDENTIALS;
  }

  /** Returns whether a failure is that of the probe, not of the way to the server. */
  private static boolean isOfSetting(LdapDirectoryException e) {
    return switch (e.stage()) {
      case CONNECT, TLS, SERVICE_BIND -> false;
      default -> true;
    };
  }

  private static Step stepOf(Stage stage) {
    return switch (stage) {
      case TLS -> Step.TLS;
      case SERVICE_BIND -> Step.SERVICE_BIND;
      default -> Step.CONNECT;
    };
  }

  /** A bind without an answer says nothing about the account. */
  private static String settingOf(LdapDirectoryException e) {
    return e.stage() == Stage.SERVICE_BIND && !UNANSWERED.contains(e.resultCode().orElse(0))
        ? ACCOUNT
        : SERVER;
  }
}
