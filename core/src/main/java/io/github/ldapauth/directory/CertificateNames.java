// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.args.IPAddressArgumentValueValidator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of servers in a certificate (RFC 9525): its dNSNames and iPAddresses. The common name
 * counts only if the certificate has no subject alternative name of any kind.
 */
record CertificateNames(Optional<String> commonName, List<String> hosts, List<String> addresses) {

  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final String WILDCARD = "*.";

  static CertificateNames of(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null && certificate.getExtensionValue(ALTERNATIVE_NAMES) == null
        ? new CertificateNames(commonNameOf(certificate), List.of(), List.of())
        : new CertificateNames(
            Optional.empty(), textsOf(names, DNS_NAME), textsOf(names, IP_ADDRESS));
  }

  private static List<String> textsOf(@Nullable Collection<List<?>> names, int type) {
    List<String> texts = new ArrayList<>();
    if (names != null) {
      for (List<?> name : names) {
        if (name.get(0).equals(type)) {
          texts.add((String) name.get(1));
        }
      }
    }
    return texts;
  }

  /** Returns the most specific common name. */
  private static Optional<String> commonNameOf(X509Certificate certificate) {
    try {
      return Stream.of(new DN(certificate.getSubjectX500Principal().getName()).getRDNs())
          .filter(rdn -> rdn.hasAttribute("cn") && !rdn.isMultiValued())
          .findFirst()
          .map(rdn -> rdn.getAttributeValues()[0]);
    } catch (LDAPException e) {
      return Optional.empty();
    }
  }

  /** Returns whether one of the names is this host: a name or an IP address. */
  boolean include(String host) {
    String address = HostNames.withoutZone(host);
    if (IPAddressArgumentValueValidator.isValidNumericIPAddress(address)) {
      return addresses.stream().anyMatch(named -> isSameAddress(named, address));
    }
    String name = lowerCase(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    return Stream.concat(hosts.stream(), commonName.stream())
        .anyMatch(pattern -> matches(lowerCase(pattern), name));
  }

  /** Compares names. A wildcard stands for the whole first label, and for no other. */
  private static boolean matches(String pattern, String name) {
    int dot = name.indexOf('.');
    return pattern.startsWith(WILDCARD)
        ? dot > 0 && pattern.substring(1).equals(name.substring(dot))
        : pattern.equals(name);
  }

  private static boolean isSameAddress(String one, String other) {
    try {
      return InetAddress.getByName(one).equals(InetAddress.getByName(other));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Returns the names, for messages. */
  @Override
  public String toString() {
    String all =
        Stream.concat(hosts.stream(), addresses.stream()).collect(Collectors.joining(", "));
    return commonName
        .map("has only the common name "::concat)
        .orElse(all.isEmpty() ? "names no server" : "names " + all);
  }
}
