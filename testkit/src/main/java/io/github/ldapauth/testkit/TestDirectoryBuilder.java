// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Describes a {@link TestDirectory}. Entries are not checked against a schema. */
public final class TestDirectoryBuilder {

  private final Map<String, String> dnsByName = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private String baseDn = "dc=example,dc=com";
  private boolean anonymousSearches = true;
  private Leniency leniency = new Leniency(false, false);
  private @Nullable TestCertificates certificates;

  TestDirectoryBuilder() {}

  /** Sets the base, before any user or group. Default: {@code dc=example,dc=com}. */
  public TestDirectoryBuilder baseDn(String dn) {
    if (!entries.isEmpty()) {
      throw new IllegalStateException("baseDn(...) must come before users, groups and LDIF");
    }
    baseDn = dn;
    return this;
  }

  /** Adds a person: an inetOrgPerson below {@code ou=people}. */
  public TestDirectoryBuilder user(String uid, UnaryOperator<UserSpec> details) {
    return add(uid, details.apply(new UserSpec(uid, "ou=people," + baseDn)).entry());
  }

  /** Adds a group: a groupOfNames below {@code ou=groups}, unless the details say otherwise. */
  public TestDirectoryBuilder group(String cn, UnaryOperator<GroupSpec> details) {
    GroupSpec group = new GroupSpec(cn, "ou=groups," + baseDn, member -> dnOf(cn, member));
    return add(cn, details.apply(group).entry());
  }

  private String dnOf(String group, String member) {
    String dn = dnsByName.get(member);
    if (dn == null) {
      throw new IllegalArgumentException(
          "group \"" + group + "\" names \"" + member + "\", who was not described before it");
    }
    return dn;
  }

  private TestDirectoryBuilder add(String name, Entry entry) {
    if (dnsByName.putIfAbsent(name, entry.getDN()) != null) {
      throw new IllegalArgumentException("there are two entries named \"" + name + "\"");
    }
    entries.add(entry);
    return this;
  }

  /** Adds entries in LDIF form (RFC 2849). */
  public TestDirectoryBuilder ldif(String... lines) {
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    try {
      entries.addAll(LDIFReader.readEntries(new ByteArrayInputStream(text)));
      return this;
    } catch (IOException | LDIFException e) {
      throw new IllegalArgumentException("the LDIF does not parse: " + e.getMessage(), e);
    }
  }

  /** Refuses searches of clients that did not bind. Default: everybody may search. */
  public TestDirectoryBuilder bindRequiredToSearch() {
    anonymousSearches = false;
    return this;
  }

  /**
   * Answers success to a bind with a DN and no password, as Active Directory and others do: such a
   * bind is anonymous (RFC 4513, section 5.1.2). Default: refused with code 53.
   */
  public TestDirectoryBuilder acceptUnauthenticatedBinds() {
    leniency = new Leniency(true, leniency.withoutDn());
    return this;
  }

  /**
   * Answers success to a bind with a password and no DN, as 389 Directory Server does. Default:
   * refused with code 49.
   */
  public TestDirectoryBuilder acceptBindsWithoutDn() {
    leniency = new Leniency(leniency.unauthenticated(), true);
    return this;
  }

  /** Offers ldaps on a port of its own, and StartTLS. Default: clear text only. */
  public TestDirectoryBuilder tls(TestCertificates certificates) {
    this.certificates = certificates;
    return this;
  }

  /** Starts the directory. */
  public TestDirectory start() {
    try {
      InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(baseDn);
      config.setSchema(null);
      if (!anonymousSearches) {
        config.setAuthenticationRequiredOperationTypes(EnumSet.of(OperationType.SEARCH));
      }
      InMemoryRequestHandler data = new InMemoryRequestHandler(config);
      Entry base = new Entry(baseDn);
      base.addAttribute("objectClass", "top", "domain");
      data.addEntries(Arrays.asList(base, unit("people"), unit("groups")));
      data.addEntries(entries);
      TestDirectory directory = new TestDirectory(data, dnsByName, leniency, certificates);
      directory.start();
      return directory;
    } catch (LDAPException e) {
      throw new IllegalArgumentException("the directory cannot hold this: " + e.getMessage(), e);
    }
  }

  private Entry unit(String name) {
    Entry unit = new Entry("ou=" + name + "," + baseDn);
    unit.addAttribute("objectClass", "top", "organizationalUnit");
    unit.addAttribute("ou", name);
    return unit;
  }
}
