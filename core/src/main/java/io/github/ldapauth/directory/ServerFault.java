// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.SocketTimeoutException;
import java.util.Set;

/** The results, and missing answers, that show that a server cannot work now. */
final class ServerFault {

  private static final Set<Integer> CANNOT_WORK =
      Set.of(
          ResultCode.BUSY_INT_VALUE,
          ResultCode.UNAVAILABLE_INT_VALUE,
          ResultCode.OTHER_INT_VALUE,
          ResultCode.TIMEOUT_INT_VALUE);

  private static final Set<Integer> NO_CONNECTION =
      Set.of(ResultCode.SERVER_DOWN_INT_VALUE, ResultCode.CONNECT_ERROR_INT_VALUE);

  private ServerFault() {}

  /** Returns whether the server says that it cannot work now, or does not answer. */
  static boolean cannotWork(LDAPException e) {
    return CANNOT_WORK.contains(e.getResultCode().intValue());
  }

  /** Returns whether the connection ended without an answer. */
  static boolean isClosed(LDAPException e) {
    return NO_CONNECTION.contains(e.getResultCode().intValue());
  }

  /** Returns whether another server may be asked in place of the one that failed so. */
  static boolean mayAskAnother(int resultCode) {
    return CANNOT_WORK.contains(resultCode) || NO_CONNECTION.contains(resultCode);
  }

  /** Returns whether a time limit ended, which may have been short. */
  static boolean isTimeout(LDAPException e) {
    return e.getResultCode().equals(ResultCode.TIMEOUT)
        || e.getCause() instanceof SocketTimeoutException;
  }
}
