// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The values of an attribute that are text. The directory may return them part by part. */
final class RangedValues {

  private static final Logger LOG = LoggerFactory.getLogger(GroupLookup.class);

  /** Enough for 150,000 values of Active Directory. */
  private static final int MOST_READS = 100;

  private final List<String> values = new ArrayList<>();
  private boolean isText = true;
  private boolean isPart;

  /** The key of a problem with this attribute that was logged. */
  private record Logged(String attribute) {}

  private RangedValues() {}

  /** Returns the values in an entry, which may be the first ones only. */
  static RangedValues in(LdapEntry entry, String attribute) {
    RangedValues found = new RangedValues();
    for (String name : ValueRange.names(entry.attributes(), attribute)) {
      found.add(entry, name, 0);
      found.isPart |= ValueRange.isRange(name);
    }
    return found;
  }

  /** Returns the values in an entry, and reads those after them. */
  static RangedValues read(LdapEntry entry, String attribute, DirectorySession session) {
    RangedValues found = in(entry, attribute);
    if (found.isPart) {
      found.isPart = !found.readOn(entry, attribute, session);
      if (found.isPart && session.isFirst(new Logged(attribute))) {
        log(entry.dn(), attribute, found.values.size());
      }
    }
    return found;
  }

  private static void log(Dn entry, String attribute, int values) {
    LOG.warn(
        "{} of {} could not be read after {} values: the range is malformed or too long, or values"
            + " changed. Memberships are unknown then; this is logged once",
        attribute,
        entry,
        values);
  }

  /** Returns whether the last value was read. */
  private boolean readOn(LdapEntry entry, String attribute, DirectorySession session) {
    Optional<ValueRange> part = ValueRange.of(entry, attribute).filter(first -> first.from() == 0);
    for (int reads = 0; part.isPresent() && !part.get().isLast(); reads++) {
      part = reads < MOST_READS ? part.get().readNext(session) : Optional.empty();
      part.ifPresent(next -> add(next.entry(), next.name(), 1));
    }
    return part.isPresent();
  }

  private void add(LdapEntry entry, String name, int from) {
    List<String> texts = entry.attributes().all(name);
    isText &= texts.size() == entry.attributes().allBytes(name).size();
    values.addAll(texts.subList(Math.min(from, texts.size()), texts.size()));
  }

  List<String> values() {
    return values;
  }

  /** Returns whether there are more values than these. */
  boolean isPart() {
    return isPart;
  }

  /** Returns whether these are all values, and no other value is not text. */
  boolean isComplete() {
    return isText && !isPart;
  }
}
