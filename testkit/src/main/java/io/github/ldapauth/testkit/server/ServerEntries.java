// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The entries that describe the server itself: the root DSE (RFC 4512, section 5.1) and the
 * subschema (section 4.2).
 *
 * @param tls whether StartTLS is offered
 */
record ServerEntries(
    ServerDescription server, DirectorySchema schema, List<String> baseDns, boolean tls) {

  private static final Optional<DN> SDK_SCHEMA = Entries.parse("cn=schema");

  /** Returns whether a search reads the root DSE. */
  static boolean isOfRootDse(SearchRequestProtocolOp request) {
    return request.getScope().equals(SearchScope.BASE) && request.getBaseDN().isEmpty();
  }

  /** Returns whether a search reads one of these entries. */
  boolean areReadBy(SearchRequestProtocolOp request) {
    return isOfRootDse(request)
        || (request.getScope().equals(SearchScope.BASE) && isSchema(request.getBaseDN()));
  }

  /** Returns whether a search reads the schema of the SDK's server, which has another DN. */
  boolean areMissedBy(SearchRequestProtocolOp request) {
    return !areReadBy(request) && Entries.parse(request.getBaseDN()).equals(SDK_SCHEMA);
  }

  private boolean isSchema(String dn) {
    return Entries.parse(dn).equals(Entries.parse(server.schemaDn()));
  }

  /**
   * Returns what a search finds that reads one of them; empty if its filter does not match.
   *
   * @param client the DN that sends the search
   */
  Optional<SearchResultEntryProtocolOp> find(
      SearchRequestProtocolOp request, DN client, Entries entries) {
    boolean root = isOfRootDse(request);
    Entry entry = root ? rootDse() : subschema();
    if (root) {
      entries.at(client).stream()
          .flatMap(self -> server.rootDseFor(self, entries).stream())
          .filter(each -> isNamed(each.getName(), request.getAttributes()))
          .forEach(entry::addAttribute);
    }
    Set<String> shown = root ? server.shownInRootDse() : Set.of("objectClass", "cn");
    return matches(request, entry)
        ? Optional.of(new SearchResultEntryProtocolOp(entry.getDN(), shown(request, entry, shown)))
        : Optional.empty();
  }

  private boolean matches(SearchRequestProtocolOp request, Entry entry) {
    if (server.findsRootDseByAnyFilter()) {
      return true;
    }
    try {
      return request.getFilter().matchesEntry(entry, schema.definitions());
    } catch (LDAPException e) {
      return false;
    }
  }

  private List<Attribute> shown(SearchRequestProtocolOp request, Entry entry, Set<String> usual) {
    return entry.getAttributes().stream()
        .filter(each -> isRequested(each.getName(), request.getAttributes(), usual))
        .map(schema.asRequested(request.getAttributes(), server))
        .map(each -> request.typesOnly() ? new Attribute(each.getName()) : each)
        .toList();
  }

  private boolean isRequested(String attribute, List<String> requested, Set<String> usual) {
    boolean isUsual = usual.isEmpty() || usual.contains(attribute);
    return (requested.isEmpty() && isUsual)
        || requested.contains(isUsual ? "*" : "+")
        || isNamed(attribute, requested);
  }

  private boolean isNamed(String attribute, List<String> requested) {
    return requested.stream().anyMatch(each -> schema.nameOf(each).equalsIgnoreCase(attribute));
  }

  private Entry rootDse() {
    Entry entry = new Entry(DN.NULL_DN);
    Stream<String> startTls =
        tls ? Stream.of(StartTLSExtendedRequest.STARTTLS_REQUEST_OID) : Stream.of();
    server.rootDse(baseDns).forEach(entry::addAttribute);
    add(entry, "namingContexts", server.namingContexts(baseDns).stream());
    add(entry, "supportedControl", server.controls().stream().sorted());
    add(
        entry,
        "supportedExtension",
        Stream.concat(startTls, server.extendedOperations().stream().sorted()));
    add(entry, "supportedSASLMechanisms", server.saslMechanisms(tls).stream());
    add(entry, "subschemaSubentry", Stream.of(server.schemaDn()));
    return entry;
  }

  private static void add(Entry entry, String attribute, Stream<String> values) {
    List<String> all = values.toList();
    if (!all.isEmpty()) {
      entry.addAttribute(new Attribute(attribute, all));
    }
  }

  private Entry subschema() {
    Entry entry = new Entry(server.schemaDn());
    entry.addAttribute("objectClass", server.schemaClasses());
    entry.addAttribute(
        "cn", Entries.parse(server.schemaDn()).orElseThrow().getRDN().getAttributeValues());
    for (String part :
        List.of("ldapSyntaxes", "matchingRules", "attributeTypes", "objectClasses")) {
      String[] values = schema.definitions().getSchemaEntry().getAttributeValues(part);
      add(entry, part, Stream.of(values == null ? new String[0] : values));
    }
    return entry;
  }
}
