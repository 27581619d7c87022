// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark.micro;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.SearchScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** DNs as servers write them: plain, and with escapes and letters beyond ASCII. */
@State(Scope.Benchmark)
public class DnBenchmark {

  @Param({
    "uid=alice,ou=people,dc=example,dc=com",
    "cn=Ädams\\, Alice+uid=alice,ou=Büro Zürich,dc=example,dc=com"
  })
  private String text = "";

  private final Dn base = Dn.parse("dc=example,dc=com");

  @Benchmark
  public Dn parse() {
    return Dn.parse(text);
  }

  @Benchmark
  public int parseAndHash() {
    return Dn.parse(text).hashCode();
  }

  @Benchmark
  public boolean parseAndCompareWithBase() {
    return Dn.parse(text).isWithin(base, SearchScope.SUBTREE);
  }
}
