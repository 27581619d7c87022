// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.Hashtable;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;

/** Contexts of JNDI, each with a connection of its own, used by one thread at a time. */
final class JndiPool implements AutoCloseable {

  private final Hashtable<String, String> environment;
  private final Queue<LdapContext> idle = new ConcurrentLinkedQueue<>();
  private final Semaphore permits;

  /** Takes the environment of {@link InitialLdapContext}, but for the server. */
  @SuppressWarnings("JdkObsolete") // JNDI asks for a Hashtable
  JndiPool(Target target, Map<String, String> environment) {
    this.environment = new Hashtable<>(environment);
    this.environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    this.environment.put(Context.PROVIDER_URL, target.url());
    this.permits = new Semaphore(target.maxConnections());
  }

  /** Takes a context out of the pool. Call {@link #release} in the end. */
  LdapContext take() throws NamingException {
    permits.acquireUninterruptibly();
    LdapContext context = idle.poll();
    return context == null ? new InitialLdapContext(environment, null) : context;
  }

  /** Closes a context that failed. */
  void discard(LdapContext context) throws NamingException {
    permits.release();
    context.close();
  }

  /** Puts a context back. */
  void release(LdapContext context) {
    idle.add(context);
    permits.release();
  }

  @Override
  public void close() {
    try {
      for (LdapContext context = idle.poll(); context != null; context = idle.poll()) {
        context.close();
      }
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
  }
}
