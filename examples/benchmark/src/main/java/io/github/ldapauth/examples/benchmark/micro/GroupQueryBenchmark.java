// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark.micro;

import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A rule with three groups. The user is in the last of them that is asked. */
@State(Scope.Benchmark)
public class GroupQueryBenchmark {

  private static final String GROUPS = ",ou=groups,dc=example,dc=com";

  @Param({"3", "1000"})
  private int groupsOfUser;

  private final GroupQuery query =
      memberOf("cn=staff" + GROUPS)
          .or(memberOf("cn=group1" + GROUPS))
          .and(not(memberOf("cn=suspended" + GROUPS)));

  private Groups groups = Groups.complete(Map.of(), group -> true);

  @Setup
  public void readGroups() {
    Map<Dn, Optional<String>> names = new LinkedHashMap<>();
    for (int i = 0; i < groupsOfUser; i++) {
      names.put(Dn.parse("cn=group" + i + GROUPS), Optional.of("group" + i));
    }
    groups = Groups.complete(names, group -> true);
  }

  @Benchmark
  public Answer evaluate() {
    return query.evaluate(groups);
  }
}
