// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import io.github.ldapauth.realserver.SlapdUnderLoad;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** A directory with users, and the files that its clients need. */
final class Site implements AutoCloseable {

  static final String TRUST_STORE_PASSWORD = "benchmark";

  private final Population population;
  private final int connections;
  private final SlapdUnderLoad slapd;
  private final Path trustStore;

  /** Starts a directory. Clients may have this many connections for each purpose. */
  Site(Population population, int connections) throws IOException {
    this.population = population;
    this.connections = connections;
    TestCertificates certificates = TestCertificates.forHosts("127.0.0.1");
    trustStore = Files.createTempFile("ldapauth-benchmark", ".p12");
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      certificates.trustStore().store(out, TRUST_STORE_PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    slapd = SlapdUnderLoad.start(certificates, Population.BASE, population.ldif());
  }

  Population population() {
    return population;
  }

  SlapdUnderLoad slapd() {
    return slapd;
  }

  /** Starts a process that may use all connections, and checks what it does. */
  WorkerProcess worker(Kind kind, boolean tls) throws IOException {
    String url =
        tls ? "ldaps://127.0.0.1:" + slapd.ldapsPort() : "ldap://127.0.0.1:" + slapd.port();
    return checked(start(kind, url, connections, tls ? trustStore : null));
  }

  /** Starts a process that opens one connection for each purpose. */
  WorkerProcess lightWorker(Kind kind, int port) throws IOException {
    return start(kind, "ldap://127.0.0.1:" + port, 1, null);
  }

  private WorkerProcess start(Kind kind, String url, int initialConnections, @Nullable Path trust)
      throws IOException {
    Target target = new Target(url, initialConnections, connections);
    return WorkerProcess.start(kind, target, population.users(), trust);
  }

  private WorkerProcess checked(WorkerProcess worker) throws IOException {
    int groups = worker.check();
    if (groups != population.groupsPerUser()) {
      worker.close();
      throw new IOException(worker.kind() + " finds " + groups + " groups");
    }
    return worker;
  }

  @Override
  public void close() throws IOException {
    slapd.close();
    Files.delete(trustStore);
  }
}
