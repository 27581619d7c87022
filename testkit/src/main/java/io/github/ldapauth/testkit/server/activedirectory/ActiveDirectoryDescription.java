// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Emulation;
import io.github.ldapauth.testkit.server.Entries;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What a domain controller says of itself: its root DSE and its schema. */
abstract class ActiveDirectoryDescription extends Emulation {

  final ActiveDirectoryDomain domain;
  private final InstantSource clock;

  ActiveDirectoryDescription(ActiveDirectoryDomain domain, InstantSource clock) {
    this.domain = domain;
    this.clock = clock;
  }

  @Override
  protected final List<String> schemas() {
    return List.of("active-directory");
  }

  @Override
  protected final List<Attribute> rootDse(List<String> baseDns) {
    return ActiveDirectoryRootDse.attributes(domain, clock);
  }

  @Override
  protected final List<Attribute> rootDseFor(ReadOnlyEntry client, Entries entries) {
    return List.of(TokenGroups.withOwnSid(client, entries));
  }

  @Override
  protected final Set<String> shownInRootDse() {
    return Set.of();
  }

  @Override
  protected final boolean findsRootDseByAnyFilter() {
    return true;
  }

  @Override
  protected final Set<String> controls() {
    return ActiveDirectoryRootDse.CONTROLS;
  }

  @Override
  protected final List<String> saslMechanisms(boolean tls) {
    return List.of();
  }

  @Override
  protected final String schemaDn() {
    return "CN=Aggregate," + domain.schema();
  }

  @Override
  protected final String[] schemaClasses() {
    return new String[] {"top", "subSchema"};
  }
}
