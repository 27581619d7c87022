// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.nio.file.Files;
import java.nio.file.Path;

/** A setting that names a file with a secret, and may hold the secret by mistake. */
final class SecretFile {

  private SecretFile() {}

  /** Returns whether the setting is surely a path, as there is such a file or its folder. */
  static boolean isPath(Path setting) {
    Path folder = setting.getParent();
    return Files.exists(setting)
        || (folder != null && folder.getNameCount() > 0 && Files.isDirectory(folder));
  }
}
