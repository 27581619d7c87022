// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** The kit like Active Directory and Samba, as it comes, demand TLS of the same requests. */
class ActiveDirectoryTlsTest {

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");
  private static final String ALICE = "CN=alice,CN=Users," + SambaAd.BASE;

  @Test
  void passwordsAreRefusedWithoutTlsIfItIsRequired() throws Exception {
    try (SambaAd samba = SambaAd.startDemandingTls(CERTIFICATES);
        TestDirectory kit =
            TestDirectory.builder()
                .like(ServerKind.ACTIVE_DIRECTORY)
                .baseDn(SambaAd.BASE)
                .tls(CERTIFICATES)
                .tlsRequiredToBind()
                .user("alice", "right")
                .start()) {
      samba.addUser(
          new Entry(
              "dn: " + ALICE,
              "objectClass: user",
              "sAMAccountName: alice",
              "userAccountControl: 512"),
          "right");
      assertThat(answers(kit.hostAndPort())).isEqualTo(answers(samba.hostAndPort()));
    }
  }

  /**
   * Returns the codes alone: the kit has the texts of Active Directory, and Samba names an unknown
   * extended operation in its answer.
   */
  private static List<String> answers(String hostAndPort) throws Exception {
    SSLContext context = CERTIFICATES.clientContext();
    try (Session session = Session.anonymous(hostAndPort)) {
      session.bindAs(ALICE, "right");
      session.bindAs(ALICE, "wrong");
      session.bindAs("AD\\alice", "right");
      session.bindAs("nobody@ad.example.com", "right");
      session.bindAs("", "");
      session.startTls(context);
      session.startTls(context);
      session.bindAs(ALICE, "wrong");
      session.bindAs("AD\\alice", "right");
      session.whoAmI();
      return session.answers().stream()
          .map(answer -> answer.replaceFirst("(?s) \".*", ""))
          .filter(answer -> !answer.endsWith(": "))
          .toList();
    }
  }
}
