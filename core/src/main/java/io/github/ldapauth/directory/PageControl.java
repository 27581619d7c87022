// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import org.jspecify.annotations.Nullable;

/** The control with which a search asks for its answer page by page (RFC 2696). */
final class PageControl {

  private PageControl() {}

  /**
   * Asks for a page.
   *
   * @param cookie what the server answered with the page before; null for the first page
   */
  static Control of(int size, @Nullable ASN1OctetString cookie) {
    return new SimplePagedResultsControl(size, cookie, false);
  }

  /** Returns the cookie of the next page; null after the last one. */
  static @Nullable ASN1OctetString cookie(LdapResult answer) throws LDAPException {
    ResponseControl page = answer.control(SimplePagedResultsControl.PAGED_RESULTS_OID);
    if (page == null) {
      return null;
    }
    ASN1OctetString cookie =
        new SimplePagedResultsControl(page.oid(), false, page.value()).getCookie();
    return cookie == null || cookie.getValueLength() == 0 ? null : cookie;
  }
}
