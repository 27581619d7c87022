// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a password from a file each time it is asked for, without a line break at its end. */
record PasswordFile(Path file) implements Supplier<String> {

  /** Names a file that can be read now; empty if it cannot, or is none. */
  static Optional<PasswordFile> of(String path) {
    try {
      Path file = Path.of(path);
      return Files.isReadable(file) && !Files.isDirectory(file)
          ? Optional.of(new PasswordFile(file))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
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
