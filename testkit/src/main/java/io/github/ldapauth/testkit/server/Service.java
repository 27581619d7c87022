// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.DN;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a directory share.
 *
 * @param bindRequiredToSearch whether anonymous searches and compares are refused
 * @param tls the sockets for StartTLS, or null if it is not offered
 */
record Service(
    Entries entries,
    Emulation emulation,
    BindRules bindRules,
    boolean bindRequiredToSearch,
    AccessRules access,
    ServerEntries itself,
    @Nullable Supplier<SSLSocketFactory> tls) {

  /** Returns whether a client may not see an attribute. */
  boolean hides(DN client, String attribute) {
    return emulation.hides(attribute) || access.hides(client, attribute);
  }
}
