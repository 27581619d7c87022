// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server in a temporary folder, on a free port of the loopback interface. */
final class PostgresServer implements AutoCloseable {

  static final String USER = "webapp";
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  /** With a capability, because in some containers only root may write to /dev/null. */
  private static final List<String> AS_POSTGRES =
      List.of(
          "setpriv",
          "--reuid=postgres",
          "--regid=postgres",
          "--clear-groups",
          "--inh-caps=+dac_override",
          "--ambient-caps=+dac_override",
          "--");

  private final Path programs;
  private final Path folder;
  private final int port = freePort();
  private int databases;

  private PostgresServer(Path programs) throws IOException {
    this.programs = programs;
    this.folder = Files.createTempDirectory("ldapauth-postgres");
    if (isRoot()) { // PostgreSQL refuses to run as root
      run("chown", "postgres", folder.toString());
    }
    runAsUser("initdb", "--auth=trust", "--username=" + USER, "--encoding=UTF8", "--no-sync");
    runAsUser(
        "pg_ctl",
        "start",
        "--wait",
        "--log=" + folder.resolve("log"),
        "--options=-F -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -p " + port);
  }

  /** Starts a server, or skips the calling test if none is installed. */
  static PostgresServer start() {
    Optional<Path> programs = programs();
    assumeTrue(
        programs.isPresent(),
        "no PostgreSQL server is installed (Debian package postgresql): test skipped");
    try {
      return new PostgresServer(programs.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> programs() {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the URL of a new database. */
  String newDatabase() {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/";
    String name = "webapp" + ++databases;
    try (Connection connection = DriverManager.getConnection(url + "postgres", USER, "")) {
      connection.createStatement().execute("create database " + name);
      return url + name;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private void runAsUser(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(AS_POSTGRES);
    }
    command.add(programs.resolve(program).toString());
    command.add("--pgdata=" + folder);
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    Path output = Files.createTempFile("ldapauth-postgres", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile()) // the user may not be allowed into the current one
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(output);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the server and deletes the folder. */
  @Override
  public void close() {
    try {
      runAsUser("pg_ctl", "stop", "--wait", "--mode=immediate");
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
