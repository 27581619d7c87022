// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.Results.no;
import static io.github.ldapauth.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tells stories through a gateway, which sees what is sent to the directory. */
abstract class ThroughGateway extends OnBothDirectories {

  static final String ALICE = person("uid=alice");
  static final String BOB = person("uid=bob");
  static final String CHARLIE = person("cn=charlie_cooper");

  Gateway gateway;

  @BeforeEach
  void open() {
    gateway = gateway();
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  static Gateway gateway() {
    return new Gateway(directory.port(), Map.of("charlie@people.test", CHARLIE));
  }

  LdapAuthConfigBuilder through(UserLookup users) {
    return LdapAuthConfig.builder(gateway.server(), users);
  }

  static UserLookup template() {
    return UserLookup.dnTemplate("uid={username}," + PEOPLE);
  }

  static UserSearchLookup search(String filter) {
    return UserLookup.search(PEOPLE, filter);
  }

  static UserSearchLookup byUid() {
    return search("(uid={username})");
  }

  static LdapAuthenticator<LdapUser> authenticator(LdapAuthConfigBuilder config) {
    return LdapAuthenticator.create(config.build());
  }

  static void isRefused(
      LdapAuthConfigBuilder config, String username, String password, RejectionReason reason) {
    try (var authenticator = authenticator(config)) {
      no(authenticator.authenticate(username, password), reason);
    }
  }

  static LdapUser signIn(LdapAuthConfigBuilder config, String username) {
    try (var authenticator = authenticator(config)) {
      return yes(authenticator.authenticate(username, "password")).ldapUser();
    }
  }

  static LdapDirectoryException getsNoAnswer(LdapAuthConfigBuilder config, Stage stage) {
    try (var authenticator = authenticator(config)) {
      return assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "password"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(stage))
          .actual();
    }
  }
}
