// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import io.github.ldapauth.InvalidConfigException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A reader of properties files that reports keys with several values. */
final class PropertiesFile {

  private static final Pattern COMMENT = Pattern.compile("[ \\t\\f]*[#!].*");

  /** A line that the next one continues: an odd number of backslashes is at its end. */
  private static final Pattern CONTINUED = Pattern.compile("(.*[^\\\\])?(\\\\\\\\)*\\\\");

  private PropertiesFile() {}

  static Properties load(Path file, String prefix) throws IOException {
    Properties settings = new Properties();
    Set<String> mistakes = new TreeSet<>();
    for (String text : settingsOf(Files.readAllLines(file))) {
      Properties setting = new Properties();
      try {
        setting.load(new StringReader(text));
      } catch (IllegalArgumentException e) { // as in C:\\users
        throw new InvalidConfigException(
            List.of(file + ": write each backslash twice (" + e.getMessage() + ")"));
      }
      for (String key : setting.stringPropertyNames()) {
        String value = setting.getProperty(key);
        Object other = settings.put(key, value);
        if (other != null && !other.equals(value) && key.startsWith(prefix)) {
          mistakes.add(key + ": occurs twice with different values; number rules, as in deny.2");
        }
      }
    }
    if (!mistakes.isEmpty()) {
      throw new InvalidConfigException(List.copyOf(mistakes));
    }
    return settings;
  }

  /** Joins the lines of each setting. */
  private static List<String> settingsOf(List<String> lines) {
    List<String> settings = new ArrayList<>();
    StringBuilder setting = new StringBuilder();
    for (String line : lines) {
      boolean isComment = setting.isEmpty() && COMMENT.matcher(line).matches();
      setting.append(line).append('\n');
      if (isComment || !CONTINUED.matcher(line).matches()) {
        settings.add(setting.toString());
        setting.setLength(0);
      }
    }
    settings.add(setting.toString());
    return settings;
  }
}
