// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.CompareRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests with one control on one connection.
 *
 * @param user the DN of the entry that the requests are about
 * @param answers takes what the server answers
 */
record ControlTalk(LDAPConnection connection, String user, List<String> answers) {

  /** The operations, none of which changes an entry for good. */
  enum Operation {
    BIND,
    SEARCH,
    ROOT_DSE,
    COMPARE,
    MODIFY,
    ADD,
    DELETE,
    RENAME,
    WHO_AM_I
  }

  /** Sends a request of each kind with a control. */
  void all(Control control) {
    for (Operation each : Operation.values()) {
      send(each, control);
    }
  }

  /** Sends a request, and records how the control is refused, or that it is not. */
  void send(Operation operation, Control control) {
    answers.add(operation + " with " + control.getOID() + ": " + answer(operation, control));
  }

  /** Sends a request, and records the whole answer. */
  void tell(Operation operation, Control control) {
    try {
      tell(operation, result(operation, new Control[] {control}));
    } catch (LDAPSearchException e) {
      tell(operation, e.getSearchResult());
    } catch (LDAPException e) {
      answers.add(operation + ": " + e.getResultCode().intValue() + " " + e.getDiagnosticMessage());
    }
  }

  private void tell(Operation operation, LDAPResult result) {
    String found = result instanceof SearchResult search ? search.getEntryCount() + " entries" : "";
    String value =
        result instanceof ExtendedResult extended && extended.getValue() != null
            ? extended.getValue().stringValue()
            : "";
    answers.add(
        operation
            + ": "
            + result.getResultCode().intValue()
            + " "
            + result.getDiagnosticMessage()
            + found
            + value);
  }

  private String answer(Operation operation, Control control) {
    try {
      return describe(result(operation, new Control[] {control}));
    } catch (LDAPException e) {
      return describe(e.toLDAPResult());
    }
  }

  private static String describe(LDAPResult result) {
    return result.getResultCode().equals(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION)
        ? "refused: " + text(result.getDiagnosticMessage())
        : "taken";
  }

  /** Leaves out the text that the SDK makes if the directory sent none. */
  private static String text(@Nullable String message) {
    return String.valueOf(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION.getName()).equals(message)
        ? ""
        : Objects.requireNonNullElse(message, "");
  }

  private LDAPResult result(Operation operation, Control[] controls) throws LDAPException {
    return switch (operation) {
      case BIND -> connection.bind(new SimpleBindRequest(user, "right", controls));
      case SEARCH -> search(user, controls);
      case ROOT_DSE -> search("", controls);
      case COMPARE -> connection.compare(new CompareRequest(user, "sn", "none", controls));
      case MODIFY ->
          connection.modify(
              new ModifyRequest(
                  user,
                  new Modification[] {
                    new Modification(ModificationType.REPLACE, "description", "changed")
                  },
                  controls));
      case ADD ->
          connection.add(
              new AddRequest(
                  user, List.of(new Attribute("objectClass", "device"), cn("none")), controls));
      case DELETE -> connection.delete(new DeleteRequest("cn=none," + user, controls));
      case RENAME ->
          connection.modifyDN(
              new ModifyDNRequest("cn=none," + user, "cn=other", true, null, controls));
      case WHO_AM_I ->
          connection.processExtendedOperation(
              new ExtendedRequest("1.3.6.1.4.1.4203.1.11.3", null, controls));
    };
  }

  private static Attribute cn(String value) {
    return new Attribute("cn", value);
  }

  private SearchResult search(String base, Control[] controls) throws LDAPException {
    SearchRequest request = new SearchRequest(base, SearchScope.BASE, "(objectClass=*)", "1.1");
    request.setControls(controls);
    return connection.search(request);
  }
}
