// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of server does beyond the SDK's in-memory server. Each directory has its own. The
 * methods here do what most kinds of server share.
 */
public abstract class Emulation extends ServerDescription {

  protected static final String PASSWORD_MODIFY = "1.3.6.1.4.1.4203.1.11.1";
  protected static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";
  protected static final String CANCEL = "1.3.6.1.1.8";
  protected static final String START_TRANSACTION = "1.3.6.1.1.21.1";
  protected static final String END_TRANSACTION = "1.3.6.1.1.21.3";

  private static final String PASSWORD = "userPassword";

  /** Behaves as the SDK's in-memory server does. */
  public static Emulation plain() {
    return new Emulation() {};
  }

  /** Returns the entries between the base and the users and groups. */
  public List<Entry> containers(String baseDn) {
    return List.of(unit("people", baseDn), unit("groups", baseDn));
  }

  private static Entry unit(String name, String baseDn) {
    Entry unit = new Entry("ou=" + name + "," + baseDn);
    unit.addAttribute("objectClass", "top", "organizationalUnit");
    unit.addAttribute("ou", name);
    return unit;
  }

  /** Returns whether this kind of server makes entries of others. */
  protected boolean hasViews() {
    return false;
  }

  /** Returns whether an entry with this DN is one that the server makes. */
  protected boolean isView(DN dn) {
    return false;
  }

  /** Returns the entries that the server makes of others. */
  protected List<Entry> views(Entries entries) {
    return List.of();
  }

  /** Returns the entry of a user that was described by its name alone. */
  public Entry user(String name, String baseDn) {
    Entry user = new Entry(new RDN("uid", name) + ",ou=people," + baseDn);
    user.addAttribute("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson");
    user.addAttribute("uid", name);
    user.addAttribute("cn", name);
    user.addAttribute("sn", name);
    return user;
  }

  /** Returns the entry of a group of which only the name is known. */
  public Entry group(String name, String baseDn) {
    Entry group = new Entry(new RDN("cn", name) + ",ou=groups," + baseDn);
    group.addAttribute("objectClass", "top", "groupOfNames");
    group.addAttribute("cn", name);
    return group;
  }

  /** Returns the state of an account. */
  public Account account(EditableEntry user) {
    return new Account() {};
  }

  /** Sets a password, as an administrator does. */
  public final void setPassword(EditableEntry user, String password) {
    boolean first = user.values(PASSWORD).isEmpty();
    user.set(PASSWORD, password);
    if (first) {
      account(user).begin();
    } else {
      account(user).renew();
    }
  }

  /** Removes what the server computes, and adds what it gives to each new entry. */
  protected void complete(Entry entry) {
    virtualAttributes().forEach(attribute -> entry.removeAttribute(attribute.name()));
    if (entry.hasAttribute(PASSWORD)) {
      account(EditableEntry.of(entry)).begin();
    }
  }

  /**
   * Checks an entry that a client adds.
   *
   * @throws LDAPException if the server refuses it
   */
  protected void checkAdded(Entry entry, Client client) throws LDAPException {}

  /**
   * Returns what the SDK's server does for the modifications that a client requests.
   *
   * @throws LDAPException if the server refuses them
   */
  protected List<Modification> translate(
      String dn, List<Modification> requested, Client client, Entries entries)
      throws LDAPException {
    return requested;
  }

  /** Returns whether the members of groups follow when their entries are renamed or deleted. */
  protected boolean keepsReferences() {
    return false;
  }

  /** Returns the attributes of this kind of server that a search returns only on request. */
  protected Set<String> operationalAttributes() {
    return Set.of();
  }

  /** Returns what is wrong with attributes that are about to be stored; empty if nothing is. */
  protected Optional<String> mistake(Collection<Attribute> attributes) {
    return Optional.empty();
  }

  protected List<VirtualAttribute> virtualAttributes() {
    return List.of();
  }

  /** Returns whether no client ever sees this attribute. */
  protected boolean hides(String attribute) {
    return false;
  }

  /** Returns the highest number of values of an attribute in one answer; 0 for any number. */
  protected int mostValues() {
    return 0;
  }

  /** Returns whether clients can ask for ranges of values, and must for more than the most. */
  final boolean cutsIntoRanges() {
    return mostValues() > 0;
  }

  /**
   * Returns the meaning of a part of a filter that is no combination of others; empty if the SDK's
   * server gets it right.
   */
  protected Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf, Entries entries) {
    return Optional.empty();
  }

  /** Returns what extensible filters can do. */
  protected ExtensibleFilters.Support extensibleFilters() {
    return ExtensibleFilters.Support.FITTING_RULES;
  }

  /** Returns the paged searches of a new connection. */
  protected PagedSearches pagedSearches() {
    return new PagedSearches();
  }

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

  /** Returns the sorted searches of this kind of server. */
  protected SortedSearches sortedSearches() {
    return new SortedSearches();
  }

  /** Returns why a search is refused before it starts; empty if it is not. */
  protected Optional<Answer> refuseSearch(SearchRequestProtocolOp request, boolean anonymous) {
    return Optional.empty();
  }

  /** Returns the text of the answer to a search whose base does not exist. */
  protected String noSuchBase(String base) {
    return "";
  }

  /** Returns the answer to a compare with an attribute that an entry does not have. */
  protected Answer missingAttribute(String dn, String attribute) {
    return new Answer(ResultCode.NO_SUCH_ATTRIBUTE_INT_VALUE, "");
  }

  /** Returns the answer to a search whose base a client may not read; empty for no entries. */
  protected Optional<Answer> unreadableBase() {
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
      String identity, @Nullable String oldPassword, Entries entries) {
    return Optional.empty();
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

  /** Returns the answer to "Who am I?" (RFC 4532) for a DN, which is null for an anonymous user. */
  protected String authorizationId(DN dn) {
    return dn.isNullDN() ? "" : "dn:" + dn;
  }

  /** Returns how passwords are hashed that are set as text; empty if they are stored as text. */
  protected Optional<PasswordScheme> passwordScheme() {
    return Optional.empty();
  }

  /** Returns how the password modify operation (RFC 3062) hashes a new password. */
  protected Optional<PasswordScheme> passwordModifyScheme() {
    return passwordScheme();
  }

  /** Returns the continuation references that end a search. */
  protected List<String> references(SearchRequestProtocolOp request) {
    return List.of();
  }

  /** Returns the DN of the entry that a bind name stands for; the name itself if none does. */
  public String dnOf(String bindName, Entries entries) {
    return bindName;
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

  /** Returns whether a connection keeps its identity when a bind fails. */
  protected boolean keepsIdentityAfterFailedBind() {
    return false;
  }

  /** Returns the answer to a bind as a client gets it that asked for the policy control or not. */
  protected Answer bindAnswer(Answer answer, boolean policyRequested) {
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
