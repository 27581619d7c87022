// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.LdapAuthConfig.Caching;
import io.github.ldapauth.cache.LookupCache;
import io.github.ldapauth.directory.AccountAttributes;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.directory.ServiceAccount;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A builder of {@link LdapAuthConfig}. Null texts are mistakes. Not safe for several threads. */
public final class LdapAuthConfigBuilder {

  private static final int CACHED_ENTRIES = 10_000;

  LdapServer server;
  UserLookup users;
  @Nullable Preset preset;
  final Map<String, LdapServer> servers = new LinkedHashMap<>();
  @Nullable Supplier<Optional<String>> serverChoice;
  ServiceAccount serviceAccount = ServiceAccount.anonymous();
  @Nullable GroupLookup groups;
  AccessRules rules = AccessRules.NONE;
  List<ParsedSetting<String>> attributes = List.of(attribute("*"));
  Set<AccountAttributes> accountAttributes = EnumSet.allOf(AccountAttributes.class);
  boolean readAsUser;
  ReadBesideBind readBesideBind = ReadBesideBind.IF_FAR;
  @Nullable Caching caching;
  Duration timeLimit = Duration.ofSeconds(15);
  Duration minRejectionTime = Duration.ZERO;
  @Nullable ParsedSetting<Dn> decoy;
  @Nullable ParsedSetting<Dn> lockoutPolicy;
  UnaryOperator<String> asWritten = UnaryOperator.identity();
  final List<String> serverMistakes = new ArrayList<>();
  private UnaryOperator<List<String>> rewriter = UnaryOperator.identity();

  LdapAuthConfigBuilder(LdapServer server, UserLookup users) {
    this.server = Objects.requireNonNull(server, "server");
    this.users = Objects.requireNonNull(users, "users");
  }

  /**
   * Sets the account that searches. ldapauth calls the supplier for each bind, so that the password
   * can change while the application runs: on a thread of its own, without the thread-locals of the
   * caller. Binds at the same time may share a result. Default: searches are anonymous.
   *
   * @param name a DN, or in Active Directory also {@code user@domain} or {@code DOMAIN\name}
   * @param password returns the password. If it throws or returns null, the sign-in fails with the
   *     stage {@code SERVICE_BIND}
   */
  public LdapAuthConfigBuilder serviceAccount(
      @Nullable String name, @Nullable Supplier<String> password) {
    serviceAccount = ServiceAccount.supplied(name, password);
    return this;
  }

  /** Sets the account that searches; see {@link #serviceAccount(String, Supplier)}. */
  public LdapAuthConfigBuilder serviceAccount(@Nullable String name, @Nullable String password) {
    serviceAccount = ServiceAccount.of(name, password);
    return this;
  }

  /**
   * Sets the account that searches; see {@link #serviceAccount(String, Supplier)}. ldapauth reads
   * the file with the password once per bind, and ignores a line break at the end. It uses a
   * changed password after the file has not changed for two seconds.
   */
  public LdapAuthConfigBuilder serviceAccount(@Nullable String name, Path passwordFile) {
    serviceAccount = ServiceAccount.fromFile(name, passwordFile);
    return this;
  }

  /**
   * Searches as the account to which the servers map the TLS client certificate (SASL EXTERNAL, RFC
   * 4422, appendix A). Needs {@link LdapServer#clientCertificate} or {@link LdapServer#sslContext}.
   * Default: searches are anonymous.
   */
  public LdapAuthConfigBuilder serviceAccountByCertificate() {
    serviceAccount = ServiceAccount.certificate();
    return this;
  }

  /** Sets the servers. Default: those of the preset, or those with which the builder was made. */
  public LdapAuthConfigBuilder server(LdapServer servers) {
    server = Objects.requireNonNull(servers, "servers");
    return this;
  }

  /**
   * Changes the servers, for those of a preset: {@code server(servers ->
   * servers.trustedCertificates(file))}. Default: unchanged.
   */
  public LdapAuthConfigBuilder server(UnaryOperator<LdapServer> change) {
    return server(change.apply(server));
  }

  /** Sets how to find users. Default: as in the preset, or as the builder was made. */
  public LdapAuthConfigBuilder users(UserLookup users) {
    this.users = Objects.requireNonNull(users, "users");
    return this;
  }

  /**
   * Adds a server under a name, so that {@link #chooseServer} or {@link
   * LdapAuthenticator#forServer} can choose it for a request: one for each site or tenant, for
   * example. All other settings apply to it too, including the service account. Default: the first
   * server only.
   */
  public LdapAuthConfigBuilder server(@Nullable String name, LdapServer named) {
    ParsedSetting<String> checked = ParsedSetting.parse("server name", name, Function.identity());
    checked.addMistakeTo(serverMistakes);
    Objects.requireNonNull(named, "named")
        .mistakes()
        .forEach(mistake -> serverMistakes.add("server " + checked + " " + mistake));
    if (servers.putIfAbsent(checked.toString(), named) != null) {
      serverMistakes.add("server \"" + checked + "\": is added twice");
    }
    return this;
  }

  /**
   * Sets a supplier that chooses one of the named servers: by the tenant of the request, for
   * example. Each method of {@link LdapAuthenticator} that checks or reads one user calls it once,
   * on the calling thread, so that it can read thread-locals. A timer that calls {@code refresh}
   * has none: call {@link LdapAuthenticator#forServer} there, which replaces the choice. Exceptions
   * of the supplier reach the caller. An unknown name throws {@link IllegalArgumentException}.
   * Default: the first server.
   *
   * @param choice returns a name given to {@link #server}, or empty for the first server
   */
  public LdapAuthConfigBuilder chooseServer(Supplier<Optional<String>> choice) {
    serverChoice = Objects.requireNonNull(choice, "choice");
    return this;
  }

  /** Sets how to find the groups of a user. Default: no groups, and no rule can use them. */
  public LdapAuthConfigBuilder groups(GroupLookup groups) {
    this.groups = Objects.requireNonNull(groups, "groups");
    return this;
  }

  /**
   * Rejects users that do not satisfy the query, and users with unknown membership. After several
   * calls, users must satisfy every query. Default: none.
   */
  public LdapAuthConfigBuilder require(GroupQuery query) {
    rules = rules.requiring(Objects.requireNonNull(query, "require query"));
    return this;
  }

  /**
   * Rejects users that satisfy the query. A user with unknown membership is rejected too. After
   * several calls, each query rejects. Default: none.
   */
  public LdapAuthConfigBuilder deny(GroupQuery query) {
    rules = rules.denying(Objects.requireNonNull(query, "deny query"));
    return this;
  }

  /**
   * Looks for the groups of a query as for those of rules. If one of them cannot be seen, {@link
   * LdapUser#groups} then answers unknown instead of no. Call this for a role of users outside a
   * group. Default: only groups of rules, flags and mirrors.
   */
  public LdapAuthConfigBuilder lookFor(GroupQuery query) {
    rules = rules.lookingFor(Objects.requireNonNull(query, "lookFor query"));
    return this;
  }

  /**
   * Treats a group that cannot be seen as empty: a misspelt or hidden group then denies no user,
   * nor does a user or an organizational unit in place of a group. Default: ldapauth looks for each
   * group that rules, flags and mirrors name by DN, at most once in five minutes. If it cannot see
   * one, membership in it is unknown, and the user is rejected.
   */
  public LdapAuthConfigBuilder hiddenGroupsDenyNobody() {
    rules = rules.ignoringHiddenGroups();
    return this;
  }

  /**
   * Sets which attributes of the user's entry are read: names, {@code *} for all user attributes,
   * {@code +} for all operational ones (RFC 3673). ldapauth also reads the attributes that it needs
   * for the user name, groups, mappings, account state and stable id. An entry larger than 16 MiB
   * throws {@link io.github.ldapauth.directory.LdapDirectoryException}. Default: {@code *}.
   */
  public LdapAuthConfigBuilder attributes(String... names) {
    List<ParsedSetting<String>> parsed = new ArrayList<>();
    for (String name : Objects.requireNonNull(names, "names")) {
      parsed.add(attribute(name));
    }
    attributes = List.copyOf(parsed);
    return this;
  }

  /** See {@link #attributes(String...)}. */
  public LdapAuthConfigBuilder attributes(Collection<String> names) {
    return attributes(names.toArray(String[]::new));
  }

  /**
   * Sets which attributes of the user's entry show that the account is disabled, locked or expired.
   * They are read with the entry, without a further request. Call this to read fewer, for the
   * directory that you have, or none. They count in every look-up, and in a sign-in if the bind
   * alone does not decide. Default: all.
   */
  public LdapAuthConfigBuilder accountAttributes(AccountAttributes... kinds) {
    return accountAttributes(List.of(kinds));
  }

  /** See {@link #accountAttributes(AccountAttributes...)}. */
  public LdapAuthConfigBuilder accountAttributes(Collection<AccountAttributes> kinds) {
    accountAttributes = EnumSet.noneOf(AccountAttributes.class);
    accountAttributes.addAll(kinds);
    return this;
  }

  /**
   * Reads attributes and groups at a sign-in with the user's own rights, on the connection of the
   * one bind. ldapauth closes it afterwards, so each sign-in opens a connection. The rules use the
   * user's view: members must be able to read a {@code deny} group. With a DN template, sign-ins do
   * not use the service account. With a search, the service account finds the entry, and the user
   * reads it again. Default: the service account reads.
   */
  public LdapAuthConfigBuilder readAsUser() {
    readAsUser = true;
    return this;
  }

  /**
   * Sets whether a sign-in reads while the directory checks the password, on another connection and
   * another thread: true for always, false for never. This saves one round trip, and two with a DN
   * template. A wrong password then costs the directory these reads too. ldapauth uses nothing of
   * them before the directory accepted the password, and calls a {@link
   * io.github.ldapauth.group.GroupType} of your own after that. Has no effect with {@link
   * #readAsUser} and {@link UserLookup#bindName}, as the user can read only after the bind.
   * Default: ldapauth reads beside the bind if a round trip to the directory takes at least a
   * millisecond.
   */
  public LdapAuthConfigBuilder readBesideBind(boolean beside) {
    readBesideBind = beside ? ReadBesideBind.ALWAYS : ReadBesideBind.NEVER;
    return this;
  }

  /**
   * Caches DNs and groups in memory, for {@link LdapAuthenticator#lookup}, {@link
   * LdapAuthenticator#populate} and {@link LdapAuthenticator#lookupPermitted}: at most 10,000. The
   * user's entry is always read, so that a deleted user is not found. A sign-in uses no cached
   * data, and caches what it reads. Default: no cache.
   *
   * @param timeToLive how long they may be used after they were read; at most 1 day
   */
  public LdapAuthConfigBuilder cache(Duration timeToLive) {
    return cache(LookupCache.inMemory(CACHED_ENTRIES), timeToLive);
  }

  /**
   * Caches DNs and groups in the application's own cache, as {@link #cache(Duration)} does in
   * memory. Several configurations may share it. Default: no cache.
   */
  public LdapAuthConfigBuilder cache(LookupCache cache, Duration timeToLive) {
    caching =
        new Caching(
            Objects.requireNonNull(cache, "cache"),
            Objects.requireNonNull(timeToLive, "timeToLive"));
    return this;
  }

  /**
   * Sets how long one sign-in may take, connecting included; at most 1 hour. After that, ldapauth
   * sends no request and waits for no answer, and the sign-in fails. Default: 15 seconds.
   */
  public LdapAuthConfigBuilder timeLimit(Duration limit) {
    timeLimit = Objects.requireNonNull(limit, "limit");
    return this;
  }

  /**
   * Sets how long a rejected sign-in takes at least. A random part of up to a tenth is added. If it
   * is longer than a wrong password takes, the time of a rejection does not tell whether the user
   * exists. The calling thread waits, without a connection. Accepted sign-ins do not wait, nor do
   * names and passwords that are invalid for every user. Must be shorter than {@link #timeLimit}.
   * Default: no wait.
   */
  public LdapAuthConfigBuilder minRejectionTime(Duration time) {
    minRejectionTime = Objects.requireNonNull(time, "time");
    return this;
  }

  /**
   * Sends no bind that could be the one to lock the account: if the directory counts so many wrong
   * passwords that one more would lock it, the sign-in is rejected with {@link
   * RejectionReason#LOCKOUT_AVOIDED}. ldapauth reads the policy once in five minutes, and the count
   * with the user's entry. If the entry names a policy of its own, that one counts. Default: every
   * bind is sent.
   *
   * @param policyDn the entry with the policy: the domain in Active Directory, the one with {@code
   *     pwdMaxFailure} in OpenLDAP, {@code cn=config} in 389 Directory Server
   */
  public LdapAuthConfigBuilder avoidLockout(@Nullable String policyDn) {
    lockoutPolicy = ParsedSetting.dn("avoidLockout", policyDn);
    return this;
  }

  /**
   * Binds with a random password if the search finds no user, so that the directory takes as long
   * as for a wrong password. Name a DN that does not exist, or an account that no one uses and that
   * the directory never locks. A {@link SignInChain} does not use it. Default: no such bind.
   */
  public LdapAuthConfigBuilder decoyBind(@Nullable String dn) {
    decoy = ParsedSetting.dn("decoyBind", dn);
    return this;
  }

  /**
   * Changes the mistakes that {@link #build} reports. Call this in a reader of a configuration
   * format, to name the keys of that format and to add mistakes. Default: {@link #mistakes}.
   *
   * @param rewriter takes all mistakes and returns those to report; {@link #build} succeeds if it
   *     returns none
   */
  public LdapAuthConfigBuilder rewriteMistakes(UnaryOperator<List<String>> rewriter) {
    this.rewriter = Objects.requireNonNull(rewriter, "rewriter");
    return this;
  }

  /**
   * Changes the texts that name settings: those of {@link LdapDiagnosis}, {@link
   * LdapAuthenticator#findProblems()}, exceptions, rejections and logs. Call this in a reader of a
   * configuration format, to name the keys of that format. Default: texts name the methods of the
   * builders.
   *
   * @param names takes a text with names of methods, and returns it with those that were written; a
   *     text that it returned comes back unchanged
   */
  public LdapAuthConfigBuilder nameSettings(UnaryOperator<String> names) {
    this.asWritten = Objects.requireNonNull(names, "names");
    return this;
  }

  /**
   * Checks the settings without contacting the directory, and returns the configuration.
   *
   * @throws InvalidConfigException with all mistakes together
   */
  public LdapAuthConfig build() {
    InvalidConfigException.throwIfAny(rewriter.apply(mistakes()));
    return new LdapAuthConfig(this);
  }

  /** Returns the mistakes so far, one line each, with the names of this builder's methods. */
  public List<String> mistakes() {
    return new ConfigMistakes(this).all();
  }

  /** Returns what a preset decides. */
  @Override
  public String toString() {
    return "LdapAuthConfigBuilder[preset="
        + (preset == null ? "none" : preset)
        + ", server="
        + server
        + ", users="
        + users
        + ", groups="
        + (groups == null ? "none" : groups)
        + ", accountAttributes="
        + accountAttributes
        + ", serviceAccount="
        + serviceAccount
        + "]";
  }

  private static ParsedSetting<String> attribute(@Nullable String name) {
    return "*".equals(name) || "+".equals(name)
        ? ParsedSetting.parse("attributes", name, all -> all)
        : ParsedSetting.attribute("attributes", name);
  }
}
