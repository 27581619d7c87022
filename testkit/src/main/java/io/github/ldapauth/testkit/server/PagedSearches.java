// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The paged searches (RFC 2696) of one connection. The cookies of the SDK's server are positions,
 * which each connection could continue at; those of other servers count on their own connection.
 */
public class PagedSearches {

  private static final String OID = SimplePagedResultsControl.PAGED_RESULTS_OID;

  /** Lets the SDK's server search. */
  interface Work {
    LDAPMessage search(SearchRequestProtocolOp request, List<Control> controls);
  }

  /**
   * A page that a client asks for.
   *
   * @param cookie the cookie, as text of one character for each byte; empty for the first page
   * @param search the base and the filter
   */
  protected record Page(String cookie, int size, int sizeLimit, String search) {

    private static Page of(SearchRequestProtocolOp request, SimplePagedResultsControl asked) {
      ASN1OctetString cookie = asked.getCookie();
      return new Page(
          cookie == null ? "" : new String(cookie.getValue(), StandardCharsets.ISO_8859_1),
          asked.getSize(),
          request.getSizeLimit(),
          request.getBaseDN() + " " + request.getFilter());
    }

    public boolean isFirst() {
      return cookie.isEmpty();
    }
  }

  private record Place(String search, int position) {}

  private final Map<String, Place> places = new HashMap<>();

  /**
   * Returns how many entries come before a page.
   *
   * @throws LDAPException if the cookie is none that continues this search here
   */
  protected int position(Page page) throws LDAPException {
    Place place = places.get(page.cookie);
    if (place == null || !place.search.equals(page.search)) {
      throw new LDAPException(
          place == null ? unknownCookie() : ofAnotherSearch(),
          "the paged results cookie does not continue this search on this connection");
    }
    return place.position;
  }

  protected ResultCode unknownCookie() {
    return ResultCode.UNWILLING_TO_PERFORM;
  }

  protected ResultCode ofAnotherSearch() {
    return ResultCode.UNWILLING_TO_PERFORM;
  }

  /** Returns the cookie for the page after this one. */
  protected String cookie(Page page, int position) throws LDAPException {
    end(page);
    String cookie = UUID.randomUUID().toString();
    places.put(cookie, new Place(page.search, position));
    return cookie;
  }

  /** Ends a search with its last page. */
  protected void end(Page page) throws LDAPException {
    places.remove(page.cookie);
  }

  /** Returns the answer to a page of no entries. */
  protected Answer abandon(Page page) throws LDAPException {
    if (!page.isFirst()) {
      position(page);
      end(page);
    }
    return Answer.success(new SimplePagedResultsControl(0, new ASN1OctetString()));
  }

  /**
   * Returns what a server tells of the number of entries.
   *
   * @param all how many there are
   * @param before how many came before this page
   */
  protected int estimate(int all, int before, boolean last) {
    return all;
  }

  /** Returns whether the size limit makes the server return all entries at once. */
  protected boolean isIgnored(Page page) {
    return false;
  }

  /**
   * Returns how many entries the size limit leaves; less than 0 for any number.
   *
   * @param before how many entries came before this page
   */
  protected int left(Page page, int before) {
    return page.sizeLimit == 0 ? -1 : page.sizeLimit;
  }

  /** Returns how many entries the SDK's server is asked for. */
  protected int asked(Page page) {
    return page.size;
  }

  final LDAPMessage search(
      int id, SearchRequestProtocolOp request, List<Control> controls, Work work) {
    try {
      Optional<SimplePagedResultsControl> asked = controlIn(controls);
      return asked.isEmpty()
          ? work.search(request, controls)
          : page(id, Page.of(request, asked.get()), request, without(controls), work);
    } catch (LDAPException e) {
      return Answer.refusal(e).toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
    }
  }

  private static Optional<SimplePagedResultsControl> controlIn(List<Control> controls)
      throws LDAPException {
    for (Control control : controls) {
      if (control.getOID().equals(OID)) {
        return Optional.of(
            new SimplePagedResultsControl(OID, control.isCritical(), control.getValue()));
      }
    }
    return Optional.empty();
  }

  private static List<Control> without(List<Control> controls) {
    return controls.stream().filter(control -> !control.getOID().equals(OID)).toList();
  }

  private LDAPMessage page(
      int id, Page page, SearchRequestProtocolOp request, List<Control> others, Work work)
      throws LDAPException {
    if (page.size == 0) {
      return abandon(page).toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
    }
    int before = page.isFirst() ? 0 : position(page);
    if (isIgnored(page)) {
      return work.search(request, others);
    }
    int left = left(page, before);
    if (left == 0) {
      return new Answer(ResultCode.SIZE_LIMIT_EXCEEDED_INT_VALUE, "")
          .toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
    }
    List<Control> controls = new ArrayList<>(others);
    ASN1OctetString start = new ASN1OctetString(new ASN1Integer(before).encode());
    controls.add(new SimplePagedResultsControl(asked(page), start, true));
    SearchRequestProtocolOp limited = SearchRequests.withSizeLimit(request, Math.max(left, 0));
    return translated(page, before, work.search(limited, controls));
  }

  /** Returns the answer of the SDK's server with the control of this kind of server. */
  private LDAPMessage translated(Page page, int before, LDAPMessage answer) throws LDAPException {
    Optional<SimplePagedResultsControl> found = controlIn(answer.getControls());
    List<Control> controls = new ArrayList<>(without(answer.getControls()));
    if (found.isPresent() && Answer.resultCode(answer) == 0) {
      boolean last = !found.get().moreResultsToReturn();
      String cookie = "";
      if (last) {
        end(page);
      } else {
        cookie = cookie(page, before + page.size);
      }
      controls.add(
          new SimplePagedResultsControl(
              estimate(found.get().getSize(), before, last),
              new ASN1OctetString(cookie.getBytes(StandardCharsets.ISO_8859_1))));
    }
    return new LDAPMessage(answer.getMessageID(), answer.getProtocolOp(), controls);
  }
}
