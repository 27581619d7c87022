// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A running slapd, on free ports of the loopback interface for clear text and ldaps. */
final class SlapdProcess implements AutoCloseable {

  /** Logs each request and its result. */
  static final int LOG_REQUESTS = 256;

  static final int LOG_NOTHING = 0;

  private static final Path PROGRAM = Path.of("/usr/sbin/slapd");
  private static final Path EXPORTER = Path.of("/usr/sbin/slapcat");

  private final Path folder;
  private final int logLevel;
  private final int port = Scratch.freePort();
  private final int ldapsPort = Scratch.freePort();
  private ServerProcess process;

  /** Starts a slapd whose folder has its {@code slapd.conf}. */
  SlapdProcess(Path folder, int logLevel) throws IOException {
    this.folder = folder;
    this.logLevel = logLevel;
    process = launch();
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  private ServerProcess launch() throws IOException {
    return ServerProcess.start(
        folder,
        List.of(
            PROGRAM.toString(),
            "-d",
            String.valueOf(logLevel),
            "-f",
            folder.resolve("slapd.conf").toString(),
            "-h",
            "ldap://" + hostAndPort() + " ldaps://" + ldapsHostAndPort()));
  }

  /** Returns the entries of a base as LDIF, as slapcat(8) writes them. */
  static String export(Path folder, String base) throws IOException {
    Path file = folder.resolve("export.ldif");
    ServerProcess.run(
        folder,
        List.of(
            EXPORTER.toString(),
            "-f",
            folder.resolve("slapd.conf").toString(),
            "-b",
            base,
            "-l",
            file.toString()));
    return Files.readString(file);
  }

  /** Connects without a bind, as soon as the server listens. */
  LDAPConnection connect() throws IOException {
    return process.connect(() -> new LDAPConnection("127.0.0.1", port));
  }

  int port() {
    return port;
  }

  int ldapsPort() {
    return ldapsPort;
  }

  String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  String ldapsHostAndPort() {
    return "127.0.0.1:" + ldapsPort;
  }

  SlapdLog log() {
    return new SlapdLog(process.log());
  }

  void pause() {
    process.pause();
  }

  void resume() {
    process.resume();
  }

  void kill() {
    process.kill();
  }

  void restart() {
    process.stop();
    try {
      process = launch();
      connect().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process and deletes the folder. */
  @Override
  public void close() {
    process.close();
  }
}
