// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.RDN;
import io.github.ldapauth.testkit.server.Entries;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** The entries of Active Directory. */
final class ActiveDirectoryEntries {

  private static final String DOMAIN_USERS = "Domain Users";
  private static final Map<String, Long> WELL_KNOWN =
      Map.of("Domain Admins", 512L, DOMAIN_USERS, 513L, "Domain Guests", 514L);
  private static final Sid BUILTIN_USERS = new Sid("S-1-5-32-545");

  /** Far above the identifiers in entries that a test may take from a real domain. */
  private static final long FIRST_RELATIVE_ID = 1_000_001;

  /** The bit of {@code groupType} that tells security groups from distribution lists. */
  static final int SECURITY_GROUP = 0x80000000;

  private static final int BUILTIN = 1;
  private static final int GLOBAL = 2;
  private static final int LOCAL = 4;
  private static final int USER_ACCOUNT = 0x30000000;
  private static final int LOCAL_GROUP_ACCOUNT = 0x20000000;
  private static final int GROUP_ACCOUNT = 0x10000000;

  private final ActiveDirectoryDomain domain;
  private final InstantSource clock;
  private final AtomicLong nextRelativeId = new AtomicLong(FIRST_RELATIVE_ID);
  private volatile Sid domainSid;

  ActiveDirectoryEntries(ActiveDirectoryDomain domain, InstantSource clock) {
    this.domain = domain;
    this.clock = clock;
    domainSid = Sid.ofDomain(domain.baseDn());
  }

  /** Returns what each domain has: containers, and the groups of all users. */
  List<Entry> frame() {
    Entry domainUsers = group(DOMAIN_USERS);
    Entry builtinUsers = named("Users", "CN=Builtin," + domain.baseDn(), "group");
    builtinUsers.addAttribute("groupType", String.valueOf(SECURITY_GROUP | LOCAL | BUILTIN));
    builtinUsers.addAttribute("objectSid", BUILTIN_USERS.bytes());
    builtinUsers.addAttribute("member", domainUsers.getDN());
    return List.of(
        named("Users", domain.baseDn(), "container"),
        named("Builtin", domain.baseDn(), "container"),
        domainUsers,
        builtinUsers);
  }

  Entry user(String name) {
    Entry user = inUsers(name, "person", "organizationalPerson", "user");
    user.addAttribute("sAMAccountName", name);
    user.addAttribute("userPrincipalName", name + "@" + domain.dnsName());
    return user;
  }

  Entry group(String name) {
    return inUsers(name, "group");
  }

  private Entry inUsers(String name, String... objectClasses) {
    return named(name, "CN=Users," + domain.baseDn(), objectClasses);
  }

  private static Entry named(String name, String parent, String... objectClasses) {
    Entry entry = new Entry(new RDN("CN", name) + "," + parent);
    entry.addAttribute("objectClass", "top");
    entry.addAttribute("objectClass", objectClasses);
    entry.addAttribute("cn", name);
    return entry;
  }

  /** Adds what the server gives to each new entry, unless it is there. */
  void complete(Entry entry) {
    Entries.parse(entry.getDN())
        .filter(dn -> !dn.isNullDN())
        .ifPresent(dn -> complete(entry, dn.getRDN()));
  }

  private void complete(Entry entry, RDN rdn) {
    String name = rdn.getAttributeValues()[0];
    // The attribute of the RDN has one value.
    entry.setAttribute(rdn.getAttributeNames()[0].toLowerCase(Locale.ROOT), name);
    replaceText(entry, "objectSid", text -> Sid.parse(text).map(Sid::bytes));
    replaceText(entry, "objectGUID", Guid::parse);
    if (!entry.hasAttribute("objectGUID")) {
      entry.addAttribute("objectGUID", Guid.bytes(UUID.randomUUID()));
    }
    if (has(entry, "user") || has(entry, "inetOrgPerson")) {
      completeUser(entry, name);
    } else if (has(entry, "group")) {
      completeGroup(entry, name);
    } else if (domain.isBase(entry.getDN())) {
      completeBase(entry);
    }
    Stream.ofNullable(entry.getObjectClassValues())
        .flatMap(Stream::of)
        .flatMap(objectClass -> domain.category(objectClass).stream())
        .findFirst()
        .ifPresent(category -> give(entry, "objectCategory", category));
  }

  /** Replaces an identifier that is a text, as samba-tool writes it into LDIF, by its bytes. */
  private static void replaceText(
      Entry entry, String attribute, Function<String, Optional<byte[]>> reader) {
    Optional.ofNullable(entry.getAttributeValue(attribute))
        .flatMap(reader)
        .ifPresent(bytes -> entry.setAttribute(attribute, bytes));
  }

  /** Puts object classes before the others, as the server does. */
  private static void beginWith(Entry entry, String... objectClasses) {
    String[] others = entry.getObjectClassValues();
    entry.setAttribute("objectClass", objectClasses);
    entry.addAttribute("objectClass", others);
  }

  private static boolean has(Entry entry, String objectClass) {
    return entry.hasObjectClass(objectClass);
  }

  private static void give(Entry entry, String attribute, String value) {
    if (!entry.hasAttribute(attribute)) {
      entry.addAttribute(attribute, value);
    }
  }

  private void completeUser(Entry entry, String name) {
    beginWith(entry, "top", "person", "organizationalPerson", "user");
    give(entry, "sAMAccountName", name);
    give(entry, "sAMAccountType", String.valueOf(USER_ACCOUNT));
    give(entry, "userAccountControl", ActiveDirectoryAccount.NORMAL);
    give(entry, "accountExpires", ActiveDirectoryAccount.NEVER);
    give(entry, "pwdLastSet", FileTime.of(clock.instant()));
    give(entry, "badPwdCount", "0");
    give(entry, "primaryGroupID", String.valueOf(WELL_KNOWN.get(DOMAIN_USERS)));
    giveSid(entry, nextRelativeId.getAndIncrement());
  }

  private void completeGroup(Entry entry, String name) {
    beginWith(entry, "top", "group");
    give(entry, "sAMAccountName", name);
    give(entry, "groupType", String.valueOf(SECURITY_GROUP | GLOBAL));
    Integer type = entry.getAttributeValueAsInteger("groupType");
    if (type != null) {
      int account = (type & LOCAL) == 0 ? GROUP_ACCOUNT : LOCAL_GROUP_ACCOUNT;
      boolean security = (type & SECURITY_GROUP) != 0;
      give(entry, "sAMAccountType", String.valueOf(security ? account : account + 1));
    }
    Long wellKnown = WELL_KNOWN.get(name);
    giveSid(entry, wellKnown == null ? nextRelativeId.getAndIncrement() : wellKnown);
  }

  private void giveSid(Entry entry, long relativeId) {
    if (!entry.hasAttribute("objectSid")) {
      entry.addAttribute("objectSid", domainSid.within(relativeId).bytes());
    }
  }

  /** The base comes first, so that a domain from a real directory keeps its identifier. */
  private void completeBase(Entry entry) {
    beginWith(entry, "top", "domain", "domainDNS");
    Sid.read(entry.getAttributeValueBytes("objectSid")).ifPresent(sid -> domainSid = sid);
    if (!entry.hasAttribute("objectSid")) {
      entry.addAttribute("objectSid", domainSid.bytes());
    }
  }
}
