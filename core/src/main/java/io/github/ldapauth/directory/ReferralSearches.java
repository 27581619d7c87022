// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapSearch.Reference;
import io.github.ldapauth.entry.LdapEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Searches of the service account at servers to which others refer. Only servers that are allowed
 * are asked, with TLS, and no reference is followed further than a few hops. No user's password is
 * ever sent there.
 */
final class ReferralSearches implements AutoCloseable {

  private static final int MAX_HOPS = 3;

  private final LdapServer settings;
  private final @Nullable ServiceBind account;
  private final Network network;

  /** At most two for each host that is allowed. */
  private final Map<String, ConnectionPool> pools = new ConcurrentHashMap<>();

  private boolean closed;

  ReferralSearches(LdapServer settings, @Nullable ServiceBind account, Network network) {
    this.settings = settings;
    this.account = account;
    this.network = network;
  }

  /** A reference that is not followed yet. */
  private record Hop(Reference reference, LdapSearch search, int number) {}

  /**
   * Sends a search, and follows the references of the answer.
   *
   * @param first sends the search to the directory
   * @throws LdapDirectoryException if one of the servers does not answer
   */
  LdapSearch.Result send(PagedSearch search, Supplier<LdapSearch.Result> first, Deadline deadline) {
    Walk walk = new Walk();
    PagedSearch last = search;
    walk.add(search.search(), first, 1);
    for (Hop hop = walk.next(); hop != null; hop = walk.next()) {
      Optional<Referral> target = target(hop);
      if (target.isEmpty()) {
        walk.notFollowed.add(hop.reference());
      } else if (walk.followed.add(target.get())) {
        PagedSearch again = last.to(target.get().search());
        last = again;
        walk.add(again.search(), () -> ask(target.get(), again, deadline), hop.number() + 1);
      }
    }
    return walk.result();
  }

  private Optional<Referral> target(Hop hop) {
    return hop.number() > MAX_HOPS
        ? Optional.empty()
        : Referral.of(hop.reference(), hop.search(), settings.use().referrals());
  }

  /** What one search found so far, and the references that are open. */
  private final class Walk {

    private final Map<String, LdapEntry> entries = new LinkedHashMap<>();
    private final List<Reference> notFollowed = new ArrayList<>();
    private final Set<Referral> followed = new HashSet<>();
    private final Deque<Hop> open = new ArrayDeque<>();
    private boolean isCutShort;

    @Nullable Hop next() {
      return open.poll();
    }

    /** Sends a search to one server, and adds the answer. */
    void add(LdapSearch search, Supplier<LdapSearch.Result> request, int hop) {
      LdapSearch.Result answer;
      try {
        answer = request.get();
      } catch (LdapDirectoryException e) {
        Hop whole = new Hop(referral(e), search, hop);
        if (target(whole).isEmpty()) {
          throw e;
        }
        open.add(whole);
        return;
      }
      answer.entries().forEach(entry -> entries.putIfAbsent(entry.dn().toString(), entry));
      answer.references().forEach(reference -> open.add(new Hop(reference, search, hop)));
      isCutShort |= answer.isCutShort();
    }

    LdapSearch.Result result() {
      return new LdapSearch.Result(
          List.copyOf(entries.values()), isCutShort, List.copyOf(notFollowed));
    }
  }

  /** Returns the servers that have the search base; none if the failure is another one. */
  private static Reference referral(LdapDirectoryException e) {
    return e.getCause() instanceof LDAPException cause
            && cause.getResultCode().equals(ResultCode.REFERRAL)
        ? new Reference(List.of(cause.getReferralURLs()), false)
        : new Reference(List.of(), false);
  }

  private LdapSearch.Result ask(Referral referral, PagedSearch search, Deadline deadline) {
    return new ServiceSearches(pool(referral), new RoundTrip(), deadline, new ChosenServer(null))
        .send(search);
  }

  private ConnectionPool pool(Referral referral) {
    LdapServer server = settings.referred(referral.protocol(), referral.server());
    synchronized (pools) {
      ConnectionPool pool =
          pools.computeIfAbsent(referral.protocol() + " " + referral.server(), key -> open(server));
      if (closed) {
        pool.close();
      }
      return pool;
    }
  }

  private ConnectionPool open(LdapServer server) {
    return new ConnectionPool(
        CoolDown.SERVICE,
        server,
        new ServerOrder(server, network),
        account,
        new Connector(server, network),
        network);
  }

  @Override
  public void close() {
    synchronized (pools) {
      closed = true;
      pools.values().forEach(ConnectionPool::close);
    }
  }
}
