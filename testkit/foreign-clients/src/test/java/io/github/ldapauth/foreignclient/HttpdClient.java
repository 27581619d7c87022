// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Apache httpd, whose mod_authnz_ldap lets users in. It tells some of the stories only. */
final class HttpdClient implements ForeignClient {

  private static final Path PROGRAM = Path.of("/usr/sbin/apache2");
  private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
  private static final int ATTEMPTS = 200;
  private static final int MILLIS_BETWEEN_ATTEMPTS = 50;

  @Override
  public String name() {
    return "Apache httpd";
  }

  @Override
  public void assumeInstalled() {
    assumeTrue(
        Files.isExecutable(PROGRAM),
        "Apache httpd is not installed (Debian package apache2-bin): test skipped");
  }

  @Override
  public Map<Story, String> tell(Target target) throws Exception {
    Path folder =
        Files.createTempDirectory(
            "ldapauth-httpd",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    int port = freePort();
    Path configuration = folder.resolve("httpd.conf");
    Files.writeString(configuration, configuration(folder, port, target));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "-f", configuration.toString(), "-DFOREGROUND")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    try {
      Site site = new Site(HttpClient.newHttpClient(), "http://127.0.0.1:" + port, process);
      site.await();
      Map<Story, String> outcomes = new EnumMap<>(Story.class);
      outcomes.put(Story.LOGIN, JavaClient.yes(site.lets("plain", Target.RIGHT)));
      outcomes.put(Story.WRONG_PASSWORD, refusal(site, folder));
      outcomes.put(
          Story.GROUPS,
          Stream.of("crew", "others", "staff")
              .filter(group -> site.lets(group, Target.RIGHT))
              .collect(Collectors.joining(" ")));
      outcomes.put(
          Story.ENCRYPTION,
          site.lets("tls", Target.RIGHT) && site.lets("ldaps", Target.RIGHT)
              ? "yes"
              : Files.readString(folder.resolve("error.log")));
      return outcomes;
    } finally {
      process.destroy();
      process.waitFor();
      delete(folder);
    }
  }

  /** The server tells the reason to its log only. */
  private static String refusal(Site site, Path folder) throws IOException {
    boolean in = site.lets("plain", Target.WRONG);
    String log = Files.readString(folder.resolve("error.log"));
    return !in && log.contains("Invalid credentials") ? "49" : log;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String configuration(Path folder, int port, Target target) throws IOException {
    Path site = Files.createDirectory(folder.resolve("site"));
    // Read by processes that do not run as root.
    Path authority = Files.copy(target.authority(), folder.resolve("ca.pem"));
    String people = "/" + target.people() + "?cn";
    String plain = target.url() + people;
    StringBuilder text =
        new StringBuilder(
            """
            ServerRoot "%1$s"
            ServerName localhost
            Listen 127.0.0.1:%2$d
            PidFile "%1$s/httpd.pid"
            DefaultRuntimeDir "%1$s"
            User www-data
            Group www-data
            ErrorLog "%1$s/error.log"
            LogLevel authnz_ldap:debug
            DocumentRoot "%3$s"
            LDAPTrustedGlobalCert CA_BASE64 "%4$s"
            LDAPCacheEntries 0
            LDAPOpCacheEntries 0
            """
                .formatted(folder, port, site, authority));
    for (String module :
        List.of(
            "mpm_event",
            "authn_core",
            "authz_core",
            "authz_user",
            "auth_basic",
            "ldap",
            "authnz_ldap")) {
      text.insert(0, "LoadModule %1$s_module %2$s/mod_%1$s.so\n".formatted(module, MODULES));
    }
    text.append(location(target, site, "plain", plain, "valid-user"))
        .append(location(target, site, "tls", plain + "\" \"STARTTLS", "valid-user"))
        .append(location(target, site, "ldaps", target.ldapsUrl() + people, "valid-user"));
    for (String group : List.of("crew", "others", "staff")) {
      String dn = "cn=" + group + "," + target.groups();
      text.append(location(target, site, group, plain, "ldap-group " + dn));
    }
    return text.toString();
  }

  private static String location(
      Target target, Path site, String name, String url, String requirement) throws IOException {
    Files.writeString(site.resolve(name), name);
    return """
        <Location "/%s">
          AuthType Basic
          AuthName "test"
          AuthBasicProvider ldap
          AuthLDAPURL "%s"
          AuthLDAPBindDN "%s"
          AuthLDAPBindPassword "%s"
          Require %s
        </Location>
        """
        .formatted(name, url, target.dn("bob"), Target.RIGHT, requirement);
  }

  /** The pages, each of which asks for a name and a password. */
  private record Site(HttpClient client, String url, Process process) {

    /** Waits until the server answers. */
    void await() throws InterruptedException {
      for (int attempt = 0; attempt < ATTEMPTS && process.isAlive(); attempt++) {
        try {
          status("none", Target.WRONG);
          return;
        } catch (IOException e) {
          TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_ATTEMPTS);
        }
      }
      throw new IllegalStateException("httpd did not start");
    }

    boolean lets(String page, String password) {
      try {
        return status(page, password) == 200;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private int status(String page, String password) throws IOException, InterruptedException {
      byte[] user = ("alice:" + password).getBytes(StandardCharsets.UTF_8);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/" + page))
              .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
