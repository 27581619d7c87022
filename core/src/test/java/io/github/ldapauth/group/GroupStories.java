// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.fixture.Gateway;
import io.github.ldapauth.fixture.Gateway.Request;
import io.github.ldapauth.fixture.OnBothDirectories;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads groups of users, counts the searches for them, and changes entries. */
abstract class GroupStories extends OnBothDirectories {

  static Groups groupsOf(String username, GroupLookup groups) {
    try (var authenticator = LdapAuthenticator.create(bySearch().groups(groups).build())) {
      return yes(authenticator.authenticate(username, "password")).ldapUser().groups();
    }
  }

  static List<Request> searchesFor(String username, GroupLookup groups) {
    return searchesFor("(uid={username})", username, groups);
  }

  static List<Request> searchesFor(String filter, String username, GroupLookup groups) {
    try (Gateway gateway = new Gateway(directory.port(), Map.of());
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(gateway.server(), UserLookup.search(PEOPLE, filter))
                    .groups(groups)
                    .build())) {
      assertThat(authenticator.lookup(username)).isPresent();
      return gateway.searches().stream().skip(1).toList();
    }
  }

  static void add(String dn, String... attributes) {
    directory.change(
        Stream.concat(Stream.of("dn: " + dn, "changetype: add"), Arrays.stream(attributes))
            .toArray(String[]::new));
  }

  static void delete(String... dns) {
    for (String dn : dns) {
      directory.change("dn: " + dn, "changetype: delete");
    }
  }
}
