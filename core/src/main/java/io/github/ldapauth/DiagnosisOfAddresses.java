// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.DiagnosisLog.Finding;
import io.github.ldapauth.LdapDiagnosis.Status;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.AddressProbe;
import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.ServerTls;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a diagnosis that connects to each address of one server.
 *
 * @param setting the setting of the servers, with the name of the server if it has one
 */
record DiagnosisOfAddresses(Directory server, Duration limit, String setting, DiagnosisLog log) {

  /** One attempt, with the TLS of a connection or the failure to open one. */
  private record Attempt(
      AddressProbe address,
      Optional<ServerTls> tls,
      @Nullable LdapDirectoryException failure,
      Duration duration) {}

  /** Tries all addresses, and returns whether one works. */
  boolean run() {
    long start = System.nanoTime();
    List<Attempt> attempts = new ArrayList<>();
    try {
      server.addressProbes(limit).forEach(address -> attempts.add(attempt(address)));
    } catch (LdapDirectoryException e) {
      Finding failed = Finding.failed(String.valueOf(e.getMessage()), hint(e));
      log.add(Step.CONNECT, setting, failed, DiagnosisLog.since(start));
    }
    boolean works = attempts.stream().anyMatch(attempt -> attempt.failure() == null);
    attempts.forEach(attempt -> report(attempt, attempts.size() > 1, works));
    return works;
  }

  private static Attempt attempt(AddressProbe address) {
    long start = System.nanoTime();
    try {
      Optional<ServerTls> tls = address.connect();
      return new Attempt(address, tls, null, DiagnosisLog.since(start));
    } catch (LdapDirectoryException e) {
      Optional<ServerTls> shown = e.stage() == Stage.TLS ? address.look() : Optional.empty();
      return new Attempt(address, shown, e, DiagnosisLog.since(start));
    }
  }

  private void report(Attempt attempt, boolean isOneOfMany, boolean works) {
    String name = isOneOfMany ? " (address " + attempt.address() + ")" : "";
    LdapDirectoryException failure = attempt.failure();
    if (failure == null || failure.stage() == Stage.TLS) {
      Finding connected = Finding.passed("connected to " + server + name);
      log.add(Step.CONNECT, setting, connected, attempt.duration());
    }
    if (failure != null) {
      Finding failed =
          new Finding(
              works ? Status.WARNING : Status.FAILED,
              List.of(failure.getMessage() + name),
              works
                  ? "sign-ins lose time at this address before they try the next"
                  : hint(failure));
      Step step = failure.stage() == Stage.TLS ? Step.TLS : Step.CONNECT;
      log.add(step, setting, failed.with(describe(attempt.tls())), attempt.duration());
    } else if (attempt.tls().isPresent()) {
      log.add(Step.TLS, setting, finding(attempt.tls().get()));
    }
  }

  /** Returns what to look at if the text of the failure is that of the operating system. */
  private static String hint(LdapDirectoryException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof UnknownHostException) {
      return "check the host in LdapServer, and DNS on this machine";
    }
    if (cause instanceof ConnectException) {
      return "check that the server runs, and the port in LdapServer";
    }
    if (cause.getClass() == CertificateException.class) {
      return "write a name of the certificate in LdapServer, or have the"
          + " certificate name this one";
    }
    boolean isTold = String.valueOf(failure.getMessage()).contains("LdapServer.");
    return cause instanceof SocketTimeoutException && !isTold
        ? "check the port in LdapServer, and firewalls; if TCP connects,"
            + " try LdapServer.startTls(...)"
        : "";
  }

  private static List<String> describe(Optional<ServerTls> shown) {
    return shown.map(tls -> tls.describe(Instant.now())).orElse(List.of());
  }

  private Finding finding(ServerTls tls) {
    Instant now = Instant.now();
    Finding finding =
        tls.isExpiring(now)
            ? Finding.warning("a certificate of " + server + " expires soon", "renew it")
            : Finding.passed("trusts " + server);
    return finding.with(tls.describe(now));
  }
}
