// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.caching;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** A Valkey or Redis server in a temporary folder, on a free port of the loopback interface. */
final class RedisServer implements AutoCloseable {

  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/bin/valkey-server"), Path.of("/usr/bin/redis-server"));
  private static final String USER = "ldapauth";

  private final String password = UUID.randomUUID().toString();
  private final int port = freePort();
  private final Path folder;
  private final Path configuration;
  private final Process process;

  private RedisServer(Path program) throws IOException {
    folder = Files.createTempDirectory("ldapauth-redis");
    configuration = Files.writeString(folder.resolve("redis.conf"), configuration());
    process =
        new ProcessBuilder(program.toString(), configuration.toString())
            .redirectErrorStream(true)
            .start();
    awaitReady(process.inputReader());
  }

  /** Starts a server, or skips the calling test if none is installed. */
  static RedisServer start() {
    Optional<Path> program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    assumeTrue(
        program.isPresent(),
        "no valkey-server or redis-server is installed (Debian package redis-server): test"
            + " skipped");
    try {
      return new RedisServer(program.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one account may read and write keys of the cache, and nothing else. */
  private String configuration() {
    return String.join(
        "\n",
        "bind 127.0.0.1",
        "port " + port,
        "save \"\"",
        "dir " + folder,
        "user default off",
        "user %s on >%s ~%s* -@all +get +set".formatted(USER, password, RedisLookupCache.PREFIX),
        "");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitReady(BufferedReader output) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains("Ready to accept connections")) {
        return;
      }
      seen.append(line).append('\n');
    }
    throw new IOException("the server ended: " + seen);
  }

  HostAndPort address() {
    return new HostAndPort("127.0.0.1", port);
  }

  DefaultJedisClientConfig.Builder login() {
    return DefaultJedisClientConfig.builder().user(USER).password(password);
  }

  /** Ends the process and deletes the folder. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
      Files.deleteIfExists(configuration);
      Files.deleteIfExists(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
