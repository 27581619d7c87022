// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.standalone;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A user name or a DN, and a password. */
record Login(String name, String password) {

  /** Reads the form {@code NAME:PASSWORD}. A password may contain colons. */
  static final class Reader implements ITypeConverter<Login> {

    @Override
    public Login convert(String value) {
      int colon = value.indexOf(':');
      if (colon < 1 || colon == value.length() - 1) {
        // The value may be a password.
        throw new TypeConversionException("a name, a colon and a password are required");
      }
      return new Login(value.substring(0, colon), value.substring(colon + 1));
    }
  }
}
