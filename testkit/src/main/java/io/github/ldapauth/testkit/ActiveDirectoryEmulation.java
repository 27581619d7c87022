// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.matchingrules.DistinguishedNameMatchingRule;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Behaves like Active Directory; see {@link ServerKind#ACTIVE_DIRECTORY}. */
final class ActiveDirectoryEmulation extends Emulation {

  private static final int MOST_VALUES = 1500;

  private static final List<VirtualAttribute> MADE =
      List.of(
          MemberOf.direct(false),
          new TokenGroups(),
          new DerivedAttribute("name", false, false, entry -> name(entry)),
          new DerivedAttribute("distinguishedName", false, false, entry -> distinguished(entry)),
          new DerivedAttribute("primaryGroupToken", true, true, entry -> groupToken(entry)));

  private static final Set<String> HIDDEN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    // The password, and what only the SDK's server has.
    HIDDEN.addAll(List.of("userPassword", "entryUUID", "entryDN", "creatorsName", "modifiersName"));
  }

  private static final Refusal ANONYMOUS =
      new Refusal(
          ResultCode.OPERATIONS_ERROR_INT_VALUE,
          "00002020: Operation unavailable without authentication");
  private static final Refusal NOT_BASE =
      new Refusal(
          ResultCode.OPERATIONS_ERROR_INT_VALUE,
          "00002020: operational_search_post_process failed for attribute 'tokenGroups' - "
              + "Cannot provide tokenGroups attribute, this is not a BASE search");

  private final ActiveDirectoryDomain domain;
  private final ActiveDirectoryEntries shapes;
  private final ActiveDirectoryFilters filters;
  private final ActiveDirectoryBinds binds;

  ActiveDirectoryEmulation(String baseDn, PasswordPolicy policy, InstantSource clock) {
    domain = ActiveDirectoryDomain.of(baseDn);
    shapes = new ActiveDirectoryEntries(domain, clock);
    filters = new ActiveDirectoryFilters(domain);
    binds = new ActiveDirectoryBinds(policy, clock);
  }

  private static Attribute name(ReadOnlyEntry entry) {
    return new Attribute(
        "name", Entries.parse(entry.getDN()).orElseThrow().getRDN().getAttributeValues()[0]);
  }

  private static Attribute distinguished(ReadOnlyEntry entry) {
    return new Attribute(
        "distinguishedName", DistinguishedNameMatchingRule.getInstance(), entry.getDN());
  }

  private static Attribute groupToken(ReadOnlyEntry entry) {
    return new Attribute(
        "primaryGroupToken",
        Sid.read(entry.getAttributeValueBytes("objectSid"))
            .filter(sid -> entry.hasAttribute("groupType"))
            .map(sid -> String.valueOf(sid.relativeId()))
            .stream()
            .toList());
  }

  @Override
  List<Entry> containers(String baseDn) {
    return shapes.frame();
  }

  @Override
  Entry person(String name, String baseDn) {
    return shapes.person(name);
  }

  @Override
  Entry group(String name, String baseDn) {
    return shapes.group(name);
  }

  @Override
  void complete(Entry entry) {
    MADE.forEach(made -> entry.removeAttribute(made.name()));
    shapes.complete(entry);
  }

  @Override
  Set<String> linkAttributes() {
    return Memberships.LINKS;
  }

  @Override
  Optional<String> mistake(Collection<Attribute> attributes) {
    return ActiveDirectoryAccount.mistake(attributes);
  }

  @Override
  void setPassword(Editable person, String password) {
    boolean first = person.values("userPassword").isEmpty();
    super.setPassword(person, password);
    if (!first) {
      binds.account(person).renewPassword();
    }
  }

  @Override
  void passwordChanged(Editable person) {
    binds.account(person).renewPassword();
  }

  @Override
  void setState(Editable person, AccountState state) {
    binds.account(person).putInto(state);
  }

  @Override
  List<VirtualAttribute> virtualAttributes() {
    return MADE;
  }

  @Override
  boolean hides(String attribute) {
    return HIDDEN.contains(attribute);
  }

  @Override
  int mostValues() {
    return MOST_VALUES;
  }

  @Override
  Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf, Entries entries) {
    return filters.meaning(leaf, entries);
  }

  @Override
  Optional<Refusal> refuseSearch(SearchRequestProtocolOp request, boolean anonymous) {
    boolean base = request.getScope().equals(SearchScope.BASE);
    if (anonymous && !(base && request.getBaseDN().isEmpty())) {
      return Optional.of(ANONYMOUS);
    }
    return !base && request.getAttributes().stream().anyMatch(TokenGroups.NAME::equalsIgnoreCase)
        ? Optional.of(NOT_BASE)
        : Optional.empty();
  }

  @Override
  List<Attribute> rootDse() {
    return domain.rootDse();
  }

  @Override
  List<String> references(SearchRequestProtocolOp request) {
    if (request.getScope().equals(SearchScope.BASE) || !domain.isBase(request.getBaseDN())) {
      return List.of();
    }
    String url = "ldap://" + domain.dnsName() + "/" + domain.configuration();
    return List.of(request.getScope().equals(SearchScope.ONE) ? url + "??base" : url);
  }

  @Override
  String dnOf(String bindName, Entries entries) {
    return domain.dnOf(bindName, entries);
  }

  /** As Active Directory is known to do; Samba answers 49. */
  @Override
  LenientBinds leniency() {
    return LenientBinds.UNAUTHENTICATED;
  }

  @Override
  boolean keepsIdentityAfterFailedBind() {
    return true;
  }

  @Override
  public String toString() {
    return ServerKind.ACTIVE_DIRECTORY.name();
  }

  @Override
  BindAnswer bind(BindAttempt attempt, Entries entries) {
    return binds.judge(attempt, entries);
  }
}
