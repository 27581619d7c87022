// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A process with one contestant. It signs one user in, prints {@link #READY}, and then answers the
 * lines of its standard input. It ends with its input.
 */
final class Worker {

  /** Printed after the first sign-in. Nothing before it uses lambdas, to load no classes. */
  static final String READY = "ready";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Contestant contestant;
  private final String[] usernames;
  private final String[] passwords;
  private final AllocatedBytes allocated = new AllocatedBytes();

  private Worker(Contestant contestant, int users) {
    this.contestant = contestant;
    usernames = IntStream.range(0, users).mapToObj(Population::username).toArray(String[]::new);
    passwords = IntStream.range(0, users).mapToObj(Population::password).toArray(String[]::new);
  }

  /** Takes a kind, the parts of a target, the number of users, and the first user. */
  public static void main(String[] arguments) throws Exception {
    Target target =
        new Target(arguments[1], Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    try (Contestant contestant = Kind.valueOf(arguments[0]).open(target)) {
      Optional<Login> first = contestant.signIn(arguments[5], arguments[6]);
      if (first.isEmpty()) {
        throw new IllegalStateException("the first user is rejected");
      }
      System.out.println(READY);
      new Worker(contestant, Integer.parseInt(arguments[4])).answer();
    }
    System.exit(0); // libraries leave threads behind
  }

  private void answer() throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      System.out.println(
          switch (words[0]) {
            case "check" -> check();
            case "time" -> medianNanos(Integer.parseInt(words[1]));
            case "run" -> run(Integer.parseInt(words[1]), Long.parseLong(words[2]));
            default -> throw new IOException("unknown: " + line);
          });
    }
  }

  /** Returns how many groups a user has, after a wrong password. */
  private String check() throws Exception {
    if (contestant.signIn(usernames[0], "wrong").isPresent()) {
      throw new IllegalStateException("a wrong password is accepted");
    }
    Login login = contestant.signIn(usernames[0], passwords[0]).orElseThrow();
    if (!login.mail().equals(Population.mail(0))) {
      throw new IllegalStateException("wrong mail address: " + login);
    }
    return Integer.toString(login.groups().size());
  }

  /** Returns how long a sign-in takes, if there is no other. */
  private String medianNanos(int signIns) throws Exception {
    long[] nanos = new long[signIns];
    for (int i = 0; i < signIns; i++) {
      long start = System.nanoTime();
      signIn(i);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return Long.toString(nanos[signIns / 2]);
  }

  private void signIn(int number) throws Exception {
    int user = number % usernames.length;
    if (contestant.signIn(usernames[user], passwords[user]).isEmpty()) {
      throw new IllegalStateException("rejected: " + usernames[user]);
    }
  }

  private String run(int threads, long millis) throws InterruptedException {
    allocated.begin();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    Lap[] laps = new Lap[threads];
    for (int i = 0; i < threads; i++) {
      laps[i] = new Lap(i * 7919, start + millis * 1_000_000);
      laps[i].start();
    }
    long logins = 0;
    long bytes = 0;
    for (Lap lap : laps) {
      lap.join();
      logins += lap.logins;
      bytes += lap.bytes;
    }
    long nanos = System.nanoTime() - start;
    cpu = system.getProcessCpuTime() - cpu;
    return new Slice(logins, nanos, bytes + allocated.end(), cpu).toLine();
  }

  /** Signs in one user after the other until a moment. */
  private final class Lap extends Thread {

    private final int firstUser;
    private final long end;
    private long logins;
    private long bytes;

    Lap(int firstUser, long end) {
      this.firstUser = firstUser;
      this.end = end;
    }

    @Override
    public void run() {
      try {
        do {
          signIn(firstUser + (int) logins);
          logins++;
        } while (System.nanoTime() - end < 0);
        bytes = allocated.ofThisThread();
      } catch (Exception e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
