// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.controls.ProxiedAuthorizationV1RequestControl;
import io.github.ldapauth.realserver.ControlTalk.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit lets clients act for others as slapd and 389 Directory Server do. */
@ExtendWith(TwoServers.Shared.class)
class ProxiedAuthorizationAgreementTest {

  private static final String ALICE = "uid=alice,dc=example,dc=com";

  private static Control as(String authorizationId) {
    return new Control("2.16.840.1.113730.3.4.18", true, new ASN1OctetString(authorizationId));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dn:uid=bob,dc=example,dc=com",
        "dn:UID=Alice, dc=example,dc=com",
        "dn:uid=none,dc=example,dc=com",
        "dn:",
        "",
        "u:bob",
        "bob",
        "dn:bob"
      })
  void clientActsForAnotherOrIsRefused(String authorizationId, TwoServers servers)
      throws Exception {
    servers.agree(session -> tell(session.controls(ALICE), as(authorizationId)));
    servers.agree(
        session -> {
          session.bindPlainly("uid=alice", "right");
          tell(session.controls(ALICE), as(authorizationId));
        });
    servers.agreeAsAdministrator(session -> tell(session.controls(ALICE), as(authorizationId)));
  }

  private static void tell(ControlTalk talk, Control control) {
    talk.tell(Operation.SEARCH, control);
    talk.tell(Operation.COMPARE, control);
    talk.tell(Operation.WHO_AM_I, control);
  }

  @Test
  void olderControlNamesADn(TwoServers servers) throws Exception {
    Control control = new ProxiedAuthorizationV1RequestControl("uid=bob,dc=example,dc=com");
    servers.agree(session -> tell(session.controls(ALICE), control));
    servers.agreeAsAdministrator(session -> tell(session.controls(ALICE), control));
  }
}
