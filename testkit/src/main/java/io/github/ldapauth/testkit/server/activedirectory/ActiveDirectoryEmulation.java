// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.Account;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.Client;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.ExtensibleFilters;
import io.github.ldapauth.testkit.server.NewPasswords;
import io.github.ldapauth.testkit.server.PagedSearches;
import io.github.ldapauth.testkit.server.PolicyRules;
import io.github.ldapauth.testkit.server.SchemaViolation;
import io.github.ldapauth.testkit.server.SortedSearches;
import io.github.ldapauth.testkit.server.VirtualAttribute;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Behaves like Active Directory; see {@code ServerKind.ACTIVE_DIRECTORY}. */
public final class ActiveDirectoryEmulation extends ActiveDirectoryDescription {

  private final ActiveDirectoryEntries shapes;
  private final ActiveDirectoryFilters filters;
  private final ActiveDirectorySearches searches;
  private final ActiveDirectoryBinds binds;
  private final UnicodePassword passwords;
  private final List<VirtualAttribute> made;

  public ActiveDirectoryEmulation(String baseDn, PolicyRules policy, InstantSource clock) {
    super(ActiveDirectoryDomain.of(baseDn), clock);
    shapes = new ActiveDirectoryEntries(domain, clock);
    filters = new ActiveDirectoryFilters(domain);
    searches = new ActiveDirectorySearches(domain);
    binds = new ActiveDirectoryBinds(policy, clock);
    passwords = new UnicodePassword(binds, policy);
    made = DerivedAttributes.of(binds);
  }

  @Override
  public List<Entry> containers(String baseDn) {
    return shapes.frame();
  }

  @Override
  public Entry user(String name, String baseDn) {
    return shapes.user(name);
  }

  @Override
  public Entry group(String name, String baseDn) {
    return shapes.group(name);
  }

  @Override
  protected void complete(Entry entry) {
    super.complete(entry);
    UnicodePassword.complete(entry);
    shapes.complete(entry);
  }

  @Override
  protected void checkAdded(Entry entry, Client client) throws LDAPException {
    passwords.check(entry, client);
  }

  @Override
  protected List<Modification> translate(
      String dn, List<Modification> requested, Client client, Entries entries)
      throws LDAPException {
    return passwords.translate(dn, requested, client, entries);
  }

  @Override
  protected NewPasswords newPasswords() {
    return passwords.rules();
  }

  @Override
  protected boolean keepsReferences() {
    return true;
  }

  @Override
  protected Optional<String> mistake(Collection<Attribute> attributes) {
    return ActiveDirectoryAccount.mistake(attributes).or(() -> UnicodePassword.mistake(attributes));
  }

  @Override
  public Account account(EditableEntry user) {
    return binds.account(user);
  }

  @Override
  protected Optional<Answer> refuse(SchemaViolation violation) {
    return ActiveDirectorySchema.refuse(violation);
  }

  @Override
  protected boolean dereferencesAliases() {
    return false;
  }

  @Override
  protected List<VirtualAttribute> virtualAttributes() {
    return made;
  }

  @Override
  protected boolean hides(String attribute) {
    return ActiveDirectorySearches.hide(attribute);
  }

  @Override
  protected int mostValues() {
    return ActiveDirectorySearches.MOST_VALUES;
  }

  @Override
  protected Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf, Entries entries) {
    return filters.meaning(leaf, entries);
  }

  @Override
  protected ExtensibleFilters.Support extensibleFilters() {
    return ExtensibleFilters.Support.OWN_RULES;
  }

  @Override
  protected Set<String> extendedOperations() {
    return Set.of();
  }

  @Override
  protected Optional<Answer> refuseVersion(int version) {
    return Optional.empty();
  }

  @Override
  protected Answer unknownExtendedOperation(String oid) {
    return new Answer(
        ResultCode.PROTOCOL_ERROR_INT_VALUE, "Extended Operation(" + oid + ") not supported");
  }

  @Override
  protected PagedSearches pagedSearches() {
    return new ActiveDirectoryPagedSearches();
  }

  @Override
  protected SortedSearches sortedSearches() {
    return ActiveDirectorySearches.SORTED;
  }

  @Override
  protected Answer anonymousSearch() {
    return ActiveDirectorySearches.ANONYMOUS;
  }

  @Override
  protected Optional<Answer> refuseSearch(SearchRequestProtocolOp request, boolean anonymous) {
    return ActiveDirectorySearches.refuse(request, anonymous);
  }

  @Override
  protected List<String> references(SearchRequestProtocolOp request) {
    return searches.references(request);
  }

  @Override
  public String dnOf(String bindName, Entries entries) {
    return domain.dnOf(bindName, entries);
  }

  /** As Active Directory is known to do; Samba answers 49. */
  @Override
  protected boolean acceptsUnauthenticatedBinds() {
    return true;
  }

  @Override
  protected Answer passwordWithoutTls() {
    return ActiveDirectoryBinds.WITHOUT_TLS;
  }

  @Override
  protected boolean keepsIdentityAfterFailedBind() {
    return true;
  }

  @Override
  protected Answer bind(@Nullable ReadOnlyEntry user, Answer plain, Entries entries) {
    return binds.judge(user, plain.resultCode() == 0, entries);
  }
}
