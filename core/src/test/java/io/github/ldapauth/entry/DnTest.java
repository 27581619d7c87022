// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cn=a,dc=x        | CN=A , DC=X",
        "cn=a ,dc=x       | cn=a,dc=x",
        "cn=,dc=x         | cn= ,dc=x",
        "cn=a;dc=x        | cn=a,dc=x",
        "cn  =a,dc=x      | cn=a,dc=x",
        "cn= \"a\" ,dc=x   | cn=a,dc=x",
        "cn=\uD83D\uDE00      | cn=\\F0\\9F\\98\\80",
        "cn=Doe\\, J,dc=x | cn=Doe\\2c J ,dc=x",
        "cn=Doe\\, J,dc=x | cn=\"Doe, J\",dc=x",
        "cn=a+sn=b,dc=x   | SN=B+CN=A,dc=x",
        "cn=\\#a,dc=x    | cn=\\23A,dc=x",
        "cn=#040161,dc=x  | CN=#040161,dc=x",
        "cn=\\61b,dc=x    | CN=\\61B, DC=X",
        "first_name=a     | First_Name=a",
        "cn=a\\=b,dc=x   | cn=A\\=B,dc=x",
        "cn=\\c3\\a4,dc=x | cn=ä,dc=x",
        "cn=x\\FE,dc=x    | cn=X\\fe,dc=x"
      })
  void spellingsOfOneDnAreEqual(String one, String other) {
    assertThat(Dn.parse(one)).isEqualTo(Dn.parse(other)).hasSameHashCodeAs(Dn.parse(other));
    assertThat(Dn.parse(one).resembles(Dn.parse(other))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cn=a,dc=x     | cn=a,dc=y",
        "cn=a,dc=x     | ou=a,dc=x",
        "cn=a,dc=x     | own=a,dc=x",
        "cn=a,dc=x     | cn=a",
        "cn=a+sn=b     | cn=a",
        "cn=ab         | cn=a b",
        "cn=é          | cn=e",
        "cn=x\\fe,dc=x | cn=x\\ff,dc=x",
        "cn=x\\fe      | cn=xþ",
        "cn=a\\5c      | cn=a",
        "cn=a\\+sn=b   | cn=a+sn=b",
        "cn=a\\,dc=x   | cn=a,dc=x",
        "cn=a\\5c2cdc=x | cn=a\\,dc=x",
        "cn=a\\5c2bsn=b | cn=a\\+sn=b"
      })
  void differentDnsAreSurelyDifferent(String one, String other) {
    assertThat(Dn.parse(one)).isNotEqualTo(Dn.parse(other));
    assertThat(Dn.parse(one).resembles(Dn.parse(other))).isFalse();
    assertThat(Dn.parse(other).resembles(Dn.parse(one))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cn=a  b            | cn=a b",
        "cn=a\tb            | cn=a b",
        "cn=a\u007Fb        | cn=ab",
        "cn=\\20a           | cn=a",
        "cn=a\\20b          | cn=a b",
        "cn=a\\20b c        | cn=a b\\20c",
        "cn=a\\3Db          | cn=a=b",
        "cn=a\\=b           | cn=a=b",
        "cn=\"a=b\"         | cn=a=b",
        "cn=\"a\\,b\"       | cn=a\\,b",
        "cn=\\61            | cn=a",
        "cn=#040161         | cn=a",
        "cn=a+CN=A          | cn=a",
        "cn=a+commonName=a  | cn=a",
        "commonName=a       | cn=a",
        "2.5.4.3=a          | cn=a",
        "cn=a,organizationName=x | cn=a,o=x",
        "first_name=a       | first_name=A",
        "memberUid=a        | memberUid=A",
        "memberUid=a\\20b   | memberUid=A\\20b",
        "labeledURI=\\61b   | labeledURI=\\61B",
        "rfc822Mailbox=a,surname=b | mail=a,2.5.4.4=b",
        "cn=geschäft        | cn=gescha\u0308ft",
        "cn=Ä               | cn=ä",
        "cn=adm\u0130ns     | cn=admins",
        "cn=adm\u0131ns     | cn=admins",
        "cn=admi\u0307ns    | cn=adm\u0130ns",
        "cn=\u212Aevin      | cn=kevin",
        "cn=a\u00A0b        | cn=a b",
        "cn=a\\E3\\80\\80   | cn=a",
        "cn=\\E2\\80\\8Ba   | cn=a",
        "cn=a\\00b          | cn=ab",
        "cn=a\\0A           | cn=a",
        "cn=\uFB01x         | cn=fix",
        "cn=stra\u00DFe     | cn=STRASSE",
        "cn=\u1E9E          | cn=ss",
        "cn=\u10A0          | cn=\u10D0",
        "cn=\u018E          | cn=\u0258",
        "cn=\u0378          | cn=\u0379",
        "team=a,dc=x        | 1.3.6.1.4.1.99999.1=a,dc=x",
        "team=a,dc=x        | group=a,dc=x"
      })
  void dnsThatSomeServerTakesForOneResembleEachOther(String one, String other) {
    assertThat(Dn.parse(one)).isNotEqualTo(Dn.parse(other));
    assertThat(Dn.parse(one).resembles(Dn.parse(other))).isTrue();
    assertThat(Dn.parse(other).resembles(Dn.parse(one))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "cn",
        "cn=a,",
        "=a",
        "cn=a,,dc=x",
        "+",
        "cn=a\\",
        "cn=a\\x",
        "cn=\\a",
        "cn=\\ag",
        "cn=\\\u0001",
        "cn=\\\u007F",
        "cn=\\\u00A7",
        "cn=#",
        "cn=#zz",
        "cn=#04",
        "cn=#0401610",
        "cn=\"a",
        "cn=\"a\"b",
        "cn=a\"b",
        "cn=a\uD800",
        "\tcn=a",
        "\u00A0cn=a",
        "c n=a",
        "c\u212A=a",
        "cn;lang-de=a",
        "OID.2.5.4.3=a",
        "2=a",
        "02.5=a",
        "-cn=a",
        "cn=a,ou=b+c"
      })
  void textThatIsNoDnIsRejected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dn.parse(text))
        .withMessageStartingWith("not a DN");
  }

  @Test
  void mistakeIsReportedWithItsPosition() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dn.parse("cn=a,"))
        .withMessage("not a DN (lacks an equals sign at position 5)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\23a#             | \\#a#",
        "\\20a b\\20        | '\\ a b\\ '",
        "\\22\\2b\\2c\\3b\\3d | \\\"\\+\\,\\;=",
        "\\3c\\3e\\5c       | \\<\\>\\\\",
        "\\00\\1f\\7f\\fe    | \\00\\1f\\7f\\fe"
      })
  void onlyWhatNeedsEscapesIsWrittenWithThem(String value, String written) {
    assertThat(Dn.parse("cn=" + value + ",dc=x").plain()).hasToString("cn=" + written + ",dc=x");
  }

  @Test
  void dnPrintsAsItWasWritten() {
    assertThat(Dn.parse("CN=A , dc=x")).hasToString("CN=A , dc=x");
  }

  @Test
  void ancestorsAreFoundByNameNotByText() {
    Dn group = Dn.parse("cn=a,ou=Groups,dc=x");

    assertThat(group.isWithin(Dn.parse("OU=groups, dc=x"), SearchScope.SUBTREE)).isTrue();
    assertThat(group.isWithin(group, SearchScope.SUBTREE)).isTrue();
    assertThat(group.isWithin(Dn.parse("ou=ups,dc=x"), SearchScope.SUBTREE)).isFalse();
    assertThat(Dn.parse("dc=x").isWithin(group, SearchScope.SUBTREE)).isFalse();
    assertThat(group.isWithin(Dn.parse("2.5.4.11=groups,dc=x"), SearchScope.ONE_LEVEL)).isFalse();
    assertThat(group.mayBeWithin(Dn.parse("2.5.4.11=groups,dc=x"), SearchScope.ONE_LEVEL)).isTrue();
    assertThat(group.isWithin(Dn.parse("dc=x"), SearchScope.ONE_LEVEL)).isFalse();
    assertThat(group.isWithin(group, SearchScope.ONE_LEVEL)).isFalse();
    assertThat(Dn.parse("").isWithin(group, SearchScope.ONE_LEVEL)).isFalse();
    assertThat(group.isWithin(group, SearchScope.BASE)).isTrue();
  }

  @Test
  void usualTypesStandForAllNamesOfTheirs() {
    assertThat(DnForm.USUAL_TYPES)
        .allMatch(type -> type.endsWith("="))
        .extracting(type -> type.substring(0, type.length() - 1))
        .allMatch(AttributeTypes::isKnown)
        .allMatch(type -> AttributeTypes.canonical(type).equals(type));
  }

  @Test
  void commaInValueMakesNoAncestor() {
    Dn base = Dn.parse("dc=x");

    for (String text :
        new String[] {"cn=a\\,dc=x", "cn=ä\\2cdc=x", "cn=\"a,dc=x\"", "team=a\\,dc=x"}) {
      Dn dn = Dn.parse(text);
      assertThat(dn.isWithin(base, SearchScope.SUBTREE)).isFalse();
      assertThat(dn.mayBeWithin(base, SearchScope.SUBTREE)).isFalse();
      assertThat(dn.isWithin(Dn.parse(""), SearchScope.ONE_LEVEL)).isTrue();
    }
  }

  @Test
  void emptyDnContainsAll() {
    Dn root = Dn.parse("");

    assertThat(Dn.parse("cn=a,dc=x").isWithin(root, SearchScope.SUBTREE)).isTrue();
    assertThat(Dn.parse("cn=a,dc=x").isWithin(root, SearchScope.ONE_LEVEL)).isFalse();
    assertThat(Dn.parse("dc=x").isWithin(root, SearchScope.ONE_LEVEL)).isTrue();
    assertThat(root.isWithin(root, SearchScope.SUBTREE)).isTrue();
    assertThat(root.isWithin(root, SearchScope.ONE_LEVEL)).isFalse();
  }

  @Test
  void whetherDnIsWithinBaseThatResemblesItsAncestorIsUnknown() {
    Dn group = Dn.parse("cn=a,ou=geschäft");
    Dn base = Dn.parse("ou=gescha\u0308ft");

    assertThat(group.isWithin(base, SearchScope.SUBTREE)).isFalse();
    assertThat(group.mayBeWithin(base, SearchScope.SUBTREE)).isTrue();
    assertThat(group.mayBeWithin(base, SearchScope.BASE)).isFalse();
    assertThat(group.mayBeWithin(Dn.parse("ou=geschaft"), SearchScope.SUBTREE)).isFalse();
  }

  @Test
  void parentIsTheRestOfTheDn() {
    assertThat(Dn.parse("cn=a\\,b,ou=g,dc=x").parent()).contains(Dn.parse("ou=g,dc=x"));
    assertThat(Dn.parse("dc=x").parent()).isEmpty();
    assertThat(Dn.parse("").parent()).isEmpty();
  }

  @Test
  void commonAncestorContainsBoth() {
    Dn group = Dn.parse("cn=a,ou=groups,dc=x");

    assertThat(group.commonAncestor(Dn.parse("ou=b,OU=groups,dc=x")))
        .contains(Dn.parse("ou=groups,dc=x"));
    assertThat(group.commonAncestor(Dn.parse("ou=people,dc=x"))).contains(Dn.parse("dc=x"));
    assertThat(group.commonAncestor(group)).contains(group);
    assertThat(group.commonAncestor(Dn.parse("cn=b," + group))).contains(group);
    assertThat(group.commonAncestor(Dn.parse("dc=y"))).isEmpty();
    assertThat(Dn.parse("").commonAncestor(group)).isEmpty();
  }

  @Test
  void theValueOfTheFirstRdnIsUnescaped() {
    Dn dn = Dn.parse("CN=Doe\\, John+uid=jd,dc=x");

    assertThat(dn.rdnValue("cn")).contains("Doe, John");
    assertThat(dn.rdnValue("UID")).contains("jd");
    assertThat(dn.rdnValue("userid")).contains("jd");
    assertThat(Dn.parse("0.9.2342.19200300.100.1.1=jd,dc=x").rdnValue("uid")).contains("jd");
    assertThat(dn.rdnValue("dc")).isEmpty();
    assertThat(Dn.parse(" ").rdnValue("cn")).isEmpty();
    assertThat(Dn.parse("").isEmpty()).isTrue();
    assertThat(Dn.parse(" ").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\fe", "\\ed\\a0\\80", "a\\c3", "\\c3\\28"})
  void valueThatIsNotUtf8IsNoText(String value) {
    assertThat(Dn.parse("cn=" + value + ",dc=y").rdnValue("cn")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\#", "\\ ", "\\ a\\ ", "a#\\\"\\+\\,\\;\\<\\=\\>\\\\", "ä\\0a\\7f\\fe\\00", ""})
  void writtenValuesAreReadAgain(String value) {
    Dn dn = Dn.parse("cn=" + value + "+ou=b,dc=x");
    Dn again = Dn.parse(Dn.of(dn.rdns()).toString());

    assertThat(again).isEqualTo(dn);
    assertThat(again.rdnNames("cn")).hasToString(dn.rdnNames("cn").toString());
  }
}
