// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.PagedSearches;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The paged searches of OpenDJ. A cookie is a place of eight bytes, where each connection and each
 * search may continue. A size limit that a page would reach turns paging off; others have no
 * effect.
 */
final class OpenDjPagedSearches extends PagedSearches {

  @Override
  protected int position(Page page) throws LDAPException {
    byte[] cookie = page.cookie().getBytes(StandardCharsets.ISO_8859_1);
    if (cookie.length < Long.BYTES) {
      throw new LDAPException(
          ResultCode.UNWILLING_TO_PERFORM,
          "The following paged results control cookie value was not recognized: " + hex(cookie));
    }
    return (int) ByteBuffer.wrap(cookie).getLong();
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      text.append(text.isEmpty() ? "" : " ").append("%02X".formatted(each));
    }
    return text.toString();
  }

  @Override
  protected String cookie(Page page, int position) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(position).array();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  protected void end(Page page) {}

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
    return -1;
  }
}
