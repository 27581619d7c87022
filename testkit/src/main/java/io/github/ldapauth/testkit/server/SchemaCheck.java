// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.schema.AttributeTypeDefinition;
import com.unboundid.ldap.sdk.schema.AttributeUsage;
import com.unboundid.ldap.sdk.schema.ObjectClassDefinition;
import com.unboundid.ldap.sdk.schema.ObjectClassType;
import io.github.ldapauth.testkit.server.SchemaViolation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks entries against the schema (RFC 4512, section 2.4 and 2.5). */
final class SchemaCheck {

  private final DirectorySchema schema;
  private final Syntaxes syntaxes;
  private final Emulation emulation;
  private final boolean checked;

  /** Takes whether entries are checked at all. */
  SchemaCheck(DirectorySchema schema, Emulation emulation, boolean checked) {
    this.schema = schema;
    this.emulation = emulation;
    this.checked = checked;
    this.syntaxes = new Syntaxes(schema, emulation.extensibleFilters());
  }

  DirectorySchema schema() {
    return schema;
  }

  /** Returns why an entry is refused; empty if it is not. */
  Optional<Answer> refuse(Entry entry) {
    return checked
        ? violations(entry).flatMap(each -> emulation.refuse(each).stream()).findFirst()
        : Optional.empty();
  }

  /**
   * Checks an entry.
   *
   * @throws LDAPException if it is refused
   */
  void check(Entry entry) throws LDAPException {
    Optional<Answer> refusal = refuse(entry);
    if (refusal.isPresent()) {
      throw new LDAPException(ResultCode.valueOf(refusal.get().resultCode()), refusal.get().text());
    }
  }

  /** Returns why a change is refused; empty if the schema has nothing against it. */
  Optional<Answer> refuse(Optional<ReadOnlyEntry> entry, List<Modification> modifications) {
    if (!checked || entry.isEmpty()) {
      return Optional.empty();
    }
    Optional<Answer> unknown =
        modifications.stream()
            .filter(each -> each.hasValue() || !mayRemoveUnknown())
            .map(Modification::getAttributeName)
            .filter(name -> schema.type(name).isEmpty() && !emulation.hides(name))
            .flatMap(name -> emulation.refuse(violation(Kind.UNKNOWN_ATTRIBUTE, name, "")).stream())
            .findFirst();
    return unknown.or(() -> changed(entry.get(), modifications).flatMap(this::refuse));
  }

  /** Returns whether nothing is refused that removes an attribute that is not in the schema. */
  private boolean mayRemoveUnknown() {
    return emulation.extensibleFilters() == ExtensibleFilters.Support.ANY_RULES;
  }

  /** Returns an entry with a change; empty if it cannot be changed so, whatever the schema. */
  private static Optional<Entry> changed(ReadOnlyEntry entry, List<Modification> modifications) {
    try {
      return Optional.of(Entry.applyModifications(entry, false, modifications));
    } catch (LDAPException e) {
      return Optional.empty();
    }
  }

  private Stream<SchemaViolation> violations(Entry entry) {
    return Stream.of(
            entry.getAttributes().stream().flatMap(this::inAttribute),
            inClasses(entry).stream(),
            missing(entry),
            notAllowed(entry))
        .flatMap(each -> each);
  }

  private Stream<SchemaViolation> inAttribute(Attribute attribute) {
    String name = attribute.getBaseName();
    return schema
        .type(name)
        .map(type -> inValues(type, attribute))
        .orElseGet(
            () ->
                // Some kinds hide what the SDK's server needs.
                emulation.hides(name)
                    ? Stream.of()
                    : Stream.of(violation(Kind.UNKNOWN_ATTRIBUTE, name, "")));
  }

  private Stream<SchemaViolation> inValues(AttributeTypeDefinition type, Attribute attribute) {
    String name = attribute.getName();
    if (type.isSingleValued() && attribute.size() > 1) {
      return Stream.of(violation(Kind.SEVERAL_VALUES, name, ""));
    }
    for (ASN1OctetString value : attribute.getRawValues()) {
      if (!syntaxes.isValue(type, value)) {
        return Stream.of(new SchemaViolation(Kind.INVALID_VALUE, name, "", syntaxes.of(type)));
      }
    }
    return Stream.of();
  }

  private static SchemaViolation violation(Kind kind, String attribute, String objectClass) {
    return new SchemaViolation(kind, attribute, objectClass, "");
  }

  private List<SchemaViolation> inClasses(Entry entry) {
    List<SchemaViolation> found = new ArrayList<>();
    if (entry.getObjectClassValues() == null) {
      return List.of(violation(Kind.NO_CLASS, "", ""));
    }
    for (String name : entry.getObjectClassValues()) {
      if (schema.objectClass(name).isEmpty()) {
        found.add(violation(Kind.UNKNOWN_CLASS, "", name));
      }
    }
    List<ObjectClassDefinition> structural = structural(schema.classesOf(entry));
    if (structural.isEmpty()) {
      found.add(violation(Kind.NO_STRUCTURAL_CLASS, "", ""));
    } else if (structural.size() > 1) {
      found.add(
          violation(
              Kind.TWO_STRUCTURAL_CLASSES,
              "",
              structural.stream()
                  .map(ObjectClassDefinition::getNameOrOID)
                  .collect(Collectors.joining("/"))));
    }
    return found;
  }

  /** Returns the structural classes from which no other one descends. */
  private List<ObjectClassDefinition> structural(List<ObjectClassDefinition> classes) {
    List<ObjectClassDefinition> structural =
        classes.stream()
            .filter(
                each -> each.getObjectClassType(schema.definitions()) == ObjectClassType.STRUCTURAL)
            .toList();
    return structural.stream()
        .filter(
            each ->
                structural.stream()
                    .noneMatch(
                        other ->
                            other.getSuperiorClasses(schema.definitions(), true).contains(each)))
        .toList();
  }

  private Stream<SchemaViolation> missing(Entry entry) {
    return schema.ownClassesOf(entry).stream()
        .flatMap(
            own ->
                schema
                    .withSuperiors(own)
                    .flatMap(each -> Stream.of(each.getRequiredAttributes()))
                    .filter(name -> !has(entry, name))
                    .map(name -> violation(Kind.MISSING_ATTRIBUTE, name, own.getNameOrOID())));
  }

  private boolean has(Entry entry, String attribute) {
    return entry.getAttributes().stream()
        .anyMatch(
            each -> schema.nameOf(each.getBaseName()).equalsIgnoreCase(schema.nameOf(attribute)));
  }

  private Stream<SchemaViolation> notAllowed(Entry entry) {
    List<ObjectClassDefinition> classes = schema.classesOf(entry);
    if (classes.stream().anyMatch(each -> each.hasNameOrOID("extensibleObject"))) {
      return Stream.of();
    }
    Set<String> allowed =
        classes.stream()
            .flatMap(
                each ->
                    Stream.concat(
                        Stream.of(each.getRequiredAttributes()),
                        Stream.of(each.getOptionalAttributes())))
            .flatMap(name -> schema.type(name).stream())
            .map(AttributeTypeDefinition::getOID)
            .collect(Collectors.toSet());
    return entry.getAttributes().stream()
        .map(Attribute::getBaseName)
        .filter(
            name ->
                schema
                    .type(name)
                    .filter(type -> type.getUsage() == AttributeUsage.USER_APPLICATIONS)
                    .filter(type -> !allowed.contains(type.getOID()))
                    .isPresent())
        .map(name -> violation(Kind.ATTRIBUTE_NOT_ALLOWED, name, ""));
  }
}
