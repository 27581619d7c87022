// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.github.ldapauth.properties.LdapAuthProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The settings of the application: keys that begin with {@code app.}, and those of {@code
 * LdapAuthProperties} with {@code ldap.}.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param behindTlsProxy whether a reverse proxy with TLS is in front, and names the client last in
 *     {@code X-Forwarded-For}
 * @param stableId the attribute that is the key of accounts; empty for the user name
 * @param ldap the properties that begin with {@code ldap.}, among others; {@code ldap.role.STAFF}
 *     and {@code ldap.role.ADMINISTRATOR} give the {@link Role roles}
 */
record Settings(
    String host,
    int port,
    boolean behindTlsProxy,
    String databaseUrl,
    String databaseUser,
    String databasePassword,
    Optional<String> stableId,
    Properties ldap) {

  private static final Set<String> KEYS =
      Set.of(
          "app.host",
          "app.port",
          "app.behind-tls-proxy",
          "app.database.url",
          "app.database.user",
          "app.database.password",
          "app.stable-id");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  /** Refuses to take passwords in clear text from other machines. */
  Settings {
    if (!behindTlsProxy && !LOOPBACK.contains(host)) {
      throw new IllegalArgumentException(
          "app.host "
              + host
              + ": passwords would travel in clear text; listen on localhost, and"
              + " set app.behind-tls-proxy for a proxy that adds TLS");
    }
  }

  static Settings read(Path file) throws IOException {
    return of(LdapAuthProperties.load(file, ""));
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException with the key, if one is missing, unknown or unusable
   */
  static Settings of(Properties properties) {
    Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
    unknown.removeIf(key -> KEYS.contains(key) || key.startsWith("ldap."));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + unknown);
    }
    return new Settings(
        properties.getProperty("app.host", "localhost"),
        value(properties, "app.port", "8080", Integer::valueOf),
        value(properties, "app.behind-tls-proxy", "false", Settings::bool),
        properties.getProperty("app.database.url", Database.EMBEDDED),
        properties.getProperty("app.database.user", ""),
        properties.getProperty("app.database.password", ""),
        Optional.ofNullable(properties.getProperty("app.stable-id")),
        properties);
  }

  private static <T> T value(
      Properties properties, String key, String standard, Function<String, T> reader) {
    try {
      return reader.apply(properties.getProperty(key, standard).strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is neither true nor false");
    };
  }

  /** Returns the text without passwords. */
  @Override
  public String toString() {
    return "Settings[" + host + ":" + port + "]";
  }
}
