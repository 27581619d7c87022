// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.AttributeTypeDefinition;
import com.unboundid.ldap.sdk.schema.ObjectClassDefinition;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The definitions of attributes and object classes (RFC 4512, section 4.1) of one directory. */
final class DirectorySchema {

  /** The definitions of RFC 4512, 4519, 4523, 4524, 2798 and others, which come with the SDK. */
  static final String STANDARD = "standard";

  /** The schemas of resources, which take a while to parse. */
  private static final Map<List<String>, Schema> KNOWN = new ConcurrentHashMap<>();

  private final Schema schema;
  private final Map<String, Set<String>> subtypes = new HashMap<>();
  private final Set<String> operational = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> withOptions = ConcurrentHashMap.newKeySet();

  /** The superior classes that are not among some classes. */
  private final Map<List<String>, List<String>> missingClasses = new ConcurrentHashMap<>();

  private DirectorySchema(Schema schema) {
    this.schema = schema;
    operational.addAll(OperationalAttributes.COMMON);
    for (AttributeTypeDefinition type : schema.getAttributeTypes()) {
      if (type.isOperational()) {
        operational.addAll(List.of(type.getNames()));
      }
      Optional<AttributeTypeDefinition> superior = superior(type);
      while (superior.isPresent()) {
        subtypes
            .computeIfAbsent(
                superior.get().getOID(), any -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))
            .add(type.getNameOrOID());
        superior = superior(superior.get());
      }
    }
  }

  private Optional<AttributeTypeDefinition> superior(AttributeTypeDefinition type) {
    return Optional.ofNullable(type.getSuperiorType(schema));
  }

  /**
   * Returns the schema of a kind of server.
   *
   * @param resources the names of its parts, of which later ones replace earlier definitions
   * @param more entries with further definitions
   */
  static DirectorySchema of(List<String> resources, List<Entry> more) {
    Schema schema = KNOWN.computeIfAbsent(resources, DirectorySchema::read);
    return new DirectorySchema(
        more.isEmpty()
            ? schema
            : merge(List.of(schema, merge(more.stream().map(DirectorySchema::parse).toList()))));
  }

  private static Schema read(List<String> resources) {
    return merge(resources.stream().map(DirectorySchema::read).toList());
  }

  private static Schema read(String resource) {
    try (InputStream ldif = DirectorySchema.class.getResourceAsStream(resource + ".ldif")) {
      return ldif == null
          ? Schema.getDefaultStandardSchema()
          : parse(new LDIFReader(ldif).readEntry());
    } catch (IOException | LDIFException | LDAPException e) {
      throw new IllegalStateException("the schema " + resource + " does not parse", e);
    }
  }

  private static Schema merge(List<Schema> schemas) {
    return Schema.mergeSchemas(schemas.toArray(Schema[]::new));
  }

  /**
   * Reads definitions, in the form of a subschema (RFC 4512, section 4.2) or of slapd's
   * configuration.
   *
   * @throws IllegalArgumentException if there are none, or one does not parse
   */
  private static Schema parse(Entry definitions) {
    Entry plain = new Entry("cn=schema", new Attribute("objectClass", "subschema"));
    for (Attribute attribute : definitions.getAttributes()) {
      for (String value : attribute.getValues()) {
        // As in "olcAttributeTypes: {0}( 1.2.3 NAME 'x' )".
        plain.addAttribute(
            attribute.getBaseName().replaceFirst("(?i)^olc", ""),
            value.replaceFirst("^\\{\\d+}", ""));
      }
    }
    try {
      return Schema.parseSchemaEntry(plain);
    } catch (LDAPException e) {
      throw new IllegalArgumentException("the schema does not parse: " + e.getMessage(), e);
    }
  }

  /** Returns the definition of an attribute, which may have options; empty if it is unknown. */
  Optional<AttributeTypeDefinition> type(String attribute) {
    return Optional.ofNullable(schema.getAttributeType(Attribute.getBaseName(attribute)));
  }

  /** Records that entries may have an attribute, with its options (RFC 4512, section 2.5). */
  void have(String attribute) {
    if (attribute.indexOf(';') >= 0) {
      withOptions.add(Attribute.getBaseName(attribute).toLowerCase(Locale.ROOT));
    }
  }

  /** Returns whether entries may have an attribute with options. */
  boolean haveOptions(String attribute) {
    return withOptions.contains(attribute.toLowerCase(Locale.ROOT));
  }

  /** Returns the attributes that a search returns only by name or by {@code +} (RFC 3673). */
  Set<String> operationalAttributes() {
    return operational;
  }

  Optional<ObjectClassDefinition> objectClass(String name) {
    return Optional.ofNullable(schema.getObjectClass(name));
  }

  Schema definitions() {
    return schema;
  }

  /** Returns an attribute with the name that entries have it by, instead of another or its OID. */
  String nameOf(String attribute) {
    String base = Attribute.getBaseName(attribute);
    return type(attribute)
        .map(AttributeTypeDefinition::getNameOrOID)
        .filter(name -> !name.equalsIgnoreCase(base))
        .map(name -> name + attribute.substring(base.length()))
        .orElse(attribute);
  }

  /**
   * Returns the names by which entries have what a search requests.
   *
   * @param withSubtypes whether an attribute stands for those that descend from it
   */
  List<String> namesOf(List<String> requested, boolean withSubtypes) {
    return requested.stream()
        .flatMap(
            each ->
                Stream.concat(
                    Stream.of(nameOf(each)),
                    type(each).filter(any -> withSubtypes).map(this::subtypesOf).stream()
                        .flatMap(Set::stream)))
        .toList();
  }

  /** Returns what gives attributes the names by which a search requests them, if servers do so. */
  UnaryOperator<Attribute> asRequested(List<String> requested, ServerDescription server) {
    Map<String, String> names = new HashMap<>();
    if (server.namesAttributesAsRequested()) {
      requested.stream()
          .filter(name -> !name.equals("*") && !name.equals("+"))
          .forEach(name -> names.putIfAbsent(nameOf(name).toLowerCase(Locale.ROOT), name));
    }
    if (names.isEmpty()) {
      return attribute -> attribute;
    }
    return attribute -> {
      String name = names.get(attribute.getName().toLowerCase(Locale.ROOT));
      return name == null ? attribute : new Attribute(name, attribute.getRawValues());
    };
  }

  /** Returns the names of the attributes that descend from one (RFC 4512, section 2.5.1). */
  Set<String> subtypesOf(AttributeTypeDefinition type) {
    return subtypes.getOrDefault(type.getOID(), Set.of());
  }

  /** Returns the names of a class and of those that descend from it. */
  Set<String> classesBelow(ObjectClassDefinition superior) {
    return schema.getObjectClasses().stream()
        .filter(
            each ->
                each.equals(superior) || each.getSuperiorClasses(schema, true).contains(superior))
        .map(each -> each.getNameOrOID().toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the classes that an entry has, with those that they descend from. */
  List<ObjectClassDefinition> classesOf(Entry entry) {
    return ownClassesOf(entry).stream().flatMap(this::withSuperiors).distinct().toList();
  }

  /** Returns the classes that an entry names. */
  List<ObjectClassDefinition> ownClassesOf(Entry entry) {
    String[] names = entry.getObjectClassValues();
    return Stream.of(names == null ? new String[0] : names)
        .flatMap(name -> objectClass(name).stream())
        .toList();
  }

  Stream<ObjectClassDefinition> withSuperiors(ObjectClassDefinition own) {
    return Stream.concat(Stream.of(own), own.getSuperiorClasses(schema, true).stream());
  }

  /**
   * Returns an entry with the attributes' own names.
   *
   * @param allClasses whether to add the classes that those of the entry descend from
   */
  Entry named(Entry entry, boolean allClasses) {
    Entry named = new Entry(entry.getDN());
    entry
        .getAttributes()
        .forEach(each -> named.addAttribute(nameOf(each.getName()), each.getValueByteArrays()));
    String[] classes = named.getObjectClassValues();
    if (allClasses && classes != null) {
      missingClasses
          .computeIfAbsent(List.of(classes), any -> missingClasses(named, classes))
          .forEach(each -> named.addAttribute("objectClass", each));
    }
    return named;
  }

  private List<String> missingClasses(Entry entry, String... classes) {
    return classesOf(entry).stream()
        .filter(each -> Stream.of(classes).noneMatch(each::hasNameOrOID))
        .map(ObjectClassDefinition::getNameOrOID)
        .toList();
  }
}
