// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.gate;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.ldapauth.LdapAuthenticator;

/** The compiled classes of core, without those of its tests. */
final class CoreClasses {

  static final JavaClasses ALL =
      new ClassFileImporter()
          .importUrl(LdapAuthenticator.class.getProtectionDomain().getCodeSource().getLocation());

  private CoreClasses() {}
}
