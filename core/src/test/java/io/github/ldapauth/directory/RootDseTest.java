// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the root DSE tells of the kind of a server, and of what it can do. */
class RootDseTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static Directory open(TestDirectory directory) {
    return Directory.open(
        LdapServer.url(directory.url()), ServiceAccount.anonymous(), text -> text);
  }

  private static RootDse read(Directory directory) {
    try (DirectorySession session = directory.openSession(LIMIT)) {
      return session.rootDse(Stage.FIND_USER);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACTIVE_DIRECTORY | ACTIVE_DIRECTORY | tokenGroups, matching in chain, paged results",
        "FREE_IPA | FREE_IPA | paged results, password policy, \"Who am I?\", password modify",
        "DIRECTORY_389 | DIRECTORY_389 |"
            + " paged results, password policy, \"Who am I?\", password modify",
        "OPEN_LDAP | OPEN_LDAP | paged results, password policy, \"Who am I?\", password modify",
        "OPEN_DJ | OPEN_DJ | paged results, password policy, \"Who am I?\", password modify",
        "PLAIN | OTHER | paged results, \"Who am I?\", password modify"
      })
  void eachKindOfServerIsKnown(ServerKind server, DirectoryKind kind, String abilities) {
    try (var directory = TestDirectory.builder().like(server).start();
        var opened = open(directory)) {
      RootDse root = read(opened);

      assertThat(root.kind()).isEqualTo(kind);
      assertThat(root.abilities()).containsExactly(abilities.split(", ", -1));
      assertThat(root.namingContexts()).containsExactly("dc=example,dc=com");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Samba Team (https://www.samba.org), 4.17, OTHER",
    "389 Project, 389-Directory/2.3.1 B2025.016.1616, DIRECTORY_389",
    "Open Identity Platform Community, OpenDJ Server 4.6.1, OPEN_DJ",
    "Apache Software Foundation, 2.0.0.AM27, APACHE_DS",
    "NetIQ Corporation, LDAP Agent for NetIQ eDirectory 9.2.4, E_DIRECTORY",
    "LLDAP, lldap_0.6.1, LLDAP",
    "Kanidm Project, kanidm_ldap_1.0.0, KANIDM",
    "goauthentik.io, authentik LDAP Outpost Version 2025.2, AUTHENTIK"
  })
  void vendorTellsTheKind(String name, String version, DirectoryKind kind) {
    RootDse root = RootDse.of(attributes(Map.of("vendorName", name, "vendorVersion", version)));

    assertThat(root.kind()).isEqualTo(kind);
    assertThat(root).hasToString(kind + " (" + name + " " + version + ")");
  }

  @Test
  void sambaIsAnActiveDirectory() {
    RootDse root =
        RootDse.of(
            attributes(
                Map.of(
                    "vendorName",
                    "Samba Team (https://www.samba.org)",
                    "supportedCapabilities",
                    "1.2.840.113556.1.4.800")));

    assertThat(root.kind()).isEqualTo(DirectoryKind.SAMBA_AD);
    assertThat(root.kind().isActiveDirectory()).isTrue();
  }

  private static LdapAttributes attributes(Map<String, String> values) {
    Map<String, List<byte[]>> all = new TreeMap<>();
    values.forEach((name, text) -> all.put(name, List.of(text.getBytes(StandardCharsets.UTF_8))));
    return LdapAttributes.of(all);
  }

  @Test
  void rootDseIsReadOnce() {
    try (var directory = TestDirectory.builder().start();
        var opened = open(directory)) {
      read(opened);
      read(opened);

      assertThat(directory.operations().searches()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 50, 53})
  void serverThatShowsNoRootDseIsOfAnotherKind(int code) {
    try (var directory = TestDirectory.builder().start();
        var opened = open(directory)) {
      directory.faults().next(Type.SEARCH).answers(code, "not for you");

      assertThat(read(opened).kind()).isEqualTo(DirectoryKind.OTHER);
      assertThat(read(opened)).hasToString("of an unknown kind");
      assertThat(directory.operations().searches()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {51, 52, 80})
  void rootDseIsReadAgainAfterNoAnswer(int code) {
    try (var directory = TestDirectory.builder().like(ServerKind.OPEN_LDAP).start();
        var opened = open(directory)) {
      directory.faults().every(Type.SEARCH).answers(code, "not now");
      assertThatExceptionOfType(LdapDirectoryException.class).isThrownBy(() -> read(opened));
      directory.faults().clear();

      assertThat(read(opened).kind()).isEqualTo(DirectoryKind.OPEN_LDAP);
    }
  }
}
