// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Waits for requests.
 *
 * @param type which kind of request, or null for any
 * @param dn what the request must be about, or null for anything
 * @param filterPart what the filter must contain, in lower case, or null for anything
 * @param once whether it serves one request only
 * @param text what it is for, and the line that scripted it
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

  /** Returns whether it serves all requests that {@code later} is for, so that none is left. */
  boolean hides(ScriptedFault later, Names names) {
    return !once
        && (type == null || type == later.type)
        && (dn == null || (later.dn != null && names.isSame(later.dn, dn)))
        && (filterPart == null
            || (later.filterPart != null && later.filterPart.contains(filterPart)));
  }
}
