// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The class path of this program, also inside Maven. */
final class ClassPath {

  private ClassPath() {}

  /** Returns this program's own classes and what else passes the test, for {@code java -cp}. */
  static String with(Predicate<String> library) {
    Path own = path(Worker.class.getProtectionDomain().getCodeSource().getLocation());
    List<String> kept = new ArrayList<>(List.of(own.toString()));
    entries().stream().filter(library).forEach(kept::add);
    return String.join(File.pathSeparator, kept);
  }

  private static List<String> entries() {
    if (ClassPath.class.getClassLoader() instanceof URLClassLoader maven) {
      List<String> entries = new ArrayList<>();
      for (URL url : maven.getURLs()) {
        entries.add(path(url).toString());
      }
      return entries;
    }
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
  }

  private static Path path(URL url) {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url.toString(), e);
    }
  }
}
