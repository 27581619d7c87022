// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.naming.AuthenticationException;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.PartialResultException;
import javax.naming.ReferralException;
import javax.naming.directory.BasicAttributes;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kit, driven by the JDK's own client. The module foreign-clients tells more stories to it. */
@SuppressWarnings({"BanJNDI", "JdkObsolete"}) // JNDI is what it is.
class JndiClientTest {

  private static final String ALICE = "uid=alice,ou=people,dc=example,dc=com";
  private static final String PEOPLE = "ou=people,dc=example,dc=com";

  private final TestDirectory directory =
      TestDirectory.builder()
          .user("alice", user -> user.password("wonderland").attribute("mail", "a@example.com"))
          .user("bob", "builder")
          .user("carol", "singer")
          .group("staff", "alice", "bob")
          .start();

  @AfterEach
  void end() {
    directory.close();
  }

  private static Hashtable<String, Object> environment(String url) {
    Hashtable<String, Object> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    environment.put(Context.PROVIDER_URL, url);
    return environment;
  }

  private static LdapContext bind(String url, String dn, String password) throws NamingException {
    Hashtable<String, Object> environment = environment(url);
    environment.put(Context.SECURITY_AUTHENTICATION, "simple");
    environment.put(Context.SECURITY_PRINCIPAL, dn);
    environment.put(Context.SECURITY_CREDENTIALS, password);
    return new InitialLdapContext(environment, null);
  }

  private static LdapContext anonymous(String url, String referrals) throws NamingException {
    Hashtable<String, Object> environment = environment(url);
    environment.put(Context.REFERRAL, referrals);
    return new InitialLdapContext(environment, null);
  }

  private static List<String> search(DirContext context, String filter) throws NamingException {
    SearchControls subtree = new SearchControls();
    subtree.setSearchScope(SearchControls.SUBTREE_SCOPE);
    List<String> names = new ArrayList<>();
    var results = context.search(PEOPLE, filter, subtree);
    while (results.hasMore()) {
      names.add(results.next().getNameInNamespace());
    }
    return names;
  }

  @Test
  void bindsSearchesComparesAndModifies() throws Exception {
    LdapContext context = bind(directory.url(), ALICE, "wonderland");
    assertThat(search(context, "(mail=a@example.com)")).containsExactly(ALICE);
    assertThat(compare(context, "mail", "a@example.com")).isTrue();
    assertThat(compare(context, "mail", "b@example.com")).isFalse();

    context.modifyAttributes(
        ALICE, DirContext.REPLACE_ATTRIBUTE, new BasicAttributes("mail", "new@example.com"));
    assertThat(directory.user("alice").values("mail")).containsExactly("new@example.com");
    context.close();

    directory.awaitOperation(operation -> operation.type() == Operation.Type.UNBIND);
    assertThat(directory.operations().compares().answered(6).count()).isEqualTo(1);
    assertThat(directory.operations().connections()).isEqualTo(1);
  }

  @Test
  void aliasesAreDereferencedByDefault() throws Exception {
    String alias =
        """
        dn: cn=boss,ou=people,dc=example,dc=com
        objectClass: alias
        objectClass: extensibleObject
        cn: boss
        aliasedObjectName: uid=alice,ou=people,dc=example,dc=com
        """;
    try (TestDirectory linked =
        TestDirectory.builder().user("alice", "wonderland").ldif(alias).start()) {
      LdapContext context = anonymous(linked.url(), "ignore");
      assertThat(search(context, "(objectClass=*)")).containsExactlyInAnyOrder(PEOPLE, ALICE);
      assertThat(context.getAttributes("cn=boss," + PEOPLE).get("uid").get()).isEqualTo("alice");
      context.close();
    }
  }

  /** In JNDI, a compare is a search of one entry by one value that returns nothing. */
  private static boolean compare(DirContext context, String attribute, String value)
      throws NamingException {
    SearchControls compare = new SearchControls();
    compare.setSearchScope(SearchControls.OBJECT_SCOPE);
    compare.setReturningAttributes(new String[0]);
    var results =
        context.search(
            ALICE, "(" + attribute + "={0})", new Object[] {value.getBytes(UTF_8)}, compare);
    boolean found = results.hasMore();
    results.close();
    return found;
  }

  @Test
  void wrongPasswordThrowsAuthenticationException() {
    assertThatThrownBy(() -> bind(directory.url(), ALICE, "wrong"))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("error code 49");
  }

  @Test
  void policyOfTheDirectoryReachesTheMessage() throws Exception {
    try (TestDirectory locked =
        TestDirectory.builder()
            .like(ServerKind.DIRECTORY_389)
            .user("alice", user -> user.password("x").state(AccountState.DISABLED))
            .start()) {
      assertThatThrownBy(() -> bind(locked.url(), ALICE, "x"))
          .hasMessageContaining("error code 53 - Account inactivated");
    }
  }

  @Test
  void followsAReferral() throws Exception {
    try (TestDirectory other =
        TestDirectory.builder().user("dora", user -> user.attribute("mail", "d@x")).start()) {
      directory.faults().every(Operation.Type.SEARCH).refersTo(other.url() + "/" + PEOPLE);
      LdapContext following = anonymous(directory.url(), "follow");
      assertThat(search(following, "(mail=d@x)")).hasSize(1);
      following.close();

      LdapContext throwing = anonymous(directory.url(), "throw");
      assertThatThrownBy(() -> search(throwing, "(mail=d@x)"))
          .isInstanceOfSatisfying(
              ReferralException.class,
              e -> assertThat(e.getReferralInfo()).isEqualTo(other.url() + "/" + PEOPLE));
      throwing.close();
    }
  }

  @Test
  void followsAContinuationReference() throws Exception {
    try (TestDirectory other = TestDirectory.builder().user("dora", "explorer").start()) {
      directory
          .faults()
          .every(Operation.Type.SEARCH)
          .referringTo(other.url() + "/" + PEOPLE + "??sub")
          .works();
      LdapContext following = anonymous(directory.url(), "follow");
      assertThat(search(following, "(|(uid=dora)(uid=bob))")).hasSize(2);
      following.close();

      LdapContext ignoring = anonymous(directory.url(), "ignore");
      assertThatThrownBy(() -> search(ignoring, "(|(uid=dora)(uid=bob))"))
          .isInstanceOf(PartialResultException.class);
      ignoring.close();
    }
  }

  @Test
  void fiftyThreadsAreServedAtOnce() throws Exception {
    Callable<List<String>> session =
        () -> {
          LdapContext context = bind(directory.url(), ALICE, "wonderland");
          assertThatThrownBy(() -> bind(directory.url(), ALICE, "wrong"))
              .isInstanceOf(AuthenticationException.class);
          List<String> found = search(context, "(uid=bob)");
          context.close();
          return found;
        };
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      for (Future<List<String>> found : threads.invokeAll(Collections.nCopies(50, session))) {
        assertThat(found.get()).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(directory.operations().binds("alice").answered(0).count()).isEqualTo(50);
    assertThat(directory.operations().binds("alice").answered(49).count()).isEqualTo(50);
    assertThat(directory.operations().connects().count()).isEqualTo(100);
  }
}
