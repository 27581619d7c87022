// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import io.github.ldapauth.directory.Exchange.ClientStop;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch.Reference;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The entries and references that one search returns. Some servers ignore the size limit of a
 * search, such as Samba, so this stops reading at the first entry beyond it.
 */
@SuppressWarnings("serial") // the SDK's interface is serializable, but nothing serializes this
final class FoundEntries implements SearchResultListener {

  private static final long serialVersionUID = 1;
  private static final int MAX_REFERENCES = 100;

  /** The partitions of Active Directory to which each search from the domain refers. */
  private static final Pattern NO_USERS =
      Pattern.compile("(?i)^ldaps?://[^/]*/(CN=Configuration|DC=(Domain|Forest)DnsZones),");

  private final int limit;
  private final List<SearchResultEntry> entries = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();

  FoundEntries(LdapSearch search) {
    this.limit =
        search.scope() == SearchScope.BASE
            ? 1
            : search.sizeLimit() == 0 ? Integer.MAX_VALUE : search.sizeLimit();
  }

  @Override
  public void searchEntryReturned(SearchResultEntry entry) {
    if (entries.size() == limit) {
      throw new ClientStop(ResultCode.SIZE_LIMIT_EXCEEDED);
    }
    entries.add(entry);
  }

  @Override
  public void searchReferenceReturned(SearchResultReference reference) {
    String[] urls = reference.getReferralURLs();
    boolean holdsUsers =
        urls.length == 0 || !Arrays.stream(urls).allMatch(url -> NO_USERS.matcher(url).find());
    if (holdsUsers && references.size() < MAX_REFERENCES) {
      references.add(new Reference(List.of(urls), true));
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  /** Returns the DNs as the server spells them. */
  Set<String> dns() {
    return entries.stream().map(SearchResultEntry::getDN).collect(Collectors.toSet());
  }

  /** Removes all entries and references, before the search is sent again. */
  void clear() {
    entries.clear();
    references.clear();
  }

  /**
   * Returns the entries and references.
   *
   * @throws LdapDirectoryException if the name of an entry is not a DN
   */
  LdapSearch.Result result(Stage stage, Connection connection, boolean isCutShort) {
    List<LdapEntry> read = new ArrayList<>(entries.size());
    for (SearchResultEntry entry : entries) {
      read.add(read(stage, connection, entry));
    }
    return new LdapSearch.Result(
        Collections.unmodifiableList(read), isCutShort, List.copyOf(references));
  }

  private static LdapEntry read(Stage stage, Connection connection, SearchResultEntry entry) {
    Dn dn;
    try {
      dn = Dn.parse(entry.getDN());
    } catch (IllegalArgumentException e) {
      String message = "the name of an entry, \"" + entry.getDN() + "\", is " + e.getMessage();
      throw new LdapDirectoryException(stage, connection.hostPort(), -1, message, null);
    }
    return new LdapEntry(dn, attributesOf(entry));
  }

  private static LdapAttributes attributesOf(SearchResultEntry entry) {
    Collection<Attribute> all = entry.getAttributes();
    String[] names = new String[all.size()];
    byte[][][] values = new byte[all.size()][][];
    int i = 0;
    for (Attribute attribute : all) {
      names[i] = attribute.getName();
      values[i] = attribute.getValueByteArrays();
      i++;
    }
    return LdapAttributes.takingOver(names, values);
  }
}
