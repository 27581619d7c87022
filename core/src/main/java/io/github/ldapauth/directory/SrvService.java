// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A service whose servers DNS names.
 *
 * @param name the name of its records
 * @param domains the domains whose hosts may be servers
 * @param resolver the DNS servers to ask, as a URL of JNDI
 */
record SrvService(String name, List<String> domains, String resolver) {

  private static final Pattern SITE = Pattern.compile("[\\w-]{1,63}");

  /** The DNS servers of the machine. */
  private static final String OF_THE_MACHINE = "dns:";

  /** Returns the service of a domain, such as {@code _ldap._tcp} of {@code example.com}. */
  static SrvService of(String service, String domain) {
    String checked = domain(domain);
    return new SrvService(service + "." + checked, List.of(checked), OF_THE_MACHINE);
  }

  /** Returns the name of a site of Active Directory, as a label before a domain. */
  static String site(String name) {
    if (!SITE.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a site");
    }
    return name;
  }

  private static String domain(String text) {
    HostNames.rejectCommonMistakes(text);
    String domain = HostNames.check(text).toLowerCase(Locale.ROOT);
    if (HostNames.isAddress(domain)) {
      throw new IllegalArgumentException("not a domain name");
    }
    if (domain.startsWith("_")) {
      throw new IllegalArgumentException("names records; write their domain, such as example.com");
    }
    return domain;
  }

  SrvService alsoBelow(String domain) {
    return new SrvService(
        name, Stream.concat(domains.stream(), Stream.of(domain(domain))).toList(), resolver);
  }

  SrvService askedAt(String dnsServers) {
    return new SrvService(name, domains, dnsServers);
  }

  /**
   * Parses a record of the answer.
   *
   * @throws IllegalArgumentException if it names no server, or one that must not be used
   */
  SrvRecord parse(String text) {
    SrvRecord parsed = SrvRecord.parse(text);
    String host = parsed.target().host();
    if (domains.stream().noneMatch(domain -> ("." + host).endsWith("." + domain))) {
      throw new IllegalArgumentException(
          "not below "
              + String.join(" or ", domains)
              + ", so DNS may be forged; see LdapServer.targetsAlsoBelow(...)");
    }
    return parsed;
  }

  /** Asks DNS; see {@link SrvQuery#records}. */
  List<String> records() throws Exception {
    return SrvQuery.records(name, resolver);
  }

  /** Returns the name of the records. */
  @Override
  public String toString() {
    return name;
  }
}
