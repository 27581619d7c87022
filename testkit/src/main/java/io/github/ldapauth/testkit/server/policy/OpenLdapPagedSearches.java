// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.PagedSearches;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The paged searches of OpenLDAP. A connection has one at a time; its cookie is a number of eight
 * bytes that grows. A size limit counts over all pages, and one that a page would reach turns
 * paging off.
 */
final class OpenLdapPagedSearches extends PagedSearches {

  private static final String INVALID = "paged results cookie is invalid";
  private static final long NONE = -1;

  private long current;

  @Override
  protected int position(Page page) throws LDAPException {
    byte[] cookie = page.cookie().getBytes(StandardCharsets.ISO_8859_1);
    if (cookie.length != Long.BYTES) {
      throw new LDAPException(ResultCode.PROTOCOL_ERROR, INVALID);
    }
    long asked = ByteBuffer.wrap(cookie).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (Long.compareUnsigned(asked, current) > 0) {
      throw new LDAPException(ResultCode.PROTOCOL_ERROR, INVALID);
    }
    if (asked != current) {
      throw new LDAPException(ResultCode.UNWILLING_TO_PERFORM, INVALID + " or old");
    }
    return (int) asked;
  }

  @Override
  protected String cookie(Page page, int position) {
    current = position;
    return text(position);
  }

  private static String text(long number) {
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  protected void end(Page page) {
    current = 0;
  }

  @Override
  protected Answer abandon(Page page) throws LDAPException {
    if (page.isFirst()) {
      byte[] cookie = text(NONE).getBytes(StandardCharsets.ISO_8859_1);
      return Answer.success(new SimplePagedResultsControl(0, new ASN1OctetString(cookie)));
    }
    position(page);
    end(page);
    return new Answer(ResultCode.SUCCESS_INT_VALUE, "search abandoned by pagedResult size=0");
  }

  @Override
  protected int estimate(int all, int before, boolean last) {
    return 0;
  }

  @Override
  protected boolean isIgnored(Page page) {
    return page.sizeLimit() > 0 && page.sizeLimit() <= page.size();
  }

  @Override
  protected int left(Page page, int before) {
    return page.sizeLimit() == 0 ? -1 : Math.max(page.sizeLimit() - before, 0);
  }
}
