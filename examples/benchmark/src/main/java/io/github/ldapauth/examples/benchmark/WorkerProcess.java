// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link Worker} in a JVM of its own. */
final class WorkerProcess implements AutoCloseable {

  private final Kind kind;
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;
  private final long startNanos;

  private WorkerProcess(Kind kind, Process process, long begin) throws IOException {
    this.kind = kind;
    this.process = process;
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    if (!answer().equals(Worker.READY)) {
      throw new IOException(kind + " is not ready");
    }
    startNanos = System.nanoTime() - begin;
  }

  /**
   * Starts a process, and returns after its first sign-in.
   *
   * @param trustStore for ldaps
   */
  static WorkerProcess start(Kind kind, Target target, int users, @Nullable Path trustStore)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    if (trustStore != null) {
      command.add("-Djavax.net.ssl.trustStore=" + trustStore);
      command.add("-Djavax.net.ssl.trustStorePassword=" + Site.TRUST_STORE_PASSWORD);
    }
    command.addAll(List.of("-cp", ClassPath.with(kind::uses), Worker.class.getName()));
    command.add(kind.name());
    command.add(target.url());
    command.add(Integer.toString(target.initialConnections()));
    command.add(Integer.toString(target.maxConnections()));
    command.add(Integer.toString(users));
    command.add(Population.username(0));
    command.add(Population.password(0));
    long begin = System.nanoTime();
    return new WorkerProcess(
        kind,
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(),
        begin);
  }

  Kind kind() {
    return kind;
  }

  /** Returns how long it took from the start of the JVM to the end of the first sign-in. */
  long startNanos() {
    return startNanos;
  }

  /** Returns how many groups a user has, after a wrong password was rejected. */
  int check() throws IOException {
    return Integer.parseInt(ask("check"));
  }

  /** Returns the median time of a sign-in. */
  long medianNanos(int signIns) throws IOException {
    return Long.parseLong(ask("time " + signIns));
  }

  Slice run(int threads, long millis) throws IOException {
    return Slice.fromLine(ask("run " + threads + " " + millis));
  }

  private String ask(String question) throws IOException {
    questions.println(question);
    return answer();
  }

  private String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      process.destroy();
      throw new IOException(kind + " failed");
    }
    return answer;
  }

  @Override
  public void close() {
    questions.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
