// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pauses after refused binds, on a clock of our own. */
class ServiceBindTest {
  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  private static final String SERVICE = "uid=svc,ou=people,dc=example,dc=com";

  private final TestDirectory directory =
      TestDirectory.builder().user("svc", user -> user.password("right")).start();
  private final AtomicLong clock = new AtomicLong();
  private String password = "wrong";
  private final ServiceBind bind =
      new ServiceBind(Dn.parse(SERVICE), () -> password, Duration.ofSeconds(5), clock::get);
  private LDAPConnection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = new LDAPConnection("127.0.0.1", directory.port());
  }

  @AfterEach
  void stop() {
    connection.close();
    directory.close();
  }

  private int bindsAfter(Duration time) {
    clock.addAndGet(time.toNanos());
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> bind.bind(connection, LATER))
        .satisfies(e -> assertThat(e.resultCode()).hasValue(49));
    return directory.operations().binds(SERVICE).count();
  }

  @Test
  void refusedBindsAreTriedAgainEverMoreRarely() {
    assertThat(bindsAfter(Duration.ZERO)).isEqualTo(1);
    assertThat(bindsAfter(Duration.ofMillis(999))).isEqualTo(1);
    assertThat(bindsAfter(Duration.ofMillis(1))).isEqualTo(2);
    assertThat(bindsAfter(Duration.ofMillis(1999))).isEqualTo(2);
    assertThat(bindsAfter(Duration.ofMillis(1))).isEqualTo(3);
    for (int i = 0; i < 10; i++) {
      bindsAfter(Duration.ofSeconds(30));
    }
    assertThat(bindsAfter(Duration.ofSeconds(29))).isEqualTo(13);
    assertThat(bindsAfter(Duration.ofSeconds(1))).isEqualTo(14);
  }

  @Test
  void aBindThatSucceedsEndsThePauses() {
    bindsAfter(Duration.ZERO);
    bindsAfter(Duration.ofSeconds(1));
    password = "right";
    clock.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThatCode(() -> bind.bind(connection, LATER)).doesNotThrowAnyException();

    password = "wrong";
    assertThat(bindsAfter(Duration.ZERO)).isEqualTo(4);
    assertThat(bindsAfter(Duration.ofSeconds(1))).isEqualTo(5);
  }

  /** The SDK keeps the request of the last bind that succeeded on a connection. */
  @Test
  void theConnectionDoesNotKeepThePassword() {
    password = "right";
    bind.bind(connection, LATER);

    var request = (SimpleBindRequest) connection.getLastBindRequest();
    assertThat(request.getPassword().getValue()).isEqualTo(new byte["right".length()]);
  }
}
