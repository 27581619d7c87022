// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.LdapAuthConfig.Caching;
import io.github.ldapauth.cache.LookupCache;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.directory.ServiceAccount;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects a configuration. Not safe for use by several threads. */
public final class LdapAuthConfigBuilder {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LONGEST_CACHED = Duration.ofDays(1);
  private static final int CACHED_ENTRIES = 10_000;

  final LdapServer server;
  final UserLookup users;
  final Map<String, LdapServer> servers = new LinkedHashMap<>();
  @Nullable Supplier<Optional<String>> serverChoice;
  ServiceAccount serviceAccount = ServiceAccount.anonymous();
  @Nullable GroupLookup groups;
  final List<GroupQuery> required = new ArrayList<>();
  final List<GroupQuery> denied = new ArrayList<>();
  final List<GroupQuery> lookedFor = new ArrayList<>();
  boolean hiddenGroupsDenyNobody;
  List<ParsedSetting<String>> attributes = List.of(attribute("*"));
  boolean readAsUser;
  @Nullable Caching caching;
  Duration timeLimit = Duration.ofSeconds(15);
  private final List<String> serverMistakes = new ArrayList<>();
  private UnaryOperator<List<String>> rewriter = UnaryOperator.identity();

  LdapAuthConfigBuilder(LdapServer server, UserLookup users) {
    this.server = Objects.requireNonNull(server, "server");
    this.users = Objects.requireNonNull(users, "users");
  }

  /**
   * Sets the account that searches. ldapauth calls the supplier once per bind, so that the password
   * can change while the application runs. Default: searches are anonymous.
   *
   * @param name a DN, or in Active Directory also {@code user@domain} or {@code DOMAIN\name}
   */
  public LdapAuthConfigBuilder serviceAccount(
      @Nullable String name, @Nullable Supplier<String> password) {
    serviceAccount = ServiceAccount.supplied(name, password);
    return this;
  }

  /**
   * Sets the account that searches, and its password. Default: searches are anonymous.
   *
   * @param name a DN, or in Active Directory also {@code user@domain} or {@code DOMAIN\name}
   */
  public LdapAuthConfigBuilder serviceAccount(@Nullable String name, @Nullable String password) {
    serviceAccount = ServiceAccount.of(name, password);
    return this;
  }

  /**
   * Sets the account that searches, and a file that holds its password. ldapauth reads the file
   * once per bind, and uses a changed password once the file has not changed for two seconds. A
   * line break at its end does not count. Default: searches are anonymous.
   *
   * @param name a DN, or in Active Directory also {@code user@domain} or {@code DOMAIN\name}
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

  /**
   * Adds a server under a name, so that {@link #chooseServer} or {@link
   * LdapAuthenticator#forServer} can choose it for a request: one for each site or tenant, for
   * example. Everything else of this configuration holds for it too, the service account included.
   * Default: there is the first server alone.
   */
  public LdapAuthConfigBuilder server(@Nullable String name, LdapServer named) {
    ParsedSetting<String> checked = ParsedSetting.parse("server name", name, Function.identity());
    checked.mistake().ifPresent(serverMistakes::add);
    Objects.requireNonNull(named, "named")
        .mistakes()
        .forEach(mistake -> serverMistakes.add("server " + checked + " " + mistake));
    if (servers.putIfAbsent(checked.toString(), named) != null) {
      serverMistakes.add("server \"" + checked + "\": is there twice");
    }
    return this;
  }

  /**
   * Lets the application choose one of the named servers for whoever asks: by the tenant of the
   * request, for example. The choice is asked once for each sign-in, {@code lookup}, {@code
   * populate}, {@code lookupPermitted} and {@code invalidate}, by the thread that calls, so that it
   * sees what the application keeps for that thread. What it throws reaches the caller, and so does
   * an {@link IllegalArgumentException} if there is no server of the name that it gives. {@link
   * LdapAuthenticator#forServer} does not ask it. Default: the first server is asked.
   *
   * @param choice returns a name given to {@link #server}, or empty for the first server
   */
  public LdapAuthConfigBuilder chooseServer(Supplier<Optional<String>> choice) {
    serverChoice = Objects.requireNonNull(choice, "choice");
    return this;
  }

  /** Sets how a person's groups are found. Default: they are not, and no rule can use them. */
  public LdapAuthConfigBuilder groups(GroupLookup groups) {
    this.groups = Objects.requireNonNull(groups, "groups");
    return this;
  }

  /**
   * Lets nobody sign in who does not satisfy the query. Several calls: all must be satisfied.
   * Default: no requirement.
   */
  public LdapAuthConfigBuilder require(GroupQuery query) {
    required.add(Objects.requireNonNull(query, "query"));
    return this;
  }

  /**
   * Lets nobody sign in who satisfies the query, or of whom that cannot be told. Several calls:
   * each denies. Default: nobody is denied.
   */
  public LdapAuthConfigBuilder deny(GroupQuery query) {
    denied.add(Objects.requireNonNull(query, "query"));
    return this;
  }

  /**
   * Looks for the groups of a query as for those of rules, so that {@link LdapUser#groups} does not
   * answer no if one of them cannot be seen. A role for users outside a group needs it. Default:
   * only groups of rules, flags and mirrors are looked for.
   */
  public LdapAuthConfigBuilder lookFor(GroupQuery query) {
    lookedFor.add(Objects.requireNonNull(query, "query"));
    return this;
  }

  /**
   * Takes a group that cannot be seen for one without members: a misspelt or hidden group then
   * denies nobody. Default: ldapauth looks for the groups that rules, flags and mirrors name by DN,
   * at most every five minutes for each. If memberships in one of them could not be seen, whether
   * the user is in it is unknown, and the user is rejected.
   */
  public LdapAuthConfigBuilder hiddenGroupsDenyNobody() {
    hiddenGroupsDenyNobody = true;
    return this;
  }

  /**
   * Sets which attributes of the user's entry are read: names, {@code *} for all user attributes,
   * {@code +} for all operational ones (RFC 3673). What user name, groups, mappings, account state
   * and the stable id need is read besides. An entry of more than 16 MiB is a failure. Default:
   * {@code *}.
   */
  public LdapAuthConfigBuilder attributes(String... names) {
    attributes =
        Stream.of(Objects.requireNonNull(names, "names"))
            .map(LdapAuthConfigBuilder::attribute)
            .toList();
    return this;
  }

  /** See {@link #attributes(String...)}. */
  public LdapAuthConfigBuilder attributes(Collection<String> names) {
    return attributes(names.toArray(String[]::new));
  }

  /**
   * Reads attributes and groups at a sign-in with the person's own rights, on the connection of the
   * one bind, which is closed afterwards: each sign-in opens a connection. The rules see what the
   * person sees, so a {@code deny} group has to be one that its members may read. With a DN
   * template the service account is not used at all; with a search it finds the entry, which is
   * then read again as the person. Default: the service account reads.
   */
  public LdapAuthConfigBuilder readAsUser() {
    readAsUser = true;
    return this;
  }

  /**
   * Keeps DNs and groups that were found in memory, for {@link LdapAuthenticator#lookup}, {@link
   * LdapAuthenticator#populate} and {@link LdapAuthenticator#lookupPermitted}: at most 10,000 of
   * them, each for {@code timeToLive} at most. The person's entry is always read, so that somebody
   * who is gone is not found. A sign-in asks the directory for everything, and what it finds is
   * kept. Default: nothing is kept.
   */
  public LdapAuthConfigBuilder cache(Duration timeToLive) {
    return cache(LookupCache.inMemory(CACHED_ENTRIES), timeToLive);
  }

  /**
   * Keeps DNs and groups in a cache of the application's own, as {@link #cache(Duration)} does in
   * memory. Several configurations may share it. Default: nothing is kept.
   */
  public LdapAuthConfigBuilder cache(LookupCache cache, Duration timeToLive) {
    caching =
        new Caching(
            Objects.requireNonNull(cache, "cache"),
            Objects.requireNonNull(timeToLive, "timeToLive"));
    return this;
  }

  /**
   * Sets how long one sign-in may take. No request is begun after that, and none waits longer; only
   * a connection that is just being opened may go on for its own limit. Default: 15 seconds.
   */
  public LdapAuthConfigBuilder timeLimit(Duration limit) {
    timeLimit = Objects.requireNonNull(limit, "limit");
    return this;
  }

  /**
   * Changes the mistakes that {@link #build} reports. A reader of a configuration format uses it to
   * name the keys of that format, and to add mistakes of its own. Default: reports {@link
   * #mistakes} as they are.
   *
   * @param rewriter takes all mistakes and returns those to report; {@link #build} throws nothing
   *     if it returns none
   */
  public LdapAuthConfigBuilder rewriteMistakes(UnaryOperator<List<String>> rewriter) {
    this.rewriter = Objects.requireNonNull(rewriter, "rewriter");
    return this;
  }

  /**
   * Checks everything that can be checked without the directory.
   *
   * @throws InvalidConfigException with all mistakes together
   */
  public LdapAuthConfig build() {
    InvalidConfigException.throwIfAny(rewriter.apply(mistakes()));
    return new LdapAuthConfig(this);
  }

  /** Returns the mistakes so far, one line each, as this builder names its settings. */
  public List<String> mistakes() {
    List<String> mistakes = new ArrayList<>(server.mistakes());
    mistakes.addAll(serverMistakes);
    if (serverChoice != null && servers.isEmpty()) {
      mistakes.add("chooseServer: there is nothing to choose from, add server(name, ...)");
    }
    mistakes.addAll(serviceAccount.mistakes());
    Stream.concat(Stream.of(server), servers.values().stream())
        .flatMap(each -> serviceAccount.missingAt(each).stream())
        .distinct()
        .forEach(mistakes::add);
    mistakes.addAll(users.mistakes());
    if (groups != null) {
      mistakes.addAll(groups.mistakes());
    }
    required.forEach(query -> mistakes.addAll(query.mistakes("require", groups)));
    denied.forEach(query -> mistakes.addAll(query.mistakes("deny", groups)));
    lookedFor.forEach(query -> mistakes.addAll(query.mistakes("lookFor", groups)));
    attributes.forEach(name -> name.mistake().ifPresent(mistakes::add));
    if (timeLimit.isNegative() || timeLimit.isZero() || timeLimit.compareTo(LONGEST) > 0) {
      mistakes.add("timeLimit " + timeLimit + ": must be positive and at most 1 hour");
    }
    if (caching != null && !isCacheable(caching.timeToLive())) {
      mistakes.add("cache " + caching.timeToLive() + ": must be positive and at most 1 day");
    }
    return mistakes;
  }

  private static boolean isCacheable(Duration time) {
    return !time.isNegative() && !time.isZero() && time.compareTo(LONGEST_CACHED) <= 0;
  }

  private static ParsedSetting<String> attribute(@Nullable String name) {
    return "*".equals(name) || "+".equals(name)
        ? ParsedSetting.parse("attributes", name, all -> all)
        : ParsedSetting.attribute("attributes", name);
  }
}
