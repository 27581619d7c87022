// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Code that an expert writes with the LDAP SDK: search, bind, group search. */
final class HandWritten implements Contestant {

  private final UnboundIdPools pools;

  HandWritten(Target target) throws LDAPException, GeneralSecurityException {
    pools = new UnboundIdPools(target);
  }

  @Override
  public Optional<Login> signIn(String username, String password) throws LDAPException {
    SearchResultEntry user = pools.find(username);
    if (user == null || !pools.accepts(user.getDN(), password)) {
      return Optional.empty();
    }
    return Optional.of(new Login(user.getAttributeValue("mail"), pools.groups(user.getDN())));
  }

  @Override
  public void close() {
    pools.close();
  }
}
