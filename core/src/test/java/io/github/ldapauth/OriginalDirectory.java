// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/** Runs the directory of the original's tests, on the test kit or on a real slapd. */
public final class OriginalDirectory implements AutoCloseable {

  /** Says which program answers. */
  enum Server {
    TEST_KIT,
    SLAPD
  }

  @FunctionalInterface
  private interface Connector {
    LDAPConnection connect() throws IOException, LDAPException;
  }

  /** The kit makes these by itself. */
  private static final Set<String> MADE_BY_THE_KIT =
      Set.of("dn: o=test", "dn: ou=people,o=test", "dn: ou=groups,o=test");

  private final String url;
  private final Connector connector;
  private final Runnable stop;

  private OriginalDirectory(String url, Connector connector, Runnable stop) {
    this.url = url;
    this.connector = connector;
    this.stop = stop;
  }

  /** Starts it; skips the calling test where slapd is meant and not installed. */
  public static OriginalDirectory start(Server server) {
    return server == Server.SLAPD ? onSlapd() : onTheTestKit();
  }

  private static OriginalDirectory onTheTestKit() {
    String[] entries =
        Arrays.stream(ldif().split("\n\n"))
            .filter(entry -> !MADE_BY_THE_KIT.contains(entry.lines().findFirst().orElse("")))
            .map(entry -> entry + "\n")
            .toArray(String[]::new);
    TestDirectory kit = TestDirectory.builder().baseDn("o=test").ldif(entries).start();
    return new OriginalDirectory(
        kit.url(), () -> new LDAPConnection("127.0.0.1", kit.port()), kit::close);
  }

  private static OriginalDirectory onSlapd() {
    Slapd slapd = Slapd.startReadable(TestCertificates.forHosts("127.0.0.1"), ldif());
    return new OriginalDirectory("ldap://" + slapd.hostAndPort(), slapd::connect, slapd::close);
  }

  private static String ldif() {
    try (InputStream ldif = OriginalDirectory.class.getResourceAsStream("/original-fixture.ldif")) {
      return new String(Objects.requireNonNull(ldif).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public LdapServer server() {
    return LdapServer.url(url);
  }

  /** Returns the port for clear text, on the loopback interface. */
  public int port() {
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  /** Applies one change record (RFC 2849). */
  public void change(String... ldif) {
    try (LDAPConnection connection = connector.connect()) {
      LDIFReader.decodeChangeRecord(ldif).processChange(connection);
    } catch (IOException | LDAPException | LDIFException e) {
      throw new AssertionError("the change fails: " + String.join("|", ldif), e);
    }
  }

  @Override
  public void close() {
    stop.run();
  }
}
