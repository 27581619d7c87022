// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.server.EditableEntry;
import java.util.List;

/** The members of a group of a running directory. */
record RunningMembers(EditableEntry group, Names names) implements TestGroup.Members {

  @Override
  public void add(String... namesOrDns) {
    String attribute = TestGroup.memberAttribute(group);
    group.add(attribute, values(attribute, namesOrDns));
  }

  @Override
  public void remove(String... namesOrDns) {
    String attribute = TestGroup.memberAttribute(group);
    group.remove(attribute, values(attribute, namesOrDns));
  }

  private String[] values(String attribute, String... namesOrDns) {
    return TestGroup.memberValues(attribute, List.of(namesOrDns), names).toArray(String[]::new);
  }
}
