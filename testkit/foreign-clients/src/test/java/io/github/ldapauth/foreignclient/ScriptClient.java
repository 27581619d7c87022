// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A client in another language, whose script tells all stories in one process.
 *
 * @param check the command that succeeds where the client is installed
 */
record ScriptClient(
    String name, String interpreter, String script, String packages, List<String> check)
    implements ForeignClient {

  static List<ScriptClient> all() {
    return List.of(
        new ScriptClient(
            "ldap-utils", "bash", "client.sh", "ldap-utils", List.of("ldapwhoami", "-VV")),
        new ScriptClient(
            "Python ldap3",
            "/usr/bin/python3",
            "client.py",
            "python3-ldap3",
            List.of("/usr/bin/python3", "-c", "import ldap3")),
        new ScriptClient(
            "PHP",
            "php",
            "client.php",
            "php-cli and php-ldap",
            List.of("php", "-r", "exit(function_exists('ldap_connect') ? 0 : 1);")),
        new ScriptClient(
            "Perl Net::LDAP",
            "perl",
            "client.pl",
            "libnet-ldap-perl and libio-socket-ssl-perl",
            List.of("perl", "-MNet::LDAP", "-MIO::Socket::SSL", "-e", "1")));
  }

  @Override
  public void assumeInstalled() {
    assumeTrue(
        succeeds(check),
        name + " is not installed (Debian packages " + packages + "): test skipped");
  }

  private static boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Map<Story, String> tell(Target target) throws IOException {
    Path file = Files.createTempFile("ldapauth-client", script);
    try (InputStream source = ScriptClient.class.getResourceAsStream(script)) {
      Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
      Process process =
          new ProcessBuilder(
                  interpreter,
                  file.toString(),
                  "127.0.0.1",
                  String.valueOf(target.port()),
                  String.valueOf(target.ldapsPort()),
                  target.authority().toString(),
                  target.dn(changer()),
                  target.base(),
                  target.login(),
                  target.isActiveDirectory() ? UnicodePasswords.ATTRIBUTE : "RFC 3062")
              .redirectErrorStream(true)
              .start();
      Map<Story, String> outcomes =
          outcomes(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      if (target.isActiveDirectory()) {
        outcomes.remove(Story.SCHEMA);
      }
      return outcomes;
    } finally {
      Files.delete(file);
    }
  }

  private static Map<Story, String> outcomes(String printed) {
    Map<Story, String> outcomes = new EnumMap<>(Story.class);
    for (Story story : Story.values()) {
      String key = story.name().toLowerCase(Locale.ROOT) + "=";
      outcomes.put(
          story,
          printed
              .lines()
              .filter(line -> line.startsWith(key))
              .map(line -> line.substring(key.length()).strip())
              .findFirst()
              .orElse("printed " + printed));
    }
    return outcomes;
  }
}
