// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.standalone;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import com.unboundid.ldif.TrailingSpaceBehavior;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a directory in memory until it is stopped. */
@Command(
    name = "java -jar ldapauth-testkit-standalone.jar",
    mixinStandardHelpOptions = true,
    versionProvider = StandaloneDirectory.Version.class,
    showDefaultValues = true,
    sortOptions = false,
    description =
        "Runs an LDAP directory in memory, for tests in any language. It listens on the loopback"
            + " interface only, and no option changes that.",
    footer = {
      "Ctrl-C ends it with the exit status 130, SIGTERM with 143. The status is 1 if the directory",
      "cannot start, and 2 if an option is wrong."
    })
public final class StandaloneDirectory implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "The server that the directory imitates: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Kinds.class,
      converter = Kinds.class,
      defaultValue = "plain")
  private ServerKind kind = ServerKind.PLAIN;

  @Option(
      names = "--ldif",
      paramLabel = "FILE",
      description = "A file of entries; may be repeated.",
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--base-dn",
      paramLabel = "DN",
      description = "The base. Default: the first entry of the first file, or dc=example,dc=com.",
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  private @Nullable String baseDn;

  @Option(
      names = "--user",
      paramLabel = "NAME:PASSWORD",
      description = "A user besides those of the files; may be repeated.",
      converter = Login.Reader.class,
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  private List<Login> users = new ArrayList<>();

  @Option(
      names = "--administrator",
      paramLabel = "DN:PASSWORD",
      description = "An administrator that has no entry; may be repeated.",
      converter = Login.Reader.class,
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  private List<Login> administrators = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port for clear text and StartTLS; 0 for a free one.",
      converter = Port.class,
      defaultValue = "3389")
  private int port;

  @Option(
      names = "--ldaps-port",
      paramLabel = "PORT",
      description = "The port for ldaps, with --tls; 0 for a free one.",
      converter = Port.class,
      defaultValue = "3636")
  private int ldapsPort;

  @Option(
      names = "--tls",
      paramLabel = "FILE",
      description = "Offers StartTLS and ldaps, and writes the new authority's certificate there.")
  private @Nullable Path authority;

  @Option(names = "--bind-required", description = "Refuses anonymous searches.")
  private boolean bindRequired;

  @Option(names = "--tls-required", description = "Refuses passwords without TLS; needs --tls.")
  private boolean tlsRequired;

  private StandaloneDirectory() {}

  /** Starts the directory that the options describe, and waits. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new StandaloneDirectory())
            .setExecutionExceptionHandler(StandaloneDirectory::explain)
            .execute(args));
  }

  /** Prints what went wrong, without a stack trace. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println("cannot start: " + e.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws InterruptedException {
    TestDirectory directory = description().start();
    Runtime.getRuntime().addShutdownHook(new Thread(directory::close));
    spec.commandLine()
        .getOut()
        .println(
            "listening on "
                + directory.url()
                + (authority == null ? "" : " and " + directory.ldapsUrl())
                + ", like "
                + Kinds.name(kind));
    new CountDownLatch(1).await();
    return CommandLine.ExitCode.OK;
  }

  private TestDirectoryBuilder description() {
    TestDirectoryBuilder description = TestDirectory.builder().like(kind).port(port);
    if (tlsRequired && authority == null) {
      throw wrong("--tls-required needs --tls");
    }
    files.forEach(description::ldifFile);
    base().ifPresent(description::baseDn);
    try {
      users.forEach(user -> description.user(user.name(), user.password()));
      administrators.forEach(each -> description.administrator(each.name(), each.password()));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    if (bindRequired) {
      description.bindRequiredToSearch();
    }
    if (tlsRequired) {
      description.tlsRequiredToBind();
    }
    if (authority != null) {
      TestCertificates certificates = TestCertificates.forHosts("localhost", "127.0.0.1");
      certificates.writeAuthorityPem(authority);
      description.tls(certificates).ldapsPort(ldapsPort);
    }
    return description;
  }

  private CommandLine.ParameterException wrong(String what) {
    return new CommandLine.ParameterException(spec.commandLine(), what);
  }

  private Optional<String> base() {
    if (baseDn != null && !DN.isValidDN(baseDn)) {
      throw wrong("Invalid value for option '--base-dn': \"" + baseDn + "\" is not a DN");
    }
    return baseDn != null || files.isEmpty()
        ? Optional.ofNullable(baseDn)
        : Optional.of(firstEntry(files.get(0)));
  }

  /** Returns the DN of the first entry of a file that the kit has read already. */
  private static String firstEntry(Path file) {
    try (LDIFReader reader = new LDIFReader(file.toFile())) {
      reader.setTrailingSpaceBehavior(TrailingSpaceBehavior.STRIP);
      Entry first = reader.readEntry();
      if (first == null) {
        throw new IllegalArgumentException(file + " has no entry");
      }
      return first.getDN();
    } catch (IOException | LDIFException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = StandaloneDirectory.class.getPackage().getImplementationVersion();
      return new String[] {"ldapauth testkit " + (version == null ? "unknown" : version)};
    }
  }
}
