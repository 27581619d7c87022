// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As {@link HandWritten}, but searches for groups while the bind is on its way. */
final class HandWrittenBeside implements Contestant {

  private final UnboundIdPools pools;
  private final ExecutorService beside = Executors.newCachedThreadPool();

  HandWrittenBeside(Target target) throws LDAPException, GeneralSecurityException {
    pools = new UnboundIdPools(target);
  }

  @Override
  public Optional<Login> signIn(String username, String password)
      throws LDAPException, ExecutionException, InterruptedException {
    SearchResultEntry user = pools.find(username);
    if (user == null) {
      return Optional.empty();
    }
    Future<Set<String>> groups = beside.submit(() -> pools.groups(user.getDN()));
    if (!pools.accepts(user.getDN(), password)) {
      return Optional.empty();
    }
    return Optional.of(new Login(user.getAttributeValue("mail"), groups.get()));
  }

  @Override
  public void close() {
    beside.shutdownNow();
    pools.close();
  }
}
