// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark.micro;

import static io.github.ldapauth.group.GroupQuery.memberOf;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A whole sign-in against a directory in the same process, whose work counts too. */
@State(Scope.Benchmark)
public class SignInBenchmark {

  private static final String STAFF = "cn=staff,ou=groups,dc=example,dc=com";

  private final TestDirectory directory =
      TestDirectory.builder()
          .user("service", user -> user.password("service password"))
          .user("alice", user -> user.password("wonderland").attribute("mail", "alice@example.com"))
          .group("staff", "alice")
          .start();

  private final LdapAuthenticator<LdapUser> authenticator =
      LdapAuthenticator.create(
          LdapAuthConfig.builder(
                  LdapServer.url(directory.url()),
                  UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
              .serviceAccount(directory.dn("service"), "service password")
              .groups(GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames()))
              .require(memberOf(STAFF))
              .build());

  @Benchmark
  public AuthenticationResult<LdapUser> rightPassword() {
    return authenticator.authenticate("alice", "wonderland");
  }

  @Benchmark
  public AuthenticationResult<LdapUser> wrongPassword() {
    return authenticator.authenticate("alice", "looking glass");
  }

  @TearDown
  public void close() {
    authenticator.close();
    directory.close();
  }
}
