// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.Exchange.ClientStop;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch.Reference;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The entries and references that one search returns. Some servers ignore the size limit of a
 * search, such as Samba, so this stops reading at the first entry beyond it.
 */
final class FoundEntries {

  private static final int MAX_REFERENCES = 100;

  /** The partitions of Active Directory to which each search from the domain refers. */
  private static final String NO_USERS =
      "(?is)ldaps?://[^/]*/(CN=Configuration|DC=(Domain|Forest)DnsZones),.*";

  private final int limit;
  private final long bytesBefore;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private long bytes;

  /** An entry whose name may not be a DN. */
  private record Entry(String dn, LdapAttributes attributes) {}

  FoundEntries(LdapSearch search) {
    this(search, 0);
  }

  /**
   * Prepares for the answer to a search.
   *
   * @param bytesBefore the size of what other servers found for it, which referred to this one
   */
  FoundEntries(LdapSearch search, long bytesBefore) {
    this.bytesBefore = bytesBefore;
    this.limit =
        search.scope() == SearchScope.BASE
            ? 1
            : search.sizeLimit() == 0 ? Integer.MAX_VALUE : search.sizeLimit();
  }

  /** Counts what is to be added, as entries may be many and large. */
  void count(int more) throws OversizedAnswer {
    bytes += more;
    if (bytesInAll() > OversizedAnswer.MAX_BYTES_IN_ALL) {
      throw OversizedAnswer.ofBytesInAll();
    }
  }

  /** Returns the size of what all servers found so far. */
  long bytesInAll() {
    return bytesBefore + bytes;
  }

  void add(String dn, LdapAttributes attributes) {
    if (entries.size() == limit) {
      throw new ClientStop(ResultCode.SIZE_LIMIT_EXCEEDED);
    }
    entries.add(new Entry(dn, attributes));
  }

  void addReference(List<String> urls) {
    boolean holdsUsers = urls.isEmpty() || !urls.stream().allMatch(url -> url.matches(NO_USERS));
    if (holdsUsers && references.size() < MAX_REFERENCES) {
      references.add(new Reference(List.copyOf(urls), true));
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
    return entries.stream().map(Entry::dn).collect(Collectors.toSet());
  }

  /** Removes all entries and references, before the search is sent again. */
  void clear() {
    entries.clear();
    references.clear();
    bytes = 0;
  }

  /**
   * Returns the entries and references.
   *
   * @throws LdapDirectoryException if the name of an entry is not a DN
   */
  LdapSearch.Result result(Stage stage, Connection connection, boolean isCutShort) {
    List<LdapEntry> read = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      read.add(read(stage, connection, entry));
    }
    return new LdapSearch.Result(
        Collections.unmodifiableList(read), isCutShort, List.copyOf(references));
  }

  private static LdapEntry read(Stage stage, Connection connection, Entry entry) {
    Dn dn;
    try {
      dn = Dn.parse(entry.dn());
    } catch (IllegalArgumentException e) {
      String message = "the name of an entry, \"" + entry.dn() + "\", is " + e.getMessage();
      throw new LdapDirectoryException(stage, connection.hostPort(), -1, message, null);
    }
    return new LdapEntry(dn, entry.attributes());
  }
}
