// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.caching;

import io.github.ldapauth.cache.LookupCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/**
 * A look-up cache in Valkey or Redis, shared by all machines that run the application.
 *
 * <p>Anyone who can write to the server can change the groups that look-ups return. Give the
 * application an account that may only {@code GET} and {@code SET} keys that start with {@value
 * #PREFIX}, give no one else that right, and use TLS outside of this machine.
 */
public final class RedisLookupCache implements LookupCache, AutoCloseable {

  /** The start of every key. */
  public static final String PREFIX = "ldapauth:";

  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final RedisClient redis;

  /**
   * Connects when the cache is used first. Each call times out after half a second and then throws,
   * so that a slow server delays a look-up only briefly.
   *
   * @param login the account and its password, and whether the connection uses TLS
   */
  public RedisLookupCache(HostAndPort server, DefaultJedisClientConfig.Builder login) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxWait(TIMEOUT);
    redis =
        RedisClient.builder()
            .hostAndPort(server)
            .clientConfig(login.timeoutMillis((int) TIMEOUT.toMillis()).build())
            .poolConfig(pool)
            .build();
  }

  @Override
  public @Nullable String get(Key key) {
    return redis.get(PREFIX + key.text());
  }

  @Override
  public void put(Key key, String value, Duration timeToLive) {
    redis.set(PREFIX + key.text(), value, SetParams.setParams().px(timeToLive.toMillis()));
  }

  /** Closes the connections. */
  @Override
  public void close() {
    redis.close();
  }
}
