// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark.micro;

import io.github.ldapauth.entry.FilterTemplate;
import io.github.ldapauth.entry.LdapFilter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The filter of a user search, from its template. */
@State(Scope.Benchmark)
public class FilterBenchmark {

  private final FilterTemplate template =
      FilterTemplate.parse("(&(objectClass=inetOrgPerson)(|(uid={username})(mail={username})))");

  @Param({"alice", "a(l*ce\\Ädams"})
  private String username = "";

  @Benchmark
  public LdapFilter render() {
    return template.with(username);
  }

  @Benchmark
  public String renderAsText() {
    return template.with(username).toString();
  }
}
