// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import io.github.ldapauth.directory.LdapSearch.Reference;
import io.github.ldapauth.directory.ServerAddress.Protocol;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.SearchScope;
import java.util.Optional;

/**
 * A search that another server has to answer (RFC 4511, sections 4.1.10 and 4.5.3).
 *
 * @param protocol how to speak to the server, always with TLS
 */
record Referral(Protocol protocol, ServerAddress server, LdapSearch search) {

  /** Returns the first of equal URLs that leads to a server which is allowed. */
  static Optional<Referral> of(Reference reference, LdapSearch search, ReferralHosts allowed) {
    return reference.urls().stream()
        .flatMap(url -> of(url, reference, search).stream())
        .filter(allowed::contains)
        .findFirst();
  }

  /**
   * Returns the search at a URL. Empty if the URL is malformed, has a filter of its own, or leads
   * out of the search base.
   */
  private static Optional<Referral> of(String text, Reference reference, LdapSearch search) {
    try {
      LDAPURL url = new LDAPURL(text);
      if (!url.hostProvided() || url.filterProvided()) {
        return Optional.empty();
      }
      boolean ldaps = url.getScheme().equals("ldaps");
      if (!ldaps && !url.getScheme().equals("ldap")) {
        return Optional.empty();
      }
      Dn base = url.baseDNProvided() ? Dn.parse(url.getBaseDN().toString()) : search.base();
      if (!base.isWithin(search.base(), SearchScope.SUBTREE)) {
        return Optional.empty();
      }
      return Optional.of(
          new Referral(
              ldaps ? Protocol.LDAPS : Protocol.START_TLS,
              new ServerAddress(HostNames.check(url.getHost()), url.getPort()),
              new LdapSearch(
                  base,
                  scope(url, reference, search.scope()),
                  search.filter(),
                  search.attributes(),
                  search.sizeLimit())));
    } catch (LDAPException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static SearchScope scope(LDAPURL url, Reference reference, SearchScope asked) {
    if (!url.scopeProvided()) {
      return reference.isContinuation() && asked == SearchScope.ONE_LEVEL
          ? SearchScope.BASE
          : asked;
    }
    return switch (url.getScope().intValue()) {
      case 0 -> SearchScope.BASE;
      case 1 -> SearchScope.ONE_LEVEL;
      default -> SearchScope.SUBTREE;
    };
  }
}
