// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.gate;

import io.github.ldapauth.LdapAuthenticator;
import java.util.Arrays;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Knows whether a table names a test that exists. */
final class NamedTest {

  private NamedTest() {}

  /** Returns whether {@code Class#method}, relative to the base package, is a test. */
  static boolean exists(String name) {
    String[] parts = name.split("#", -1);
    try {
      Class<?> type = Class.forName(LdapAuthenticator.class.getPackageName() + "." + parts[0]);
      return Arrays.stream(type.getDeclaredMethods())
          .filter(method -> parts.length == 2 && method.getName().equals(parts[1]))
          .anyMatch(method -> AnnotationSupport.isAnnotated(method, Testable.class));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
