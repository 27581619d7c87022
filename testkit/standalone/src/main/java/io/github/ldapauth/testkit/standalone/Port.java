// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.standalone;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the number of a port. */
final class Port implements ITypeConverter<Integer> {

  private static final int HIGHEST = 65_535;

  @Override
  public Integer convert(String value) {
    if (value.matches("\\d{1,5}") && Integer.parseInt(value) <= HIGHEST) {
      return Integer.valueOf(value);
    }
    throw new TypeConversionException("\"" + value + "\" is not a port");
  }
}
