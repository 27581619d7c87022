// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.ExtensibleFilters;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What 389 Directory Server and OpenDJ share, both heirs of Netscape Directory Server. */
abstract class NetscapeEmulation extends PolicyEmulation {

  NetscapeEmulation(PolicyRules policy, InstantSource clock) {
    super(policy, clock);
  }

  @Override
  protected final String schemaDn() {
    return "cn=schema";
  }

  @Override
  protected final String[] schemaClasses() {
    return new String[] {"top", "ldapSubentry", "subschema"};
  }

  @Override
  protected final boolean addsSuperiorClasses() {
    return true;
  }

  @Override
  protected final List<String> saslMechanisms(boolean tls) {
    return List.of("EXTERNAL");
  }

  @Override
  protected final ExtensibleFilters.Support extensibleFilters() {
    return ExtensibleFilters.Support.ANY_RULES;
  }

  @Override
  protected final Optional<Answer> refuseVersion(int version) {
    return Optional.empty();
  }
}
