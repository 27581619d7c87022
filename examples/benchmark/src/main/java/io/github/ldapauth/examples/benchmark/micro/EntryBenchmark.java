// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark.micro;

import io.github.ldapauth.entry.LdapAttributes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The attributes of an entry with ten values. */
@State(Scope.Benchmark)
public class EntryBenchmark {

  private final Map<String, List<byte[]>> values = new TreeMap<>();
  private final LdapAttributes attributes;

  public EntryBenchmark() {
    put("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson");
    put("uid", "alice");
    put("cn", "Alice Adams");
    put("givenName", "Alice");
    put("sn", "Adams");
    put("mail", "alice@example.com");
    put("telephoneNumber", "+1 555 0100");
    attributes = LdapAttributes.of(values);
  }

  private void put(String name, String... texts) {
    values.put(
        name, List.of(texts).stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  @Benchmark
  public LdapAttributes convert() {
    return LdapAttributes.of(values);
  }

  @Benchmark
  public String readOne() {
    return attributes.first("mail").orElseThrow();
  }

  @Benchmark
  public List<String> readAll() {
    return attributes.all("objectClass");
  }
}
