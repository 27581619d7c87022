// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.properties.MappingProperties;
import io.github.ldapauth.role.RoleMapping;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The configuration that the application reads. */
final class Settings {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      index = "0",
      arity = "0..1", // the commands have it too
      paramLabel = "FILE",
      description = "The properties file of the application, in UTF-8.")
  private @Nullable Path file;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      defaultValue = "ldap.",
      description = "The beginning of the keys. Default: ${DEFAULT-VALUE}")
  private String prefix = "ldap.";

  @Option(names = "--verbose", description = "Logs each request.")
  private boolean verbose;

  /** A directory, and the roles that its groups give. */
  record Opened(LdapAuthenticator<LdapUser> authenticator, Optional<RoleMapping<String>> roles)
      implements AutoCloseable {

    /** Returns the queries that give roles. */
    List<GroupQuery> roleQueries() {
      return roles.map(RoleMapping::queries).orElse(List.of());
    }

    @Override
    public void close() {
      authenticator.close();
    }
  }

  /** Reads the file. Sends nothing yet. */
  Opened open() throws IOException {
    if (file == null) {
      throw new ParameterException(command.commandLine(), "FILE is missing");
    }
    if (verbose) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    }
    Properties properties = load(file);
    LdapAuthConfig config = LdapAuthProperties.read(properties, prefix).build();
    return new Opened(LdapAuthenticator.create(config), roles(properties, config));
  }

  private Properties load(Path from) throws IOException {
    try {
      return LdapAuthProperties.load(from, prefix);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + from, e);
    } catch (IOException e) {
      throw new IOException(from + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<RoleMapping<String>> roles(Properties properties, LdapAuthConfig config) {
    MappingProperties mapping = MappingProperties.read(properties, prefix);
    return mapping.hasRoles() ? Optional.of(mapping.roles(config, name -> name)) : Optional.empty();
  }
}
