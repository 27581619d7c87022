// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Reads a password from a file each time it is asked for, without a line break at its end. */
record PasswordFile(Path file) implements Supplier<String> {

  /**
   * Names a file that can be read now.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static PasswordFile of(String path) {
    Path file = Path.of(path);
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("cannot be read");
    }
    return new PasswordFile(file);
  }

  @Override
  public String get() {
    try {
      return Files.readString(file).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
