// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Behaves like 389 Directory Server; see {@link ServerKind#DIRECTORY_389}. */
final class Directory389Emulation extends Emulation {

  private static final String UNIQUE_ID = "nsUniqueId";

  private final PasswordPolicy policy;
  private final InstantSource clock;

  Directory389Emulation(PasswordPolicy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  private Directory389Account account(Editable person) {
    return new Directory389Account(person, policy, clock.instant());
  }

  @Override
  void complete(Entry entry) {
    if (!entry.hasAttribute(UNIQUE_ID)) {
      entry.addAttribute(UNIQUE_ID, uniqueId());
    }
    if (entry.hasAttribute("userPassword")) {
      account(new Draft(entry, "an add")).begin();
    }
  }

  /** Makes one in the form of {@code 2dbffa0b-e8a511f1-b180a889-9bc0b718}. */
  private static String uniqueId() {
    return UUID.randomUUID().toString().replace("-", "").replaceAll("(.{8})(?!$)", "$1-");
  }

  @Override
  Set<String> linkAttributes() {
    return Memberships.LINKS;
  }

  @Override
  List<VirtualAttribute> virtualAttributes() {
    return List.of(MemberOf.transitive(false));
  }

  @Override
  Set<String> operationalAttributes() {
    return Stream.concat(Stream.of(UNIQUE_ID), Directory389Account.ATTRIBUTES.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  void setPassword(Editable person, String password) {
    boolean first = person.values("userPassword").isEmpty();
    super.setPassword(person, password);
    if (first) {
      account(person).begin();
    } else {
      account(person).renew();
    }
  }

  @Override
  void passwordChanged(Editable person) {
    account(person).renew();
  }

  @Override
  void setState(Editable person, AccountState state) {
    if (state == AccountState.EXPIRED) {
      throw unknown(state);
    }
    account(person).putInto(state);
  }

  @Override
  Leniency leniency() {
    return Leniency.WITHOUT_DN;
  }

  @Override
  Refusal unauthenticatedBind() {
    return new Refusal(53, "Unauthenticated binds are not allowed");
  }

  @Override
  BindAnswer bind(BindAttempt attempt, Entries entries) {
    if (attempt.person() == null) {
      return BindAnswer.invalidCredentials();
    }
    BindAnswer answer =
        account(entries.live(attempt.person().getDN())).bind(attempt.passwordIsRight());
    return attempt.policyRequested() ? answer : answer.withoutPolicyResponse();
  }

  @Override
  public String toString() {
    return ServerKind.DIRECTORY_389.name();
  }
}
