// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.server.EditableEntry;
import java.util.stream.Stream;

/** The members of a group of a running directory. */
record RunningMembers(EditableEntry group, Names names) implements TestGroup.Members {

  @Override
  public void add(String attribute, String... namesOrDns) {
    group.add(attribute, dns(namesOrDns));
  }

  @Override
  public void remove(String attribute, String... namesOrDns) {
    group.remove(attribute, dns(namesOrDns));
  }

  private String[] dns(String... namesOrDns) {
    return Stream.of(namesOrDns).map(names::memberDn).toArray(String[]::new);
  }
}
