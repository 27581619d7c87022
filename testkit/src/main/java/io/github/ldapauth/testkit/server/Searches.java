// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.SearchEntryTransformer;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.testkit.server.Account.Subject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The searches and compares of one connection. */
final class Searches {

  private static final int SIZE_LIMIT = 4;
  private static final int NO_SUCH_ATTRIBUTE = 16;

  private final InMemoryRequestHandler worker;
  private final Service service;
  private final Entries entries;
  private final Emulation emulation;
  private final Requester requester;
  private final @Nullable LDAPListenerClientConnection connection;
  private final SearchResultTransformer view;
  private final PagedSearches pages;
  private final Aliases aliases;
  private final Compares compares;

  Searches(
      InMemoryRequestHandler worker,
      Service service,
      Requester requester,
      @Nullable LDAPListenerClientConnection connection) {
    this.worker = worker;
    this.service = service;
    this.entries = service.entries();
    this.emulation = service.emulation();
    this.requester = requester;
    this.connection = connection;
    this.view =
        new SearchResultTransformer(
            entries, emulation, attribute -> service.hides(requester.dn(), attribute));
    this.pages = emulation.pagedSearches();
    this.aliases = new Aliases(entries, emulation.dereferencesAliases());
    this.compares = new Compares(entries, emulation);
  }

  /** Returns what adapts the entries that the SDK's server finds. */
  SearchEntryTransformer view() {
    return view;
  }

  LDAPMessage search(int id, SearchRequestProtocolOp request, List<Control> controls) {
    boolean rootDse = ServerEntries.isOfRootDse(request);
    return requester.unlessRestricted(
        id,
        PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE,
        rootDse ? Subject.SERVER : Subject.ENTRIES,
        () -> {
          Optional<Answer> refusal = refuseSearch(request, rootDse);
          if (refusal.isPresent()) {
            return refusal.get().toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
          }
          if (service.itself().areMissedBy(request)) {
            return new Answer(ResultCode.NO_SUCH_OBJECT_INT_VALUE, "")
                .toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
          }
          if (service.itself().areReadBy(request)) {
            service
                .itself()
                .find(request, requester.dn(), entries)
                .ifPresent(entry -> view.send(connection, id, entry));
            return Answer.success().toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
          }
          return find(id, request, controls);
        });
  }

  private LDAPMessage find(int id, SearchRequestProtocolOp request, List<Control> controls) {
    try {
      SearchRequestProtocolOp found = aliases.find(request);
      entries.prepare(found.getBaseDN(), found.getScope());
      Optional<Answer> refusal = refuseBase(found);
      if (refusal.isPresent()) {
        return refusal.get().toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
      }
      LDAPMessage answer =
          emulation
              .sortedSearches()
              .search(
                  id,
                  controls,
                  entries,
                  emulation.extensibleFilters(),
                  sorting ->
                      pages.search(
                          id,
                          service.access().restrict(requester.dn(), found, entries),
                          sorting,
                          (page, others) ->
                              worker.processSearchRequest(
                                  id, aliases.search(view.begin(page)), others)));
      if (Answer.resultCode(answer) == 0) {
        emulation.references(request).forEach(url -> Answer.sendReference(connection, id, url));
      }
      return withText(answer, request.getBaseDN());
    } catch (LDAPException e) {
      return Answer.refusal(e).toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
    }
  }

  /** The SDK's server explains these codes in its own words. */
  private LDAPMessage withText(LDAPMessage answer, String base) {
    int code = Answer.resultCode(answer);
    boolean missing = code == ResultCode.NO_SUCH_OBJECT_INT_VALUE;
    String text = missing ? emulation.noSuchBase(base) : "";
    return missing || code == SIZE_LIMIT
        ? new LDAPMessage(
            answer.getMessageID(),
            new SearchResultDoneProtocolOp(
                code,
                answer.getSearchResultDoneProtocolOp().getMatchedDN(),
                text.isEmpty() ? null : text,
                List.of()),
            answer.getControls())
        : answer;
  }

  private Optional<Answer> refuseSearch(SearchRequestProtocolOp request, boolean rootDse) {
    if (mustBindFirst() && !rootDse) {
      return Optional.of(emulation.anonymousSearch());
    }
    return emulation
        .refuseSearch(request, requester.isAnonymous())
        .or(() -> service.itself().areReadBy(request) ? Optional.empty() : refuseBase(request));
  }

  private Optional<Answer> refuseBase(SearchRequestProtocolOp request) {
    return service.access().hidesBase(requester.dn(), request)
        ? emulation.unreadableBase(entries.at(request.getBaseDN()).isPresent())
        : Optional.empty();
  }

  private boolean mustBindFirst() {
    return service.bindRequiredToSearch() && requester.isAnonymous();
  }

  LDAPMessage compare(int id, CompareRequestProtocolOp request, List<Control> controls) {
    String attribute = entries.schema().nameOf(request.getAttributeName());
    entries.prepare(request.getDN(), SearchScope.BASE);
    if (mustBindFirst()) {
      return emulation.anonymousSearch().toMessage(id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE);
    }
    boolean readable =
        Entries.parse(request.getDN())
            .filter(dn -> !service.access().mayRead(requester.dn(), dn))
            .isEmpty();
    if (!readable || service.access().hides(requester.dn(), attribute)) {
      return emulation.unreadable(readable).toMessage(id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE);
    }
    Optional<Answer> answer =
        service.hides(requester.dn(), attribute)
            ? Optional.of(new Answer(NO_SUCH_ATTRIBUTE, ""))
            : compares.answer(request);
    return answer
        .map(each -> each.toMessage(id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE))
        .orElseGet(() -> worker.processCompareRequest(id, request, controls));
  }
}
