// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The attribute types of RFC 4512, 4519, 4524 and some related ones, each with all its names. */
final class AttributeTypes {

  private static final String COSINE = "0.9.2342.19200300.100.1.";
  private static final String NETSCAPE = "2.16.840.1.113730.3.1.";

  private static final Map<String, List<String>> NAMES =
      new TreeMap<>(Spelling::compareIgnoringAsciiCase);

  static {
    // RFC 4512
    add("objectClass", "2.5.4.0");
    add("aliasedObjectName", "aliasedEntryName", "2.5.4.1");
    add("createTimestamp", "2.5.18.1");
    add("modifyTimestamp", "2.5.18.2");
    add("creatorsName", "2.5.18.3");
    add("modifiersName", "2.5.18.4");
    // RFC 4519
    add("cn", "commonName", "2.5.4.3");
    add("sn", "surname", "2.5.4.4");
    add("serialNumber", "2.5.4.5");
    add("c", "countryName", "2.5.4.6");
    add("l", "localityName", "2.5.4.7");
    add("st", "stateOrProvinceName", "2.5.4.8");
    add("street", "streetAddress", "2.5.4.9");
    add("o", "organizationName", "2.5.4.10");
    add("ou", "organizationalUnitName", "2.5.4.11");
    add("title", "2.5.4.12");
    add("description", "2.5.4.13");
    add("searchGuide", "2.5.4.14");
    add("businessCategory", "2.5.4.15");
    add("postalAddress", "2.5.4.16");
    add("postalCode", "2.5.4.17");
    add("postOfficeBox", "2.5.4.18");
    add("physicalDeliveryOfficeName", "2.5.4.19");
    add("telephoneNumber", "2.5.4.20");
    add("telexNumber", "2.5.4.21");
    add("teletexTerminalIdentifier", "2.5.4.22");
    add("facsimileTelephoneNumber", "fax", "2.5.4.23");
    add("x121Address", "2.5.4.24");
    add("internationalISDNNumber", "2.5.4.25");
    add("registeredAddress", "2.5.4.26");
    add("destinationIndicator", "2.5.4.27");
    add("preferredDeliveryMethod", "2.5.4.28");
    add("member", "2.5.4.31");
    add("owner", "2.5.4.32");
    add("roleOccupant", "2.5.4.33");
    add("seeAlso", "2.5.4.34");
    add("userPassword", "2.5.4.35");
    add("name", "2.5.4.41");
    add("givenName", "gn", "2.5.4.42");
    add("initials", "2.5.4.43");
    add("generationQualifier", "2.5.4.44");
    add("x500UniqueIdentifier", "2.5.4.45");
    add("dnQualifier", "2.5.4.46");
    add("enhancedSearchGuide", "2.5.4.47");
    add("distinguishedName", "2.5.4.49");
    add("uniqueMember", "2.5.4.50");
    add("houseIdentifier", "2.5.4.51");
    add("uid", "userid", COSINE + 1);
    add("dc", "domainComponent", COSINE + 25);
    // RFC 4524
    add("mail", "rfc822Mailbox", COSINE + 3);
    add("info", COSINE + 4);
    add("drink", "favouriteDrink", COSINE + 5);
    add("roomNumber", COSINE + 6);
    add("userClass", COSINE + 8);
    add("host", COSINE + 9);
    add("manager", COSINE + 10);
    add("documentIdentifier", COSINE + 11);
    add("documentTitle", COSINE + 12);
    add("documentVersion", COSINE + 13);
    add("documentAuthor", COSINE + 14);
    add("documentLocation", COSINE + 15);
    add("homePhone", "homeTelephoneNumber", COSINE + 20);
    add("secretary", COSINE + 21);
    add("associatedDomain", COSINE + 37);
    add("associatedName", COSINE + 38);
    add("homePostalAddress", COSINE + 39);
    add("personalTitle", COSINE + 40);
    add("mobile", "mobileTelephoneNumber", COSINE + 41);
    add("pager", "pagerTelephoneNumber", COSINE + 42);
    add("co", "friendlyCountryName", COSINE + 43);
    add("uniqueIdentifier", COSINE + 44);
    add("organizationalStatus", COSINE + 45);
    add("buildingName", COSINE + 48);
    add("documentPublisher", COSINE + 56);
    // RFC 2798, 4530 and 2307, the memberOf of Active Directory and its followers
    add("jpegPhoto", COSINE + 60);
    add("carLicense", NETSCAPE + 1);
    add("departmentNumber", NETSCAPE + 2);
    add("employeeNumber", NETSCAPE + 3);
    add("employeeType", NETSCAPE + 4);
    add("preferredLanguage", NETSCAPE + 39);
    add("displayName", NETSCAPE + 241);
    add("entryUUID", "1.3.6.1.1.16.4");
    add("uidNumber", "1.3.6.1.1.1.1.0");
    add("gidNumber", "1.3.6.1.1.1.1.1");
    add("memberUid", "1.3.6.1.1.1.1.12");
    add("memberOf", "1.2.840.113556.1.2.102");
  }

  /** Those whose values differ by case (RFC 2307, 2798 and 4519). */
  private static final Set<String> OF_EXACT_VALUES =
      Set.of("memberuid", "jpegphoto", "userpassword");

  private AttributeTypes() {}

  private static void add(String... names) {
    names[0] = Spelling.lowerCaseAscii(names[0]);
    List<String> all = List.of(names);
    for (String name : names) {
      NAMES.put(name, all);
    }
  }

  /** Returns whether all names of this type are known. */
  static boolean isKnown(String name) {
    return NAMES.containsKey(name);
  }

  /** Returns whether every server compares values of this type without the case of letters. */
  static boolean ignoresCase(String name) {
    return isKnown(name) && !OF_EXACT_VALUES.contains(canonical(name));
  }

  /** Returns one description for all names of a type, in lower case. Options stay. */
  static String canonical(String description) {
    List<String> names = namesOf(description);
    return Spelling.lowerCaseAscii(names.isEmpty() ? description : names.get(0));
  }

  /** Returns the descriptions with all names of a type; none if it is unknown. Options stay. */
  static List<String> namesOf(String description) {
    int semicolon = description.indexOf(';');
    if (semicolon < 0) {
      return NAMES.getOrDefault(description, List.of());
    }
    String options = description.substring(semicolon);
    return namesOf(description.substring(0, semicolon)).stream()
        .map(name -> name + options)
        .toList();
  }
}
