// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.RawServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random input of all kinds, which ends in documented outcomes only. Failures name the seed. */
class FuzzTest {

  private static final long SEED = 20261128;

  private static final List<String> PARTS =
      List.of(
          "(",
          ")",
          "(&",
          "(|",
          "(!",
          "=",
          ":=",
          ":dn:",
          "~=",
          ">=",
          "<=",
          "*",
          "\\",
          "\\2",
          "\\2a",
          "\\zz",
          "{username}",
          "{",
          "}",
          "uid",
          "cn",
          "ou=people",
          "dc=example",
          ",",
          "+",
          ";",
          "#",
          "#04",
          "\"",
          "<",
          ">",
          " ",
          "\t",
          "\0",
          "\r\n",
          "\u202E",
          "\u00A0",
          "\uD83D",
          "ä",
          "2.5.4.3",
          "1.2.840.113556.1.4.1941",
          "memberOf",
          "(uid={username})",
          "*)(uid=*",
          "cn=staff,ou=groups,dc=example,dc=com",
          "(group=cn=staff,dc=example)");

  private static String text(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(
          random.nextInt(8) == 0
              ? String.valueOf((char) random.nextInt(0x3000))
              : PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  /** Runs one case, and names the input of one that ends in an undocumented way. */
  private static void run(int round, String input, Runnable scenario) {
    try {
      scenario.run();
    } catch (InvalidConfigException | LdapDirectoryException e) {
      assertThat(e.getMessage()).isNotBlank();
    } catch (RuntimeException | StackOverflowError e) {
      fail("seed " + SEED + ", round " + round + ", input " + input, e);
    }
  }

  @Test
  void configurationsAreBuiltOrListTheirMistakes() {
    Random random = new Random(SEED);
    for (int round = 0; round < 4000; round++) {
      String first = text(random, 6);
      String second = text(random, 12);
      String input = first + " | " + second;
      run(
          round,
          input,
          () ->
              LdapAuthConfig.builder(LdapServer.ldaps(first), UserLookup.search(first, second))
                  .groups(GroupLookup.search(second, GroupType.groupOfNames()).filter(second))
                  .require(GroupQuery.memberOf(second))
                  .attributes(first)
                  .serviceAccount(second, "secret")
                  .build());
      run(
          round,
          input,
          () ->
              LdapAuthConfig.builder(
                      LdapServer.ldaps("localhost"),
                      random.nextBoolean()
                          ? UserLookup.dnTemplate(second)
                          : UserLookup.bindName(second, UserLookup.search("dc=x", second)))
                  .groups(GroupLookup.memberOf(first).nameAttribute(second))
                  .build());
      run(
          round,
          input,
          () -> {
            try {
              GroupQuery.parse(second);
            } catch (IllegalArgumentException e) {
              assertThat(e.getMessage()).isNotBlank();
            }
          });
    }
  }

  @Test
  void deeplyNestedTextIsAMistakeAndNoStackOverflow() {
    for (String open : List.of("(&", "(|", "(!", "((")) {
      String deep = open.repeat(50_000) + "(uid={username})" + ")".repeat(50_000);
      run(0, open, () -> UserLookup.search("dc=x", deep).mistakes());
      run(
          0,
          open,
          () -> {
            try {
              GroupQuery.parse(deep);
            } catch (IllegalArgumentException e) {
              assertThat(e.getMessage()).isNotBlank();
            }
          });
    }
  }

  @Test
  void wrongPasswordsAndOddNamesAreRejected() {
    Random random = new Random(SEED);
    try (TestDirectory directory = Directories.people().start();
        var bySearch = LdapAuthenticator.create(Directories.config(directory).build());
        var byTemplate =
            LdapAuthenticator.create(
                Directories.config(
                        directory, UserLookup.dnTemplate("uid={username}," + Directories.PEOPLE))
                    .build())) {
      for (int round = 0; round < 2000; round++) {
        String username = text(random, 8);
        String password = text(random, 8) + "!";
        var authenticator = random.nextBoolean() ? bySearch : byTemplate;
        try {
          assertThat(authenticator.authenticate(username, password))
              .isInstanceOf(AuthenticationResult.Rejected.class);
        } catch (RuntimeException e) {
          fail("seed " + SEED + ", round " + round + ", name " + username, e);
        }
      }
    }
  }

  @Test
  void mutatedAnswersEndInDocumentedOutcomes() {
    Random random = new Random(SEED);
    try (RawServer server = new RawServer(request -> mutated(request, random));
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        server.server().responseTimeout(Duration.ofMillis(500)),
                        Directories.byUid())
                    .groups(GroupLookup.memberOf())
                    .timeLimit(Duration.ofSeconds(2))
                    .build())) {
      for (int round = 0; round < 3000; round++) {
        run(round, "an answer", () -> authenticator.authenticate("alice", "wonderland"));
      }
    }
  }

  /** Returns an answer with a few bytes changed, and then the end of the connection. */
  private static Stream<byte[]> mutated(LDAPMessage request, Random random) {
    List<byte[]> answers = new ArrayList<>();
    if (request.getProtocolOp() instanceof BindRequestProtocolOp) {
      Control policy =
          new Control(
              "1.3.6.1.4.1.42.2.27.8.5.1",
              false,
              new ASN1OctetString(new byte[] {0x30, 3, (byte) 0x81, 1, 2}));
      answers.add(RawServer.bound(request, 49, "80090308: data 52e, v1db1", policy));
    } else {
      answers.add(
          RawServer.entry(
              request,
              Directories.ALICE,
              new Attribute("uid", "alice"),
              new Attribute("objectGUID", new byte[16]),
              new Attribute("memberOf", "cn=staff,dc=example,dc=com", "cn=a+sn=b,dc=x")));
      answers.add(RawServer.done(request, 0, "fine"));
    }
    synchronized (random) {
      if (random.nextInt(3) > 0) {
        int which = random.nextInt(answers.size());
        answers.set(which, mutated(answers.get(which), random));
        answers.add(RawServer.END);
      }
    }
    return answers.stream();
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] changed = random.nextInt(4) == 0 ? cut(bytes, random) : bytes.clone();
    for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  private static byte[] cut(byte[] bytes, Random random) {
    return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }
}
