// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.Client;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.ExtensibleFilters;
import io.github.ldapauth.testkit.server.Filters;
import io.github.ldapauth.testkit.server.NewPasswords;
import io.github.ldapauth.testkit.server.PagedSearches;
import io.github.ldapauth.testkit.server.PasswordScheme;
import io.github.ldapauth.testkit.server.PolicyRules;
import io.github.ldapauth.testkit.server.ProxiedAuthorization;
import io.github.ldapauth.testkit.server.RequestControls;
import io.github.ldapauth.testkit.server.RequestType;
import io.github.ldapauth.testkit.server.SchemaViolation;
import io.github.ldapauth.testkit.server.SortedSearches;
import io.github.ldapauth.testkit.server.VirtualAttribute;
import io.github.ldapauth.testkit.server.VirtualAttribute.Shown;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Behaves like 389 Directory Server; see {@code ServerKind.DIRECTORY_389}. */
public class Directory389Emulation extends NetscapeEmulation {

  private static final String UNIQUE_ID = "nsUniqueId";

  public Directory389Emulation(PolicyRules policy, InstantSource clock) {
    super(policy, clock);
  }

  @Override
  PolicyAccount account(EditableEntry user, PolicyRules policy, Instant now) {
    return new Directory389Account(user, policy, now);
  }

  @Override
  protected void complete(Entry entry) {
    if (!entry.hasAttribute(UNIQUE_ID)) {
      entry.addAttribute(UNIQUE_ID, uniqueId());
    }
    super.complete(entry);
  }

  /** Returns a new one, such as {@code 2dbffa0b-e8a511f1-b180a889-9bc0b718}. */
  private static String uniqueId() {
    String digits = UUID.randomUUID().toString().replace("-", "");
    return new StringBuilder(digits).insert(24, '-').insert(16, '-').insert(8, '-').toString();
  }

  @Override
  protected boolean dereferencesAliases() {
    return false;
  }

  @Override
  protected List<VirtualAttribute> virtualAttributes() {
    return List.of(VirtualAttribute.nestedMemberOf(VirtualAttribute.MEMBER_OF, Shown.BY_DEFAULT));
  }

  @Override
  protected List<String> schemas() {
    return Stream.concat(super.schemas().stream(), Stream.of("389")).toList();
  }

  @Override
  protected Set<String> controls() {
    return Directory389RootDse.CONTROLS;
  }

  /** The server refuses the password policy control where it heeds it, if it is critical. */
  @Override
  protected boolean takesControl(String oid, RequestType type) {
    return oid.equals(RequestControls.PASSWORD_POLICY)
        ? type != RequestType.BIND && type != RequestType.EXTENDED
        : super.takesControl(oid, type)
            || (type == RequestType.EXTENDED && ProxiedAuthorization.isOne(oid));
  }

  @Override
  protected boolean ignoresProxies(RequestType type) {
    return type == RequestType.EXTENDED;
  }

  @Override
  protected String unavailableControl(String oid) {
    return "";
  }

  @Override
  protected List<Attribute> rootDse(List<String> baseDns) {
    return Directory389RootDse.attributes(baseDns);
  }

  @Override
  protected Set<String> shownInRootDse() {
    return Directory389RootDse.SHOWN;
  }

  @Override
  protected boolean namesAttributesAsRequested() {
    return true;
  }

  @Override
  protected Optional<Answer> refuse(SchemaViolation violation) {
    return Directory389Schema.refuse(violation);
  }

  @Override
  protected Optional<PasswordScheme> passwordScheme() {
    return Optional.of(PasswordScheme.PBKDF2_SHA512);
  }

  @Override
  protected Optional<Answer> refuseSearch(SearchRequestProtocolOp request, boolean anonymous) {
    if (request.getScope().equals(SearchScope.SUBORDINATE_SUBTREE)) {
      return Optional.of(new Answer(2, "Unknown search scope"));
    }
    return Filters.leaves(request.getFilter())
            .anyMatch(ExtensibleFilters::hasUnknownRuleOrNoAttribute)
        ? Optional.of(
            new Answer(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION_INT_VALUE, "Bad search filter"))
        : Optional.empty();
  }

  @Override
  protected Set<String> extendedOperations() {
    return Set.of(PASSWORD_MODIFY, WHO_AM_I);
  }

  @Override
  protected String authorizationId(DN dn) {
    return dn.isNullDN() ? "" : "dn: " + dn.toNormalizedString();
  }

  @Override
  protected PagedSearches pagedSearches() {
    return new Directory389PagedSearches();
  }

  @Override
  protected List<String> readWithChanges(List<String> requested) {
    return requested.isEmpty() ? List.of("1.1") : requested;
  }

  @Override
  protected Optional<Answer> refuseProxy(
      RequestType type,
      DN client,
      String authorizationId,
      Optional<DN> user,
      boolean administrator) {
    return Directory389Proxies.refuse(type, client, authorizationId, administrator);
  }

  @Override
  protected Optional<Answer> refuseExternal(boolean withCertificate, boolean withCredentials) {
    return withCertificate
        ? Optional.empty()
        : Optional.of(
            new Answer(
                ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE, "missing client certificate"));
  }

  @Override
  protected SortedSearches sortedSearches() {
    return new Directory389SortedSearches();
  }

  /** The server does not tell whether it is there. */
  @Override
  protected Optional<Answer> unreadableBase(boolean exists) {
    return exists ? Optional.empty() : Optional.of(Answer.success());
  }

  @Override
  protected Answer anonymousSearch() {
    return new Answer(48, "Anonymous access is not allowed.");
  }

  @Override
  protected Optional<Answer> refusePasswordChange(
      String identity, @Nullable String oldPassword, Client client, Entries entries) {
    return Directory389Passwords.refuse(identity, oldPassword, client, entries);
  }

  @Override
  protected Optional<Answer> refuse(NewPasswords.Flaw flaw, boolean byOperation) {
    return Optional.of(Directory389Passwords.refuse(flaw, newPasswords(), byOperation));
  }

  @Override
  String historyAttribute() {
    return "passwordHistory";
  }

  @Override
  protected boolean acceptsBindsWithoutDn() {
    return true;
  }

  @Override
  protected Answer unauthenticatedBind() {
    return new Answer(53, "Unauthenticated binds are not allowed");
  }

  @Override
  protected Answer passwordWithoutTls() {
    return new Answer(
        ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE, "Operation requires a secure connection");
  }

  @Override
  protected Answer startTls() {
    return new Answer(0, "Start TLS request accepted.Server willing to negotiate SSL.");
  }

  @Override
  protected boolean forgetsUserAtStartTls() {
    return true;
  }

  @Override
  protected Answer secondStartTls() {
    return new Answer(ResultCode.OPERATIONS_ERROR_INT_VALUE, "SSL connection already established.");
  }
}
