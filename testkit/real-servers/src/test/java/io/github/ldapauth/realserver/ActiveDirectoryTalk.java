// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static com.unboundid.ldap.sdk.SearchScope.BASE;
import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A domain of Active Directory, and what a client learns of it. */
interface ActiveDirectoryTalk {

  String DOMAIN = "DC=ad,DC=example,DC=com";
  String USERS = "CN=Users," + DOMAIN;
  String PASSWORD = "wonderland";

  /** Those whose password was set {@link #LONG_AGO}. */
  List<String> TOO_OLD = List.of("expired", "eternal");

  String LONG_AGO = "130000000000000000";

  int MIN_LENGTH = 6;

  /** How many passwords may not be used again. */
  int HISTORY = 3;

  String CODE =
      "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data %s, v1db1";

  String NEVER_AT_ALL = "\0".repeat(21);

  /** Connects without a bind. */
  LDAPConnection connect() throws Exception;

  /** Connects as a user with all rights. */
  LDAPConnection connectAsAdministrator() throws Exception;

  /** Connects over TLS, without a bind. */
  LDAPConnection connectEncrypted() throws Exception;

  /** Connects over TLS as a user with all rights. */
  LDAPConnection connectEncryptedAsAdministrator() throws Exception;

  /** Returns what ends the text that refuses a bind. */
  String ending();

  /** Returns the people, whose password is always the same. */
  static List<Entry> people() {
    return List.of(
        person("alice", "userPrincipalName", "alice@ad.example.com"),
        person("bob", "userPrincipalName", "robert@elsewhere.example"),
        person("disabled", "userAccountControl", "514"),
        person("ended", "accountExpires", "1"),
        person("endless", "accountExpires", "0"),
        person("mustchange", "pwdLastSet", "0"),
        person("expired"),
        person("eternal", "userAccountControl", "66048"),
        person("nohours", "logonHours", NEVER_AT_ALL),
        person("elsewhere", "userWorkstations", "OTHER"),
        person("here", "userWorkstations", "OTHER,DC1"),
        person("everything", "userAccountControl", "514", "accountExpires", "1", "pwdLastSet", "0"),
        person("endedmust", "accountExpires", "1", "pwdLastSet", "0", "userWorkstations", "OTHER"),
        person("mustnow", "pwdLastSet", "0", "logonHours", NEVER_AT_ALL),
        person("lockable"),
        person("careless"),
        person("changing"),
        person("resettable"),
        person("rebound"),
        person("choosy"),
        person("easy"),
        person("plain"));
  }

  /** Returns the groups, in an order in which they can be added. */
  static List<Entry> groups() {
    return List.of(
        group("inner", "alice"),
        group("middle", "inner"),
        group("outer", "middle"),
        group("mail", "alice"),
        group("behindmail", "mail"),
        group("ring", "alice"));
  }

  private static Entry person(String name, String... attributes) {
    Entry person = new Entry("CN=" + name + "," + USERS);
    person.addAttribute("objectClass", "user");
    person.addAttribute("sAMAccountName", name);
    if (!List.of(attributes).contains("userAccountControl")) {
      person.addAttribute("userAccountControl", "512");
    }
    for (int i = 0; i < attributes.length; i += 2) {
      person.addAttribute(attributes[i], attributes[i + 1]);
    }
    return person;
  }

  private static Entry group(String name, String... members) {
    Entry group = new Entry("CN=" + name + "," + USERS);
    group.addAttribute("objectClass", "group");
    group.addAttribute("sAMAccountName", name);
    if (name.equals("mail")) {
      group.addAttribute("groupType", "2");
    }
    Stream.of(members).forEach(member -> group.addAttribute("member", dn(member)));
    return group;
  }

  static String dn(String name) {
    return "CN=" + name + "," + USERS;
  }

  default String bind(String name, String password) throws Exception {
    try (LDAPConnection connection = connect()) {
      return bind(connection, name, password);
    }
  }

  /** Returns the code in the text, once it is seen that all the rest is as it should be. */
  default String bind(LDAPConnection connection, String name, String password) {
    try {
      connection.bind(name, password);
      return "ok";
    } catch (LDAPException e) {
      assertThat(e.getResultCode().intValue()).isEqualTo(49);
      String text = e.getDiagnosticMessage();
      String code = text.replaceFirst("(?s).* data ([0-9a-f]+),.*", "$1");
      assertThat(text).isEqualTo(CODE.formatted(code) + ending());
      return code;
    }
  }

  default SearchResult search(String base, SearchScope scope, String filter, String... attributes)
      throws Exception {
    try (LDAPConnection connection = connectAsAdministrator()) {
      return connection.search(base, scope, filter, attributes);
    }
  }

  default List<String> names(String filter) throws Exception {
    return search(USERS, SUB, filter, "cn").getSearchEntries().stream()
        .map(entry -> entry.getAttributeValue("cn"))
        .sorted()
        .toList();
  }

  default SearchResultEntry read(String dn, String... attributes) throws Exception {
    return search(dn, BASE, "(objectClass=*)", attributes).getSearchEntries().get(0);
  }

  static Map<String, List<String>> shown(Entry entry) {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    entry.getAttributes().forEach(each -> shown.put(each.getName(), List.of(each.getValues())));
    return shown;
  }
}
