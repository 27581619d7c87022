// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit shows entries before and after a change as slapd and 389 Directory Server do. */
@ExtendWith(TwoServers.Shared.class)
class ReadEntryAgreementTest {

  private static final String BASE = "dc=example,dc=com";

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "cn", "memberOf,cn", "userPassword", "1.1"})
  void changesShowWhatIsRequested(String requested, TwoServers servers) throws Exception {
    String[] attributes = requested.isEmpty() ? new String[0] : requested.split(",", -1);
    servers.agreeAsAdministrator(
        session -> {
          ReadEntryTalk talk = session.readEntries(attributes);
          Entry zoe = new Entry("uid=zoe," + BASE, new Attribute("objectClass", "inetOrgPerson"));
          zoe.addAttribute("cn", "zoe");
          zoe.addAttribute("sn", "zoe");
          zoe.addAttribute("userPassword", "right");
          session.record(talk.add(zoe));
          session.record(talk.replace("uid=alice," + BASE, "description", "new"));
          session.record(talk.replace("cn=staff," + BASE, "member", "uid=zoe," + BASE));
          session.record(talk.replace("uid=zoe," + BASE, "cn", "Zoe"));
          session.record(talk.replace("cn=staff," + BASE, "member", "uid=alice," + BASE));
          session.record(talk.rename("uid=zoe," + BASE, "cn=Zoe"));
          session.record(talk.delete("cn=Zoe," + BASE));
          session.replace("uid=alice", "description");
        });
  }
}
