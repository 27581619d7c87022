// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one kind of server answers requests, and which it refuses. */
abstract class ServerAnswers extends ServerDescription {

  protected static final String PASSWORD_MODIFY = "1.3.6.1.4.1.4203.1.11.1";
  protected static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";
  protected static final String CANCEL = "1.3.6.1.1.8";
  protected static final String START_TRANSACTION = "1.3.6.1.1.21.1";
  protected static final String END_TRANSACTION = "1.3.6.1.1.21.3";

  /**
   * Returns how a request on behalf of another user (RFC 4370) is refused; empty if it is not.
   *
   * @param client the DN that the connection is bound as
   * @param authorizationId what the control names
   * @param user the DN in it; empty if there is none
   * @param administrator whether the client is an administrator
   */
  protected Optional<Answer> refuseProxy(
      RequestType type,
      DN client,
      String authorizationId,
      Optional<DN> user,
      boolean administrator) {
    if (client.isNullDN()) {
      return refusedProxy("anonymous proxied authorization not allowed");
    }
    if (user.isEmpty() && !authorizationId.startsWith("u:")) {
      return refusedProxy("authzId mapping failed");
    }
    return user.filter(dn -> administrator || dn.isNullDN() || dn.equals(client)).isPresent()
        ? Optional.empty()
        : refusedProxy("not authorized to assume identity");
  }

  /** Returns whether a request is made as the client in spite of the control. */
  protected boolean ignoresProxies(RequestType type) {
    return false;
  }

  private static Optional<Answer> refusedProxy(String text) {
    return Optional.of(new Answer(ResultCode.AUTHORIZATION_DENIED_INT_VALUE, text));
  }

  /** Returns why a search is refused before it starts; empty if it is not. */
  protected Optional<Answer> refuseSearch(SearchRequestProtocolOp request, boolean anonymous) {
    return Optional.empty();
  }

  /** Returns what the controls of RFC 4527 show that request these attributes. */
  protected List<String> readWithChanges(List<String> requested) {
    return requested;
  }

  /** Returns the text of the answer to a search whose base does not exist. */
  protected String noSuchBase(String base) {
    return "";
  }

  /** Returns the answer to a compare with an attribute that an entry does not have. */
  protected Answer missingAttribute(String dn, String attribute) {
    return new Answer(ResultCode.NO_SUCH_ATTRIBUTE_INT_VALUE, "");
  }

  /**
   * Returns the answer to a search whose base a client may not read; empty for what is below it.
   *
   * @param exists whether there is such an entry
   */
  protected Optional<Answer> unreadableBase(boolean exists) {
    return Optional.empty();
  }

  /**
   * Returns the answer to a compare that is against the access rules.
   *
   * @param entryReadable whether only the attribute may not be read
   */
  protected Answer unreadable(boolean entryReadable) {
    return new Answer(50, "");
  }

  /** Returns why a bind by SASL EXTERNAL is refused that a certificate could allow. */
  protected Optional<Answer> refuseExternal(boolean withCertificate, boolean withCredentials) {
    return Optional.empty();
  }

  /** Returns how an anonymous search or compare is refused if clients must bind first. */
  protected Answer anonymousSearch() {
    return new Answer(50, "searches require a bind");
  }

  /**
   * Returns why a password modify operation (RFC 3062) is refused that the requester is entitled
   * to; empty if it is not.
   *
   * @param identity the user identity, as it was sent
   * @param oldPassword the old password, or null if it was not sent
   */
  protected Optional<Answer> refusePasswordChange(
      String identity, @Nullable String oldPassword, Client client, Entries entries) {
    return Optional.empty();
  }

  /**
   * Returns how a new password is refused; empty if it is not.
   *
   * @param byOperation whether it comes by the operation of RFC 3062, not by a modify
   */
  protected Optional<Answer> refuse(NewPasswords.Flaw flaw, boolean byOperation) {
    return Optional.empty();
  }

  /** Returns whether administrators set passwords that others may not. */
  protected boolean exemptsAdministrators() {
    return true;
  }

  /** Returns the answer to a change of a password that succeeds. */
  protected Answer passwordChanged() {
    return Answer.success();
  }

  /** Returns how a bind of this LDAP version is refused; empty if it is not. */
  protected Optional<Answer> refuseVersion(int version) {
    return version == 3 ? Optional.empty() : Optional.of(new Answer(2, "only LDAPv3 is supported"));
  }

  /** Returns whether a password was sent that is not that of the entry. */
  protected static boolean isWrong(
      @Nullable String password, Optional<ReadOnlyEntry> user, Entries entries) {
    return password != null
        && user.filter(entry -> !entries.hasPassword(entry, password)).isPresent();
  }

  @Override
  protected Set<String> extendedOperations() {
    return Set.of(PASSWORD_MODIFY, WHO_AM_I, START_TRANSACTION, END_TRANSACTION);
  }

  /** Returns the answer to an unknown extended operation. */
  protected Answer unknownExtendedOperation(String oid) {
    return new Answer(ResultCode.PROTOCOL_ERROR_INT_VALUE, "unsupported extended operation");
  }

  /** Returns the answer to a request to cancel another, which has been answered before. */
  protected Answer cancel() {
    return new Answer(ResultCode.NO_SUCH_OPERATION_INT_VALUE, "message ID not found");
  }

  /** Returns the answer to StartTLS. */
  protected Answer startTls() {
    return Answer.success();
  }

  /** Returns whether a connection becomes anonymous by StartTLS (RFC 4513, section 3.1.5). */
  protected boolean forgetsUserAtStartTls() {
    return false;
  }

  /** Returns the answer to StartTLS on a connection that TLS protects already. */
  protected Answer secondStartTls() {
    return new Answer(ResultCode.OPERATIONS_ERROR_INT_VALUE, "TLS already started");
  }

  /** Returns the answer to "Who am I?" (RFC 4532) for a DN, which is null for an anonymous user. */
  protected String authorizationId(DN dn) {
    return dn.isNullDN() ? "" : "dn:" + dn;
  }

  /** Returns the continuation references that end a search. */
  protected List<String> references(SearchRequestProtocolOp request) {
    return List.of();
  }

  /** Returns whether a bind with a DN and no password succeeds (RFC 4513, section 5.1.2). */
  protected boolean acceptsUnauthenticatedBinds() {
    return false;
  }

  /** Returns whether a bind with a password and no DN succeeds. */
  protected boolean acceptsBindsWithoutDn() {
    return false;
  }

  /** Returns how a bind with a DN and no password is refused, unless it is accepted. */
  protected Answer unauthenticatedBind() {
    return new Answer(53, "a DN and no password: see RFC 4513, section 5.1.2");
  }

  /** Returns how a password is refused that comes without TLS, if that is required. */
  protected Answer passwordWithoutTls() {
    return new Answer(ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE, "confidentiality required");
  }

  /** Returns whether a connection keeps its identity when a bind fails. */
  protected boolean keepsIdentityAfterFailedBind() {
    return false;
  }

  /** Returns an answer as a client gets it that asked for the policy control or not. */
  protected Answer policyAnswer(Answer answer, boolean policyRequested) {
    return policyRequested ? answer : answer.without(RequestControls.PASSWORD_POLICY);
  }

  /**
   * Returns the answer to a bind with a name and a password.
   *
   * @param user the entry of that name, or null if there is none
   * @param plain what the SDK's in-memory server answers, which has looked at the password
   */
  protected Answer bind(@Nullable ReadOnlyEntry user, Answer plain, Entries entries) {
    return plain;
  }
}
