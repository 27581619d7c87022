// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README's block about the test kit, run by the build. */
class ReadmeExampleTest {

  /** Stands for the reader's own code. */
  private static boolean login(String url, String name, String password) throws LDAPException {
    LDAPURL server = new LDAPURL(url);
    try (LDAPConnection connection = new LDAPConnection(server.getHost(), server.getPort())) {
      connection.bind("uid=" + name + ",ou=people,dc=example,dc=com", password);
      return true;
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
        return false;
      }
      throw e;
    }
  }

  @Nested
  class LoginTest {

    @RegisterExtension
    static final TestDirectoryExtension LDAP =
        TestDirectoryExtension.of(TestDirectory.builder().user("alice", "wonderland"));

    @Test
    void passwordIsSentOnce(TestDirectory directory) throws Exception {
      assertThat(login(directory.url(), "alice", "wrong")).isFalse();
      assertThat(directory.operations().binds("alice")).hasSize(1);
    }

    @Test
    void busyDirectoryIsNoWrongPassword(TestDirectory directory) {
      directory.faults().next(BIND).as("alice").answers(51, "busy");
      assertThatThrownBy(() -> login(directory.url(), "alice", "wonderland"));
    }
  }
}
