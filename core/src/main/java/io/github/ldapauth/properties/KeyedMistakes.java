// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mistakes of settings, each with its key. */
final class KeyedMistakes {

  /** The setting of a builder with which a mistake begins. */
  private static final Pattern METHOD =
      Pattern.compile("[\\w.]+( (name|password( file)?|site|base|filter))?(?=[ :,])");

  /** Mistakes that single backslashes in a properties file may have caused. */
  private static final Pattern BACKSLASHES =
      Pattern.compile("DOMAIN\\\\name|has (a line break|U\\+000[9C] .*) at position");

  private static final Pattern COMMENT = Pattern.compile("\\s#\\s*\\p{L}");

  private final Set<String> ofKeys = new LinkedHashSet<>();
  private final Map<String, String> keysByMistake = new HashMap<>();

  /** Adds a mistake that names its key. */
  void add(String mistake) {
    ofKeys.add(mistake);
  }

  /** Attributes a mistake of a builder to a setting, unless it is another one's. */
  void claim(Text text, String mistake) {
    keysByMistake.putIfAbsent(mistake, text.key());
  }

  /**
   * Returns all mistakes.
   *
   * @param ofBuilders the mistakes of the builders
   */
  List<String> with(List<String> ofBuilders) {
    Set<String> all = new LinkedHashSet<>(ofKeys);
    for (String mistake : ofBuilders) {
      String key = keysByMistake.get(mistake);
      all.add(key == null ? mistake : withKey(key, mistake));
    }
    return all.stream().map(KeyedMistakes::hinted).toList();
  }

  private static String withKey(String key, String mistake) {
    Matcher method = METHOD.matcher(mistake);
    return method.lookingAt() ? key + mistake.substring(method.end()) : key + ": " + mistake;
  }

  private static String hinted(String mistake) {
    if (BACKSLASHES.matcher(mistake).find()) {
      return mistake + "; in a properties file, write each backslash twice";
    }
    return COMMENT.matcher(mistake).find()
        ? mistake + "; a properties file has no comments at the end of a line"
        : mistake;
  }
}
