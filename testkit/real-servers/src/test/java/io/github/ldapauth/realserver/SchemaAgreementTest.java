// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit compares and checks values by the schema, as slapd and 389 Directory Server do. */
@ExtendWith(TwoServers.Shared.class)
class SchemaAgreementTest {

  private static final Pattern BAR = Pattern.compile("[|]");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(uidNumber=10)",
        "(uidNumber=010)",
        "(uidNumber=+10)",
        "(uidNumber= 10)",
        "(uidNumber=x)",
        "(uidNumber>=100)",
        "(uidNumber<=100)",
        "(uidNumber=1*)",
        "(gidNumber>=7)",
        "(gidNumber=*)"
      })
  void numbersCompareAsTheServerComparesThem(String filter, TwoServers servers) throws Exception {
    agree(filter, servers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(unknown=x)",
        "(unknown=*)",
        "(unknown=x*)",
        "(unknown>=x)",
        "(cn;x-foo=num)",
        "(|(unknown=x)(uid=bob))",
        "(objectClass=nonsense)",
        "(objectClass=inet*)",
        "(jpegPhoto=x)",
        "(jpegPhoto=*)",
        "(createTimestamp=x)",
        "(createTimestamp>=2020)",
        "(createTimestamp>=20200101000000Z)",
        "(createTimestamp<=20200101000000Z)",
        "(sn>=eve)",
        "(sn<=bob)",
        "(mail>=d)"
      })
  void unknownAttributesRulesAndValuesAreUndefinedOrFalse(String filter, TwoServers servers)
      throws Exception {
    agree(filter, servers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Z", ".0Z", "+0000"})
  void timesAreMomentsInSlapdAndTextIn389(String end, TwoServers servers) throws Exception {
    servers.agree(
        session ->
            Stream.of("=", ">=", "<=")
                .forEach(operator -> session.findByTime("uid=bob", operator, end)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(member=uid=al*)",
        "(member=*alice*)",
        "(manager=*,dc=example,dc=com)",
        "(manager=nonsense)",
        "(manager=uid=ALICE, dc=example,dc=com)",
        "(manager~=uid=ALICE, dc=example,dc=com)",
        "(manager=*)"
      })
  void dnsHaveNoPartsAtSlapd(String filter, TwoServers servers) throws Exception {
    agree(filter, servers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(2.5.4.3=alice)",
        "(commonName=alice)",
        "(userid=al*)",
        "(0.9.2342.19200300.100.1.1=num)",
        "(rfc822Mailbox=alice@example.com)",
        "(surname=SMITH)",
        "(surname=nummer)",
        "(2.5.4.31=UID=alice,dc=example,dc=com)",
        "(2.5.4.0=person)",
        "(objectClass=2.16.840.1.113730.3.2.2)",
        "(objectClass=person)",
        "(objectClass=PERSON)",
        "(objectClass=top)",
        "(objectClass=posixAccount)"
      })
  void attributesAndClassesHaveOtherNames(String filter, TwoServers servers) throws Exception {
    agree(filter, servers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(name=alice)",
        "(name=al*)",
        "(name=*)",
        "(name>=a)",
        "(distinguishedName=uid=alice,dc=example,dc=com)",
        "(cn;lang-fr=nombre)",
        "(cn;lang-fr=*)",
        "(cn;LANG-FR=nom*)",
        "(cn=nombre)",
        "(cn=nom*)",
        "(cn;lang-en=nombre)"
      })
  void attributesIncludeSubtypesAndLanguages(String filter, TwoServers servers) throws Exception {
    agree(filter, servers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(homeDirectory=/home)",
        "(homeDirectory=/Home)",
        "(homeDirectory=/Ho*)",
        "(homeDirectory=/ho*)",
        "(memberUid=alice)",
        "(memberUid=Alice)",
        "(memberUid=al*)",
        "(memberUid=AL*)",
        "(telephoneNumber=+1234567)",
        "(telephoneNumber=*234567)",
        "(mail=AL*@EXAMPLE.com)",
        "(cn=  ALICE  )"
      })
  void textComparesWithOrWithoutRegardToCaseAndBlanks(String filter, TwoServers servers)
      throws Exception {
    agree(filter, servers);
  }

  /** 389 Directory Server contradicts itself: neither these nor their negations match. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(uidNumber>=9)",
        "(uidNumber<=9)",
        "(uidNumber>=x)",
        "(memberOf=cn=st*)",
        "(memberOf>=a)",
        "(manager>=a)",
        "(commonName;lang-fr=nombre)",
        "(cn;lang-=nombre)"
      })
  void slapdOrdersAndNamesByTheSchema(String filter, TwoServers servers) throws Exception {
    servers.agreeWithSlapd(
        session -> {
          session.findOrFail(filter);
          session.findOrFail("(&(|(uid=num)(uid=alice))(!" + filter + "))");
        });
  }

  private static void agree(String filter, TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          session.findOrFail(filter);
          session.findOrFail("(&(|(uid=num)(uid=alice))(!" + filter + "))");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown: x",
        "uidNumber: 10",
        "uidNumber: 010",
        "uidNumber: x",
        "mail: x",
        "manager: x",
        "manager: UID=alice,dc=example,dc=com",
        "objectClass: person",
        "objectClass: PERSON",
        "objectClass: nonsense",
        "commonName: NUM",
        "name: NUM",
        "cn;lang-fr: nombre",
        "cn;lang-en: nombre",
        "homeDirectory: /home",
        "homeDirectory: /Home"
      })
  void comparesAnswerWithTheirOwnCodes(String assertion, TwoServers servers) throws Exception {
    int colon = assertion.indexOf(": ");
    servers.agree(
        session ->
            session.compare(
                "uid=num", assertion.substring(0, colon), assertion.substring(colon + 2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add: unknown|unknown: x",
        "replace: unknown|unknown: x",
        "add: uidNumber|uidNumber: 4",
        "add: member|member: uid=bob,dc=example,dc=com",
        "delete: sn",
        "replace: manager|manager: bob",
        "replace: preferredLanguage|preferredLanguage: de|preferredLanguage: en",
        "add: objectClass|objectClass: nonsense",
        "add: commonName|commonName: Al",
        "add: 2.5.4.3|2.5.4.3: Alexa",
        "replace: cn|cn: alice"
      })
  void changesMustConformToTheSchema(String change, TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          session.tryToChange(record("uid=alice", "modify", change));
          session.read("uid=alice", "cn", "commonName");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete: unknown", "delete: description", "delete: cn|cn: other"})
  void missingAttributesCannotBeDeleted(String change, TwoServers servers) throws Exception {
    servers.agree(session -> session.changeCode(record("uid=bob", "modify", change)));
  }

  @Test
  void secondStructuralClassIsRefusedOrNot(TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          session.tryToChange(
              "dn: uid=eve,dc=example,dc=com",
              "changetype: modify",
              "add: objectClass",
              "objectClass: device");
          session.changeCode("dn: uid=eve,dc=example,dc=com", "changetype: delete");
          session.tryToChange(
              "dn: uid=eve,dc=example,dc=com",
              "changetype: add",
              "objectClass: inetOrgPerson",
              "uid: eve",
              "cn: eve",
              "sn: eve",
              "userPassword: right");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uid: new",
        "objectClass: nonsense|uid: new",
        "objectClass: inetOrgPerson|uid: new|cn: new",
        "objectClass: inetOrgPerson|uid: new|cn: new|sn: new|unknown: x",
        "objectClass: inetOrgPerson|uid: new|cn: new|sn: new|uidNumber: 4",
        "objectClass: inetOrgPerson|uid: new|cn: new|sn: new|manager: x",
        "objectClass: inetOrgPerson|objectClass: posixAccount|uid: new|cn: new|sn: new|gidNumber: 1"
            + "|homeDirectory: /x|uidNumber: x",
        "objectClass: posixAccount|uid: new|cn: new|gidNumber: 1|homeDirectory: /x|uidNumber: 1",
        "objectClass: groupOfNames|uid: new|cn: new",
        "objectClass: inetOrgPerson|uid: new|cn: new|sn: x|preferredLanguage: a|preferredLanguage: b",
        "objectClass: inetOrgPerson|userid: new|commonName: new|surname: new"
      })
  void newEntriesMustConformToTheSchema(String attributes, TwoServers servers) throws Exception {
    servers.agree(
        session -> {
          session.changeCode(record("uid=new", "add", attributes));
          session.changeCode("dn: uid=new,dc=example,dc=com", "changetype: delete");
        });
  }

  /** Returns the lines of a change record, of which the last come with bars between them. */
  private static String[] record(String rdn, String type, String lines) {
    return Stream.concat(
            Stream.of("dn: " + Session.dn(rdn), "changetype: " + type), BAR.splitAsStream(lines))
        .toArray(String[]::new);
  }
}
