// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.PagedSearches;
import java.util.ArrayList;
import java.util.List;

/**
 * The paged searches of 389 Directory Server. A cookie is the number of a slot, and stays the same
 * from page to page; a slot whose search has ended begins again.
 */
final class Directory389PagedSearches extends PagedSearches {

  /** The positions of the searches; 0 if a slot is free. */
  private final List<Integer> slots = new ArrayList<>();

  /** The last estimate. */
  private int told;

  @Override
  protected int position(Page page) throws LDAPException {
    return slots.get(slot(page));
  }

  private int slot(Page page) throws LDAPException {
    // Text that does not begin with a number is the first slot.
    String digits = page.cookie().replaceFirst("(?s)^(\\d{0,9}).*", "$1");
    int slot = digits.isEmpty() ? 0 : Integer.parseInt(digits);
    if (slot >= slots.size()) {
      throw new LDAPException(
          ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, "Simple Paged Results Search failed");
    }
    return slot;
  }

  @Override
  protected String cookie(Page page, int position) throws LDAPException {
    int slot = page.isFirst() ? free() : slot(page);
    slots.set(slot, position);
    return String.valueOf(slot);
  }

  private int free() {
    int free = slots.indexOf(0);
    if (free < 0) {
      slots.add(0);
      free = slots.size() - 1;
    }
    return free;
  }

  @Override
  protected void end(Page page) throws LDAPException {
    if (!page.isFirst()) {
      slots.set(slot(page), 0);
    }
  }

  @Override
  protected Answer abandon(Page page) throws LDAPException {
    end(page);
    int size = page.isFirst() ? 0 : told;
    return new Answer(
        ResultCode.SUCCESS_INT_VALUE,
        "Simple Paged Results Search abandoned",
        new SimplePagedResultsControl(size, new ASN1OctetString()));
  }

  @Override
  protected int estimate(int all, int before, boolean last) {
    told = last ? 0 : all - before;
    return told;
  }

  /** A page that has as many entries as the size limit is one too many if there are more. */
  @Override
  protected int asked(Page page) {
    boolean limited = page.sizeLimit() > 0 && page.sizeLimit() <= page.size();
    return limited ? page.sizeLimit() + 1 : page.size();
  }
}
