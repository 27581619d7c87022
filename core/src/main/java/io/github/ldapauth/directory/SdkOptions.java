// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnectionOptions;

/**
 * The options of the SDK's connections. Every relevant option is set, as system properties and
 * environment variables can change the SDK's defaults.
 */
final class SdkOptions {

  private SdkOptions() {}

  static LDAPConnectionOptions create() {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    // The socket has the time limits.
    options.setConnectTimeoutMillis(0);
    options.setResponseTimeoutMillis(0);
    options.setUseLinger(false, 0);
    options.setAbandonOnTimeout(false);
    options.setBindWithDNRequiresPassword(true);
    options.setFollowReferrals(false);
    options.setMaxMessageSize(OversizedAnswer.MAX_BYTES);
    options.setAllowConcurrentSocketFactoryUse(true);
    options.setUseSynchronousMode(true);
    options.setUseSchema(false);
    options.setUsePooledSchema(false);
    options.setCaptureConnectStackTrace(false);
    return options;
  }
}
