// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Behaves like 389 Directory Server; see {@link ServerKind#DIRECTORY_389}. */
final class Directory389Emulation extends PolicyEmulation {

  private static final String UNIQUE_ID = "nsUniqueId";

  Directory389Emulation(PasswordPolicy policy, InstantSource clock) {
    super(person -> new Directory389Account(person, policy, clock.instant()));
  }

  @Override
  void complete(Entry entry) {
    if (!entry.hasAttribute(UNIQUE_ID)) {
      entry.addAttribute(UNIQUE_ID, uniqueId());
    }
    super.complete(entry);
  }

  /** Makes one in the form of {@code 2dbffa0b-e8a511f1-b180a889-9bc0b718}. */
  private static String uniqueId() {
    return UUID.randomUUID().toString().replace("-", "").replaceAll("(.{8})(?!$)", "$1-");
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
  void setState(Editable person, AccountState state) {
    if (state == AccountState.EXPIRED) {
      throw unknown(state);
    }
    super.setState(person, state);
  }

  @Override
  Optional<Refusal> refusePasswordChange(PasswordChange change, Entries entries) {
    return change.who().isEmpty() || entries.at(change.who()).isPresent()
        ? Optional.empty()
        : Optional.of(new Refusal(ResultCode.NO_SUCH_OBJECT_INT_VALUE, "No such Entry exists.\n"));
  }

  @Override
  LenientBinds leniency() {
    return LenientBinds.WITHOUT_DN;
  }

  @Override
  Refusal unauthenticatedBind() {
    return new Refusal(53, "Unauthenticated binds are not allowed");
  }

  @Override
  public String toString() {
    return ServerKind.DIRECTORY_389.name();
  }
}
