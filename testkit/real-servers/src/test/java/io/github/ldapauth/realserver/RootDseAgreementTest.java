// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit tells of itself what slapd and 389 Directory Server tell of themselves. */
@ExtendWith(TwoServers.Shared.class)
class RootDseAgreementTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "+", "*,+", "1.1", "SUPPORTEDLDAPVERSION", "objectClass,none"})
  void rootDseHasTheSameAttributes(String requested, TwoServers servers) throws Exception {
    servers.agree(
        session ->
            session.names("", requested.isEmpty() ? new String[0] : requested.split(",", -1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "namingContexts",
        "subschemaSubentry",
        "supportedLDAPVersion",
        "vendorName",
        "objectClass",
        "entryUUID",
        "entryDN",
        "ds-root-dse"
      })
  void rootDseHasTheSameValues(String attribute, TwoServers servers) throws Exception {
    servers.agree(session -> session.readAt("", attribute));
  }

  @ParameterizedTest
  @ValueSource(strings = {"supportedControl", "supportedExtension", "supportedFeatures"})
  void kitClaimsNothingThatTheServerLacks(String attribute, TwoServers servers) throws Exception {
    servers.kitClaimsOnlyWhatTheServerDoes(attribute);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(objectClass=*)", "(objectClass=top)", "(objectClass=person)", "(cn=*)"})
  void filtersSelectTheRootDse(String filter, TwoServers servers) throws Exception {
    servers.agree(session -> session.findAt("", filter));
  }

  @Test
  void entriesNameTheSchema(TwoServers servers) throws Exception {
    servers.agreeWithSlapd(
        session -> session.readAt("uid=num,dc=example,dc=com", "subschemaSubentry"));
    servers.agreeWithSlapd(session -> session.names("cn=Subschema"));
    servers.agreeWithSlapd(session -> session.readAt("cn=schema", "objectClass"));
    servers.agreeWithSlapd(session -> readSchema(session, "cn=Subschema"));
    servers.agreeWith389(session -> readSchema(session, "cn=schema"));
  }

  private static void readSchema(Session session, String dn) {
    session.findAt(dn, "(objectClass=subschema)");
    session.findAt(dn, "(objectClass=person)");
    for (String name : new String[] {"uidNumber", "memberUid", "cn", "memberOf", "mail"}) {
      session.definitionOf(dn, name);
    }
  }
}
