// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.util.List;

/**
 * A search request (RFC 4511, section 4.5.1).
 *
 * @param base where the search starts
 * @param scope how far it reaches
 * @param filter which entries it returns
 * @param attributes the attributes to return: names, {@code *} for all user attributes, {@code +}
 *     for all operational ones
 * @param sizeLimit the maximum number of entries; 0 leaves the limit to the directory
 */
public record LdapSearch(
    Dn base, SearchScope scope, LdapFilter filter, List<String> attributes, int sizeLimit) {

  /** The list that requests no attributes (RFC 4511, section 4.5.1.8). */
  public static final List<String> NO_ATTRIBUTES = List.of("1.1");

  /** The search for the entry with which a server describes itself, without its attributes. */
  static final LdapSearch ROOT_DSE =
      new LdapSearch(Dn.parse(""), SearchScope.BASE, LdapFilter.ANY_ENTRY, NO_ATTRIBUTES, 0);

  /**
   * The answer to a search.
   *
   * @param entries the entries, in the order of the directory
   * @param isCutShort whether more entries match than the size limit allows
   * @param references those to other servers that may have more entries, if they are not followed
   */
  public record Result(List<LdapEntry> entries, boolean isCutShort, List<Reference> references) {}

  /**
   * A reference to other servers.
   *
   * @param urls where to go on; all lead to the same entries
   * @param isContinuation whether it is beside entries (RFC 4511, section 4.5.3), and not in place
   *     of an answer (section 4.1.10)
   */
  public record Reference(List<String> urls, boolean isContinuation) {

    @Override
    public String toString() {
      return String.join(" or ", urls);
    }
  }

  /**
   * Returns the search that an LDAP URL of this directory describes (RFC 4516), such as {@code
   * ldap:///ou=people,dc=example,dc=com??sub?(l=Berlin)}.
   *
   * @throws IllegalArgumentException if it is malformed, or names a server
   */
  public static LdapSearch ofUrl(String text, List<String> attributes, int sizeLimit) {
    try {
      LDAPURL url = new LDAPURL(text);
      if (url.hostProvided()) {
        throw new IllegalArgumentException("a URL of another server");
      }
      SearchScope scope =
          switch (url.getScope().intValue()) {
            case 0 -> SearchScope.BASE;
            case 1 -> SearchScope.ONE_LEVEL;
            case 2 -> SearchScope.SUBTREE;
            default -> throw new IllegalArgumentException("a scope of other servers");
          };
      return new LdapSearch(
          Dn.parse(url.getBaseDN().toString()),
          scope,
          LdapFilter.parse(url.getFilter().toString()),
          attributes,
          sizeLimit);
    } catch (LDAPException e) {
      throw new IllegalArgumentException("not an LDAP URL", e);
    }
  }

  /** Returns the search in one line, as the log shows it. */
  @Override
  public String toString() {
    return "search base=\""
        + LogText.of(base.toString())
        + "\" scope="
        + scope
        + " filter=\""
        + LogText.of(filter.toString())
        + "\"";
  }
}
