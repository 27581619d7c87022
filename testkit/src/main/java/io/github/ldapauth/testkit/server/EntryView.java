// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a client sees of entries, of the attributes that it requests (RFC 4511, section 4.5.1.8; RFC
 * 3673): virtual attributes too, and neither hidden ones nor operational ones unasked.
 */
final class EntryView {

  private final Entries entries;
  private final Emulation emulation;
  private final Predicate<String> hidden;
  private final Set<String> operational;
  private final List<String> requested;
  private final List<String> ranges;
  private final UnaryOperator<Attribute> naming;
  private final List<VirtualAttribute> virtual;
  private final Map<String, Boolean> visible = new HashMap<>();

  /**
   * Takes what one request asks for.
   *
   * @param hidden the attributes that the client may not see
   * @param sent the names of attributes, as the client sent them
   */
  EntryView(Entries entries, Emulation emulation, Predicate<String> hidden, List<String> sent) {
    DirectorySchema schema = entries.schema();
    this.entries = entries;
    this.emulation = emulation;
    this.hidden = hidden;
    operational = schema.operationalAttributes();
    requested = schema.namesOf(sent, emulation.extensibleFilters().undefines());
    ranges = requested.stream().filter(each -> !ValueRanges.nameOf(each).equals(each)).toList();
    naming = schema.asRequested(sent, emulation);
    virtual = emulation.virtualAttributes().stream().filter(this::isRequested).toList();
  }

  private boolean isRequested(VirtualAttribute attribute) {
    return requested.isEmpty()
        ? attribute.isRequestedBy("*")
        : requested.stream().map(ValueRanges::nameOf).anyMatch(attribute::isRequestedBy);
  }

  /** Returns what to ask the SDK's server for, so that nothing is missing that was requested. */
  List<String> stored() {
    List<String> names =
        emulation.cutsIntoRanges()
            ? requested.stream().map(ValueRanges::nameOf).toList()
            : requested;
    return names.contains("+")
        ? Stream.concat(names.stream(), operational.stream()).toList()
        : names;
  }

  boolean hasVirtual() {
    return !virtual.isEmpty();
  }

  /** Returns the virtual attributes of an entry. */
  List<Attribute> virtual(ReadOnlyEntry entry) {
    List<Attribute> made = new ArrayList<>(virtual.size());
    for (VirtualAttribute each : virtual) {
      Attribute attribute = each.of(entry, entries);
      if (attribute.hasValue()) {
        made.add(attribute);
      }
    }
    return made;
  }

  /** Returns what the client sees of an entry. In plain loops, for searches that find many. */
  List<Attribute> show(Collection<Attribute> stored, List<Attribute> virtual) {
    List<Attribute> shown = new ArrayList<>(stored.size() + virtual.size());
    for (Attribute each : stored) {
      if (visible.computeIfAbsent(each.getName(), this::isVisible)) {
        shown.add(naming.apply(cut(each)));
      }
    }
    for (Attribute each : virtual) {
      shown.add(naming.apply(cut(each)));
    }
    return shown;
  }

  private boolean isVisible(String name) {
    String attribute = Attribute.getBaseName(name);
    return !hidden.test(attribute)
        && emulation.virtualAttribute(attribute).isEmpty()
        && (!operational.contains(attribute)
            || requested.stream()
                .anyMatch(each -> each.equals("+") || each.equalsIgnoreCase(attribute)));
  }

  private Attribute cut(Attribute attribute) {
    return emulation.cutsIntoRanges()
        ? ValueRanges.cut(attribute, ranges, emulation.mostValues())
        : attribute;
  }
}
