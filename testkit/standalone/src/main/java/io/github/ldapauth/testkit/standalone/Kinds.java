// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.standalone;

import io.github.ldapauth.testkit.ServerKind;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The kinds of server, in the spelling of options. */
final class Kinds implements ITypeConverter<ServerKind>, Iterable<String> {

  static String name(ServerKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public ServerKind convert(String value) {
    return Stream.of(ServerKind.values())
        .filter(kind -> name(kind).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"" + value + "\" is none of " + String.join(", ", this)));
  }

  @Override
  public Iterator<String> iterator() {
    return Stream.of(ServerKind.values()).map(Kinds::name).iterator();
  }
}
