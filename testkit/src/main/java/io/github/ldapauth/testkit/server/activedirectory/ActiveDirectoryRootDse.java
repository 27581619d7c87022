// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.sdk.Attribute;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The root DSE of Active Directory (MS-ADTS, section 3.1.1.3.2), of Windows Server 2008 R2. */
final class ActiveDirectoryRootDse {

  /** Those of its controls that the kit has too. */
  static final Set<String> CONTROLS =
      Set.of(
          "1.2.840.113556.1.4.319",
          "1.2.840.113556.1.4.473",
          "1.2.840.113556.1.4.805",
          "1.2.840.113556.1.4.1413",
          "2.16.840.1.113730.3.4.9");

  private static final String[] CAPABILITIES = {
    "1.2.840.113556.1.4.800",
    "1.2.840.113556.1.4.1670",
    "1.2.840.113556.1.4.1791",
    "1.2.840.113556.1.4.1935",
    "1.2.840.113556.1.4.2080"
  };

  private static final String LEVEL = "4";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'.0Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ActiveDirectoryRootDse() {}

  static List<Attribute> attributes(ActiveDirectoryDomain domain, InstantSource clock) {
    String server = ActiveDirectoryDomain.SERVER;
    String host = server.toLowerCase(Locale.ROOT);
    String serverName =
        "CN=%s,CN=Servers,CN=Default-First-Site-Name,CN=Sites,%s"
            .formatted(server, domain.configuration());
    return List.of(
        new Attribute("configurationNamingContext", domain.configuration()),
        new Attribute("defaultNamingContext", domain.baseDn()),
        new Attribute("rootDomainNamingContext", domain.baseDn()),
        new Attribute("schemaNamingContext", domain.schema()),
        new Attribute("supportedCapabilities", CAPABILITIES),
        new Attribute("supportedLDAPVersion", "2", "3"),
        new Attribute("isSynchronized", "TRUE"),
        new Attribute("dsServiceName", "CN=NTDS Settings," + serverName),
        new Attribute("serverName", serverName),
        new Attribute("dnsHostName", host + "." + domain.dnsName()),
        new Attribute(
            "ldapServiceName",
            "%s:%s$@%s"
                .formatted(domain.dnsName(), host, domain.dnsName().toUpperCase(Locale.ROOT))),
        new Attribute("currentTime", TIME.format(clock.instant())),
        new Attribute("highestCommittedUSN", "4000"),
        new Attribute("domainFunctionality", LEVEL),
        new Attribute("forestFunctionality", LEVEL),
        new Attribute("domainControllerFunctionality", LEVEL),
        new Attribute("isGlobalCatalogReady", "TRUE"));
  }
}
