// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Mistakes.mistakesOf;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Settings in text form to change for a test. */
final class SampleSettings {

  static final String PEOPLE = "ou=people,dc=example,dc=com";

  static Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ldap.server.hosts", "ldap.example.com");
    settings.put("ldap.user-search.base", PEOPLE);
    settings.put("ldap.user-search.filter", "(uid={username})");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  static Map<String, String> template(String... more) {
    Map<String, String> settings = settings(more);
    settings.keySet().removeIf(key -> key.startsWith("ldap.user-") && !List.of(more).contains(key));
    settings.put("ldap.user-dn-template", "uid={username}," + PEOPLE);
    return settings;
  }

  static List<String> mistakes(Map<String, String> settings) {
    return mistakesOf(LdapAuthProperties.read(settings, "ldap.")::build);
  }

  static Properties properties(Stream<String> lines) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(String.join("\n", lines.toList())));
    return properties;
  }

  private SampleSettings() {}
}
