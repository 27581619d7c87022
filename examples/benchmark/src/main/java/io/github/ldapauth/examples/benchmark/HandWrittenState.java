// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * As {@link HandWritten}, but asks for what ldapauth asks for: the state of the account, the stable
 * id, and the answer of the password policy.
 */
final class HandWrittenState implements Contestant {

  private static final String[] ATTRIBUTES = {
    "*", "entryUUID", "pwdAccountLockedTime", "pwdReset", "pwdStartTime", "pwdEndTime"
  };

  private final UnboundIdPools pools;

  HandWrittenState(Target target) throws LDAPException, GeneralSecurityException {
    pools = new UnboundIdPools(target);
  }

  @Override
  public Optional<Login> signIn(String username, String password) throws LDAPException {
    SearchResultEntry user = pools.find(username, ATTRIBUTES);
    if (user == null || isShut(user)) {
      return Optional.empty();
    }
    Optional<BindResult> accepted =
        pools.bind(
            new SimpleBindRequest(
                user.getDN(), password, new DraftBeheraLDAPPasswordPolicy10RequestControl()));
    if (accepted.isEmpty() || isRefused(accepted.get())) {
      return Optional.empty();
    }
    return Optional.of(new Login(user.getAttributeValue("mail"), pools.groups(user.getDN())));
  }

  private static boolean isShut(SearchResultEntry user) {
    return user.hasAttribute("pwdAccountLockedTime") || user.hasAttribute("pwdReset");
  }

  private static boolean isRefused(BindResult accepted) throws LDAPException {
    var policy = DraftBeheraLDAPPasswordPolicy10ResponseControl.get(accepted);
    return policy != null && policy.getErrorType() != null;
  }

  @Override
  public void close() {
    pools.close();
  }
}
