// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The running program of a server, which has a folder of its own. */
final class ServerProcess implements AutoCloseable {

  /** Two minutes: a server in Java is slow on a busy machine. */
  private static final int ATTEMPTS = 2400;

  private static final int MILLIS_BETWEEN_ATTEMPTS = 50;

  private final Path folder;
  private final Process process;

  private ServerProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts a program, whose output goes into a file. */
  static ServerProcess start(Path folder, List<String> command) throws IOException {
    return new ServerProcess(folder, launch(folder, Map.of(), command));
  }

  /** Runs a program to its end. */
  static void run(Path folder, List<String> command) throws IOException {
    run(folder, Map.of(), command);
  }

  /** Runs a program to its end, with more variables in its environment. */
  static void run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    Process process = launch(folder, environment, command);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command.get(0) + " failed: " + Files.readString(log(folder)));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Process launch(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Path log(Path folder) {
    return folder.resolve("output.log");
  }

  /** Returns the file with the output of the program. */
  Path log() {
    return log(folder);
  }

  interface Attempt {
    LDAPConnection connect() throws LDAPException;
  }

  /** Connects. Tries again and again, because servers do not say when they listen. */
  LDAPConnection connect(Attempt attempted) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return attempted.connect();
      } catch (LDAPException notYet) {
        try {
          if (process.waitFor(MILLIS_BETWEEN_ATTEMPTS, TimeUnit.MILLISECONDS)) {
            throw new IOException("the server ended: " + Files.readString(log()));
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException(e);
        }
      }
    }
    process.destroy();
    throw new IOException("the server does not answer: " + Files.readString(log()));
  }

  /** Pauses the process: connections stay open, and no request is answered. */
  void pause() {
    signal("STOP");
  }

  /** Resumes a paused process. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      run(folder, List.of("kill", "-" + name, Long.toString(process.pid())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process at once, as a crash does. The folder stays. */
  void kill() {
    await(process.destroyForcibly());
  }

  /** Ends the process in its own time. The folder stays. */
  void stop() {
    if (process.isAlive()) {
      resume();
    }
    process.destroy();
    await(process);
  }

  private static void await(Process ending) {
    try {
      ending.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process and deletes the folder. */
  @Override
  public void close() {
    stop();
    try {
      Scratch.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
