// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fault that waits for requests.
 *
 * @param type the kind of request, or null for any
 * @param dn the entry that the request is about, or null for any
 * @param filterPart a part of the filter in lower case, or null for any filter
 * @param once whether it serves only one request
 * @param text what it matches, and the line that scripted it
 */
record ScriptedFault(
    Operation.@Nullable Type type,
    @Nullable String dn,
    @Nullable String filterPart,
    boolean once,
    FaultEffect effect,
    String text) {

  boolean isFor(Operation.Type requested, String name, String filter, Names names) {
    return (type == null || type == requested)
        && (dn == null || names.isSame(name, dn))
        && (filterPart == null || filter.toLowerCase(Locale.ROOT).contains(filterPart));
  }

  /** Returns whether no request would reach a later fault. */
  boolean hides(ScriptedFault later, Names names) {
    return !once
        && (type == null || type == later.type)
        && (dn == null || (later.dn != null && names.isSame(later.dn, dn)))
        && (filterPart == null
            || (later.filterPart != null && later.filterPart.contains(filterPart)));
  }
}
