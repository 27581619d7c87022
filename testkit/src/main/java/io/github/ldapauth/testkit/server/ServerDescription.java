// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one kind of server tells of itself: its schema and its root DSE. */
abstract class ServerDescription {

  /** Returns the parts of the schema, of which later ones replace earlier definitions. */
  protected List<String> schemas() {
    return List.of(DirectorySchema.STANDARD, "names", "rfc2307");
  }

  /** Returns whether attributes in answers have the names by which they were requested. */
  protected boolean namesAttributesAsRequested() {
    return false;
  }

  /** Returns whether entries get the classes that theirs descend from. */
  protected boolean addsSuperiorClasses() {
    return false;
  }

  /** Returns how an entry is refused that violates the schema; empty if it is not. */
  protected Optional<Answer> refuse(SchemaViolation violation) {
    return Optional.of(violation.answer());
  }

  /** Returns the DN of the entry that holds the schema. */
  protected String schemaDn() {
    return "cn=Subschema";
  }

  /** Returns the object classes of that entry. */
  protected String[] schemaClasses() {
    return new String[] {"top", "subentry", "subschema", "extensibleObject"};
  }

  /** Returns the controls that this kind of server knows, by their OIDs. */
  protected Set<String> controls() {
    return Set.of(
        "1.2.840.113556.1.4.319",
        "1.2.840.113556.1.4.473",
        "1.2.840.113556.1.4.805",
        "1.2.840.113556.1.4.1413",
        "1.3.6.1.1.12",
        "1.3.6.1.1.13.1",
        "1.3.6.1.1.13.2",
        "1.3.6.1.1.22",
        "1.3.6.1.4.1.4203.1.10.1",
        "2.16.840.1.113730.3.4.2",
        "2.16.840.1.113730.3.4.9",
        "2.16.840.1.113730.3.4.12",
        "2.16.840.1.113730.3.4.16",
        "2.16.840.1.113730.3.4.18");
  }

  /** Returns whether this kind of server takes a control with a request. */
  protected boolean takesControl(String oid, RequestType type) {
    return controls().contains(oid) && RequestControls.usesOf(oid).contains(type);
  }

  /** Returns the text that refuses a critical control. */
  protected String unavailableControl(String oid) {
    return "the control " + oid + " is not available";
  }

  /** Returns the extended operations that this kind of server knows, but for StartTLS. */
  protected abstract Set<String> extendedOperations();

  /** Returns the SASL mechanisms that this kind of server offers, with or without TLS. */
  protected List<String> saslMechanisms(boolean tls) {
    return tls ? List.of("EXTERNAL") : List.of();
  }

  /** Returns the attributes of the root DSE beyond those that each server has. */
  protected List<Attribute> rootDse(List<String> baseDns) {
    return List.of(
        new Attribute("objectClass", "top"),
        new Attribute(
            "supportedFeatures",
            "1.3.6.1.1.14",
            "1.3.6.1.4.1.4203.1.5.1",
            "1.3.6.1.4.1.4203.1.5.3"),
        new Attribute("supportedLDAPVersion", "3"));
  }

  /** Returns the attributes of the root DSE that tell a client of itself, if asked by name. */
  protected List<Attribute> rootDseFor(ReadOnlyEntry client, Entries entries) {
    return List.of();
  }

  protected List<String> namingContexts(List<String> baseDns) {
    return baseDns;
  }

  /** Returns the user attributes of the root DSE; empty if all are. */
  protected Set<String> shownInRootDse() {
    return Set.of("objectClass");
  }

  /** Returns whether the filter of a search that reads the root DSE is of no account. */
  protected boolean findsRootDseByAnyFilter() {
    return false;
  }

  /** Returns whether searches dereference aliases (RFC 4511, section 4.5.1.3) on request. */
  protected boolean dereferencesAliases() {
    return true;
  }
}
