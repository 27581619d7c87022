// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.Name;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A search for a user of an Active Directory domain by the names that Windows knows: {@code alice},
 * {@code alice@ad.example.com}, {@code AD\alice}, and user principal names with other suffixes. The
 * user name is {@code sAMAccountName}, whatever was typed. Immutable; every method returns a
 * changed copy.
 *
 * <p>One search finds the entry, and the bind is by its DN. If a name is the {@code
 * userPrincipalName} of one user and means the {@code sAMAccountName} of another, both are rejected
 * as ambiguous. The name of another domain before a backslash matches no user.
 */
public final class ActiveDirectoryLookup extends UserLookup {

  private static final String USERNAME = "sAMAccountName";

  /** A NetBIOS name has at most 15 characters (MS-NBTE, section 2.2.1). */
  private static final Pattern NETBIOS_NAME = Pattern.compile("[^\\s\\\\/:*?\"<>|@()]{1,15}");

  private final ParsedSetting<String> domain;
  private final @Nullable ParsedSetting<String> netbiosName;
  private final @Nullable String base;
  private final UserSearchLookup byAccount;
  private final UserSearchLookup byPrincipal;

  /** By a name before the suffix: that of an account, or a user principal name with the suffix. */
  private final UserSearchLookup byDomain;

  private final UserSearchLookup byNetbiosName;

  private ActiveDirectoryLookup(
      ParsedSetting<String> domain,
      @Nullable ParsedSetting<String> netbiosName,
      @Nullable String base) {
    this.domain = domain;
    this.netbiosName = netbiosName;
    this.base = base;
    this.byAccount = search("(" + USERNAME + "={username})");
    this.byPrincipal = search("(userPrincipalName={username})");
    this.byDomain = search(domain);
    this.byNetbiosName = netbiosName == null ? byPrincipal : search(netbiosName);
  }

  static ActiveDirectoryLookup of(@Nullable String domain) {
    return new ActiveDirectoryLookup(
        ParsedSetting.parse(
            "UserLookup.activeDirectory",
            domain,
            name -> {
              Dn.ofDomain(name);
              return name;
            }),
        null,
        null);
  }

  private static String netbios(String name) {
    if (!NETBIOS_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a NetBIOS name, such as AD");
    }
    return name;
  }

  /**
   * Sets the NetBIOS name of the domain, so that users can type {@code AD\alice} and {@code
   * alice@AD}. Default: none; the name before a backslash is then the DNS name only.
   */
  public ActiveDirectoryLookup netbiosName(String name) {
    return new ActiveDirectoryLookup(
        domain,
        ParsedSetting.parse(
            "ActiveDirectoryLookup.netbiosName", name, ActiveDirectoryLookup::netbios),
        base);
  }

  /** Sets where the search starts. Default: the domain, such as {@code dc=ad,dc=example,dc=com}. */
  public ActiveDirectoryLookup base(String dn) {
    return new ActiveDirectoryLookup(domain, netbiosName, dn);
  }

  private UserSearchLookup search(String names) {
    String below =
        base == null
            ? domain.value().map(name -> Dn.ofDomain(name).toString()).orElse("o=x")
            : base;
    return UserLookup.search(below, "(&(objectCategory=person)(objectClass=user)" + names + ")")
        .usernameAttribute(USERNAME);
  }

  private UserSearchLookup search(ParsedSetting<String> suffix) {
    return search(
        suffix
            .value()
            .map(
                name ->
                    "(|(" + USERNAME + "={username})(userPrincipalName={username}@" + name + "))")
            .orElse("(" + USERNAME + "={username})"));
  }

  /** A search, and the name to search for. */
  private record Query(UserSearchLookup search, String name) {

    /** A domain alone names no user. */
    Query {
      if (name.isBlank()) {
        throw new Rejection(RejectionReason.INVALID_USERNAME, "no user name beside the domain");
      }
    }
  }

  /**
   * Returns the search for a name that was typed.
   *
   * @throws Rejection if it names another domain, or a domain alone
   */
  private Query query(String typed) {
    int backslash = typed.indexOf('\\');
    if (backslash >= 0) {
      String name = typed.substring(0, backslash);
      if (!is(domain, name) && !is(netbiosName, name)) {
        throw new Rejection(
            RejectionReason.USER_NOT_FOUND,
            "\"" + LogText.of(name) + "\" is not the domain that is configured",
            netbiosHint());
      }
      return new Query(byAccount, typed.substring(backslash + 1));
    }
    int at = typed.lastIndexOf('@');
    if (at < 0) {
      return new Query(byAccount, typed);
    }
    String suffix = typed.substring(at + 1);
    String name = typed.substring(0, at);
    if (is(domain, suffix)) {
      return new Query(byDomain, name);
    }
    return is(netbiosName, suffix) ? new Query(byNetbiosName, name) : new Query(byPrincipal, typed);
  }

  private String netbiosHint() {
    return netbiosName == null
        ? ", and no netbiosName(...) is set"
        : ", nor its NetBIOS name " + netbiosName.get();
  }

  private static boolean is(@Nullable ParsedSetting<String> configured, String typed) {
    return configured != null && Name.of(typed).equals(Name.of(configured.get()));
  }

  @Override
  FoundUser find(String username, List<String> attributes, DirectorySession session) {
    Query query = query(username);
    return FoundUser.of(username, query.search().findEntry(query.name(), attributes, session));
  }

  @Override
  Optional<LdapEntry> read(FoundUser found, List<String> attributes, DirectorySession session) {
    return byAccount.read(found, attributes, session);
  }

  @Override
  Optional<LdapEntry> findAgain(
      Dn dn, String username, List<String> attributes, DirectorySession session) {
    Query query = query(username);
    return query.search().findAgain(dn, query.name(), attributes, session);
  }

  @Override
  Optional<LdapEntry> findStill(
      LdapEntry known, List<String> attributes, DirectorySession session) {
    return byAccount.findStill(known, attributes, session);
  }

  @Override
  List<Dn> bases() {
    return byAccount.bases();
  }

  @Override
  String usernameAttribute() {
    return USERNAME;
  }

  @Override
  boolean isFoundByUsername() {
    return false;
  }

  @Override
  List<String> forActiveDirectory() {
    return List.of(setting());
  }

  @Override
  String named(String text) {
    String ofBase = base == null ? setting() : "ActiveDirectoryLookup.base";
    return text.replace("UserLookup.search base", ofBase)
        .replace("UserLookup.search filter", setting());
  }

  @Override
  String setting() {
    return "UserLookup.activeDirectory";
  }

  @Override
  List<LdapSearch> searchesFor(String username) {
    Query query = query(username);
    return query.search().searchesFor(query.name());
  }

  @Override
  Stream<Probe> probes() {
    return byAccount.searchProbes();
  }

  @Override
  public List<String> mistakes() {
    Stream<String> ofNames =
        Stream.concat(
            domain.mistake().stream(),
            netbiosName == null ? Stream.of() : netbiosName.mistake().stream());
    return Stream.concat(ofNames, byAccount.mistakes().stream().map(this::named)).toList();
  }

  @Override
  public String toString() {
    return "activeDirectory("
        + domain
        + ", "
        + (netbiosName == null ? "no NetBIOS name" : netbiosName)
        + ", "
        + byAccount
        + ")";
  }
}
