// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.cache.LookupCache;
import io.github.ldapauth.directory.AccountAttributes;
import io.github.ldapauth.directory.DirectoryKind;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.directory.ServiceAccount;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupLookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A configuration: the directory servers, how to find users and groups, and the access rules. Begin
 * with the preset of your directory, such as {@link #activeDirectory}, or with {@link #builder}.
 * Immutable.
 */
public final class LdapAuthConfig {

  /** The cache for look-ups, and how long its entries are used. */
  record Caching(LookupCache cache, Duration timeToLive) {}

  private final @Nullable Preset preset;
  private final LdapServer server;
  private final Map<String, LdapServer> servers;
  private final @Nullable Supplier<Optional<String>> serverChoice;
  private final UserLookup users;
  private final ServiceAccount serviceAccount;
  private final @Nullable GroupLookup groups;
  private final AccessRules rules;
  private final List<String> attributes;
  private final Set<AccountAttributes> accountAttributes;
  private final boolean readAsUser;
  private final ReadBesideBind readBesideBind;
  private final @Nullable Caching caching;
  private final Duration timeLimit;
  private final RejectionDelay rejectionDelay;
  private final DecoyBind decoyBind;
  private final @Nullable Dn lockoutPolicy;
  private final UnaryOperator<String> asWritten;

  LdapAuthConfig(LdapAuthConfigBuilder builder) {
    preset = builder.preset;
    server = builder.server;
    servers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.servers));
    serverChoice = builder.serverChoice;
    users = builder.users;
    serviceAccount = builder.serviceAccount;
    groups = builder.groups;
    rules = builder.rules;
    List<String> names = new ArrayList<>();
    for (ParsedSetting<String> name : builder.attributes) {
      names.add(name.get());
    }
    attributes = List.copyOf(names);
    accountAttributes = Collections.unmodifiableSet(EnumSet.copyOf(builder.accountAttributes));
    readAsUser = builder.readAsUser || users.readsAsUser();
    readBesideBind = builder.readBesideBind;
    caching = builder.caching;
    timeLimit = builder.timeLimit;
    rejectionDelay = new RejectionDelay(builder.minRejectionTime);
    UnaryOperator<String> ofLookup = users::named;
    UnaryOperator<String> written = ofLookup.andThen(builder.asWritten)::apply;
    asWritten = preset == null ? written : preset.names(users, groups).andThen(written)::apply;
    decoyBind = builder.decoy == null ? DecoyBind.NONE : DecoyBind.as(builder.decoy.get());
    lockoutPolicy = builder.lockoutPolicy == null ? null : builder.lockoutPolicy.get();
  }

  /**
   * Returns a builder for any directory. {@code LdapAuthProperties.read} returns one from text.
   *
   * @param server the servers, such as {@code LdapServer.ldaps("ldap.example.com")}
   * @param users how to find users, such as {@link UserLookup#search}
   */
  public static LdapAuthConfigBuilder builder(LdapServer server, UserLookup users) {
    return new LdapAuthConfigBuilder(server, users);
  }

  /**
   * Returns a builder for Active Directory: the domain controllers that DNS names, users by the
   * names that Windows knows, and their security groups. It needs a {@link
   * LdapAuthConfigBuilder#serviceAccount service account}. Every setting can be changed afterwards.
   *
   * @param domain the DNS name of the domain, such as {@code ad.example.com}
   */
  public static LdapAuthConfigBuilder activeDirectory(String domain) {
    return Preset.activeDirectory(
        "LdapAuthConfig.activeDirectory", DirectoryKind.ACTIVE_DIRECTORY, domain);
  }

  /** Returns a builder for Samba as a domain controller, as {@link #activeDirectory} does. */
  public static LdapAuthConfigBuilder sambaAd(String domain) {
    return Preset.activeDirectory("LdapAuthConfig.sambaAd", DirectoryKind.SAMBA_AD, domain);
  }

  /**
   * Returns a builder for FreeIPA: the servers that DNS names, users below {@code
   * cn=users,cn=accounts}, and nested groups below {@code cn=groups,cn=accounts}. It was tried
   * against the test kit and 389 Directory Server, not against FreeIPA itself.
   *
   * @param domain the DNS name of the domain, such as {@code example.com}
   */
  public static LdapAuthConfigBuilder freeIpa(String domain) {
    return Preset.freeIpa(domain);
  }

  /**
   * Returns a builder for OpenLDAP: persons by {@code uid}, and nested groups that name their
   * members by DN, as in RFC 2307bis too.
   *
   * @param base the DN below which users and groups are, such as {@code dc=example,dc=com}
   */
  public static LdapAuthConfigBuilder openLdap(LdapServer server, String base) {
    return Preset.openLdap(server, base);
  }

  /**
   * Returns a builder for OpenLDAP with the accounts and groups of RFC 2307, which name their
   * members by {@code memberUid}; see {@link #openLdap}.
   */
  public static LdapAuthConfigBuilder openLdapRfc2307(LdapServer server, String base) {
    return Preset.openLdapRfc2307(server, base);
  }

  /**
   * Returns a builder for 389 Directory Server: persons by {@code uid}, and nested groups that name
   * their members by {@code member}; see {@link #openLdap}.
   */
  public static LdapAuthConfigBuilder ds389(LdapServer server, String base) {
    return Preset.ds389(server, base);
  }

  /**
   * Returns a builder for OpenDJ: persons by {@code uid}, and their groups in {@code isMemberOf},
   * which holds static, nested, dynamic and virtual ones; see {@link #openLdap}.
   */
  public static LdapAuthConfigBuilder openDj(LdapServer server, String base) {
    return Preset.openDj(server, base);
  }

  LdapServer server() {
    return server;
  }

  Map<String, LdapServer> servers() {
    return servers;
  }

  @Nullable Supplier<Optional<String>> serverChoice() {
    return serverChoice;
  }

  UserLookup users() {
    return users;
  }

  ServiceAccount serviceAccount() {
    return serviceAccount;
  }

  /** Returns the look-up that finds the groups of a user, if the configuration sets one. */
  public Optional<GroupLookup> groups() {
    return Optional.ofNullable(groups);
  }

  AccessRules rules() {
    return rules;
  }

  /** Returns whether ldapauth detects that this group cannot be seen, or need not detect it. */
  public boolean looksFor(Dn group) {
    return rules.hiddenGroupsDenyNobody() || rules.namedGroups().contains(group);
  }

  List<String> attributes() {
    return attributes;
  }

  Set<AccountAttributes> accountAttributes() {
    return accountAttributes;
  }

  boolean readAsUser() {
    return readAsUser;
  }

  ReadBesideBind readBesideBind() {
    return readBesideBind;
  }

  @Nullable Caching caching() {
    return caching;
  }

  Duration timeLimit() {
    return timeLimit;
  }

  RejectionDelay rejectionDelay() {
    return rejectionDelay;
  }

  @Nullable Dn lockoutPolicy() {
    return lockoutPolicy;
  }

  DecoyBind decoyBind() {
    return decoyBind;
  }

  /** Replaces the names of settings in a text by those that the reader wrote. */
  UnaryOperator<String> asWritten() {
    return asWritten;
  }

  /** Returns the attributes that may hold the stable id of a user. */
  List<String> stableIdAttributes() {
    return preset == null ? LdapEntry.STABLE_ID_ATTRIBUTES : preset.draft().stableIdAttributes();
  }

  @Nullable Preset preset() {
    return preset;
  }

  /** Returns the settings, without passwords. */
  @Override
  public String toString() {
    return "LdapAuthConfig["
        + String.join(
            ", ",
            "server=" + server,
            "servers=" + servers,
            "users=" + users,
            "serviceAccount=" + serviceAccount,
            "groups=" + (groups == null ? "none" : groups),
            "required=" + rules.required(),
            "denied=" + rules.denied(),
            "lookedFor=" + rules.lookedFor(),
            "hiddenGroupsDenyNobody=" + rules.hiddenGroupsDenyNobody(),
            "attributes=" + attributes,
            "accountAttributes=" + accountAttributes,
            "readAsUser=" + readAsUser,
            "readBesideBind=" + readBesideBind,
            "cached=" + (caching == null ? "never" : caching.timeToLive()),
            "timeLimit=" + timeLimit,
            "minRejectionTime=" + rejectionDelay.least(),
            "decoyBind=" + decoyBind,
            "avoidLockout=" + (lockoutPolicy == null ? "never" : lockoutPolicy),
            "preset=" + (preset == null ? "none" : preset))
        + "]";
  }
}
