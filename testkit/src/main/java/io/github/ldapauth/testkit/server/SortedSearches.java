// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static com.unboundid.ldap.sdk.controls.ServerSideSortRequestControl.SERVER_SIDE_SORT_REQUEST_OID;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.ServerSideSortRequestControl;
import com.unboundid.ldap.sdk.controls.ServerSideSortResponseControl;
import com.unboundid.ldap.sdk.controls.SortKey;
import com.unboundid.ldap.sdk.schema.AttributeTypeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sorted searches (RFC 2891) of a kind of server. The SDK's server sorts, by the rules that the
 * schema has for the attributes.
 */
public class SortedSearches {

  /**
   * Returns how a server refuses to sort by an attribute; empty if it does not. If the request
   * control is not critical, the response control alone counts.
   */
  protected Optional<Answer> refuse(String attribute, boolean known, boolean ordered) {
    return known
        ? Optional.empty()
        : Optional.of(
            refusal(
                ResultCode.UNAVAILABLE_CRITICAL_EXTENSION,
                "cannot sort by " + attribute,
                ResultCode.NO_SUCH_ATTRIBUTE,
                attribute));
  }

  /** Returns how a server refuses to sort by a matching rule; empty if it does not. */
  protected Optional<Answer> refuseRule(String rule) {
    return Optional.empty();
  }

  protected static Answer refusal(
      ResultCode result, String text, ResultCode sort, @Nullable String attribute) {
    return new Answer(result.intValue(), text, new ServerSideSortResponseControl(sort, attribute));
  }

  /** Does the work, which sorts if that is asked for and can be done. */
  final LDAPMessage search(
      int id,
      List<Control> controls,
      Entries entries,
      ExtensibleFilters.Support support,
      Function<List<Control>, LDAPMessage> work) {
    Optional<Control> sent =
        controls.stream()
            .filter(each -> each.getOID().equals(SERVER_SIDE_SORT_REQUEST_OID))
            .findFirst();
    if (sent.isEmpty()) {
      return work.apply(controls);
    }
    try {
      return sort(id, sent.get(), controls, new Keys(entries, support), work);
    } catch (LDAPException e) {
      return RequestType.SEARCH.response(id, Answer.refusal(e));
    }
  }

  private LDAPMessage sort(
      int id,
      Control sent,
      List<Control> controls,
      Keys keys,
      Function<List<Control>, LDAPMessage> work)
      throws LDAPException {
    List<Control> others = new ArrayList<>(controls);
    others.remove(sent);
    SortKey[] asked = new ServerSideSortRequestControl(sent).getSortKeys();
    Optional<Answer> refusal =
        Stream.of(asked).flatMap(key -> refuse(key, keys).stream()).findFirst();
    if (refusal.isEmpty()) {
      others.add(
          new ServerSideSortRequestControl(
              sent.isCritical(), Stream.of(asked).map(keys::understood).toArray(SortKey[]::new)));
      return work.apply(others);
    }
    return sent.isCritical()
        ? RequestType.SEARCH.response(id, refusal.get())
        : with(refusal.get().controls(), work.apply(others));
  }

  private static LDAPMessage with(List<Control> more, LDAPMessage answer) {
    return new LDAPMessage(
        answer.getMessageID(),
        answer.getProtocolOp(),
        Stream.concat(answer.getControls().stream(), more.stream()).toList());
  }

  private Optional<Answer> refuse(SortKey key, Keys keys) {
    return key.getMatchingRuleID() == null
        ? refuse(key.getAttributeName(), keys.isKnown(key), keys.isOrdered(key))
        : refuseRule(key.getMatchingRuleID());
  }

  /** The attributes that a search is sorted by. */
  private record Keys(Entries entries, DirectorySchema schema, Syntaxes syntaxes) {

    Keys(Entries entries, ExtensibleFilters.Support support) {
      this(entries, entries.schema(), new Syntaxes(entries.schema(), support));
    }

    private Optional<AttributeTypeDefinition> type(SortKey key) {
      return schema.type(key.getAttributeName());
    }

    boolean isKnown(SortKey key) {
      return type(key).isPresent()
          || entries.all().stream().anyMatch(each -> each.hasAttribute(key.getAttributeName()));
    }

    boolean isOrdered(SortKey key) {
      return type(key).map(type -> syntaxes.ordering(type).isPresent()).orElse(true);
    }

    /** The SDK's server has no schema: it must be told the rule. */
    SortKey understood(SortKey key) {
      String rule =
          key.getMatchingRuleID() != null
              ? key.getMatchingRuleID()
              : type(key)
                  .flatMap(syntaxes::ordering)
                  .map(each -> each.getOrderingMatchingRuleOID())
                  .orElse(null);
      return new SortKey(schema.nameOf(key.getAttributeName()), rule, key.reverseOrder());
    }
  }
}
