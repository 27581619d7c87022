// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.RDN;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.NewPasswords;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Behaves like FreeIPA; see {@code ServerKind.FREE_IPA}. */
public final class FreeIpaEmulation extends Directory389Emulation {

  private static final String UNIQUE_ID = "ipaUniqueID";
  private static final int FIRST_ID = 1_000_000;

  private final String realm;
  private final CompatTree compat;
  private final AtomicInteger ids = new AtomicInteger(FIRST_ID);

  public FreeIpaEmulation(String baseDn, PolicyRules policy, InstantSource clock) {
    super(policy, clock);
    realm = realm(baseDn);
    compat = new CompatTree(baseDn);
  }

  /** Returns the Kerberos realm: {@code EXAMPLE.COM} for {@code dc=example,dc=com}. */
  private static String realm(String baseDn) {
    return Entries.parse(baseDn).stream()
        .flatMap(dn -> Stream.of(dn.getRDNs()))
        .filter(rdn -> rdn.hasAttribute("dc"))
        .map(rdn -> rdn.getAttributeValues()[0].toUpperCase(Locale.ROOT))
        .collect(Collectors.joining("."));
  }

  @Override
  protected List<Attribute> rootDse(List<String> baseDns) {
    Attribute plugin = new Attribute("ipaTopologyPluginVersion", "1.0");
    return Stream.concat(super.rootDse(baseDns).stream(), Stream.of(plugin)).toList();
  }

  @Override
  public List<Entry> containers(String baseDn) {
    return Stream.of(
            "cn=accounts",
            "cn=users,cn=accounts",
            "cn=groups,cn=accounts",
            "cn=compat",
            "cn=users,cn=compat",
            "cn=groups,cn=compat")
        .map(name -> container(name + "," + baseDn))
        .toList();
  }

  private static Entry container(String dn) {
    String name = Entries.parse(dn).orElseThrow().getRDN().getAttributeValues()[0];
    return new Entry(
        dn, new Attribute("objectClass", "top", "nsContainer"), new Attribute("cn", name));
  }

  @Override
  public Entry user(String name, String baseDn) {
    String id = nextId();
    String principal = name + "@" + realm;
    Entry user = new Entry(new RDN("uid", name) + ",cn=users,cn=accounts," + baseDn);
    user.addAttribute(
        "objectClass",
        "top",
        "person",
        "organizationalPerson",
        "inetOrgPerson",
        "inetUser",
        "posixAccount",
        "krbPrincipalAux",
        "ipaObject");
    user.addAttribute("uid", name);
    user.addAttribute("cn", name);
    user.addAttribute("sn", name);
    user.addAttribute("uidNumber", id);
    user.addAttribute("gidNumber", id);
    user.addAttribute("homeDirectory", "/home/" + name);
    user.addAttribute("loginShell", "/bin/sh");
    user.addAttribute("krbPrincipalName", principal);
    user.addAttribute("krbCanonicalName", principal);
    return user;
  }

  @Override
  public Entry group(String name, String baseDn) {
    Entry group = new Entry(new RDN("cn", name) + ",cn=groups,cn=accounts," + baseDn);
    group.addAttribute(
        "objectClass",
        "top",
        "groupOfNames",
        "nestedGroup",
        "ipaUserGroup",
        "ipaObject",
        "posixGroup");
    group.addAttribute("cn", name);
    group.addAttribute("gidNumber", nextId());
    return group;
  }

  private String nextId() {
    return String.valueOf(ids.getAndIncrement());
  }

  @Override
  protected void complete(Entry entry) {
    if (entry.hasObjectClass("ipaObject") && !entry.hasAttribute(UNIQUE_ID)) {
      entry.addAttribute(UNIQUE_ID, UUID.randomUUID().toString());
    }
    super.complete(entry);
  }

  @Override
  PolicyAccount account(EditableEntry user, PolicyRules policy, Instant now) {
    return new FreeIpaAccount(user, policy, now);
  }

  /** The current password is one of those that the policy counts. */
  @Override
  int kept(int history) {
    return history - 1;
  }

  @Override
  protected Optional<Answer> refuse(NewPasswords.Flaw flaw, boolean byOperation) {
    return Optional.of(
        flaw == NewPasswords.Flaw.TOO_SHORT
            ? new Answer(19, "Password is too short", PolicyResponse.passwordTooShort())
            : new Answer(19, "Password reuse not permitted", PolicyResponse.passwordInHistory()));
  }

  @Override
  protected List<String> schemas() {
    return Stream.concat(super.schemas().stream(), Stream.of("free-ipa")).toList();
  }

  @Override
  protected boolean isView(DN dn) {
    return compat.holds(dn);
  }

  @Override
  protected boolean areViewsBelow(DN dn) {
    return compat.isBelow(dn);
  }

  @Override
  protected List<Entry> views(Entries entries) {
    return compat.of(entries);
  }

  /** A bind as a view is one as the entry that it shows. */
  @Override
  public String dnOf(String bindName, Entries entries) {
    return compat.original(bindName);
  }
}
