// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.List;

/**
 * Thrown by builders if a configuration cannot work. It lists all mistakes, so that one start of
 * the application shows them all. No directory was contacted.
 */
public final class InvalidConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // always the serializable List.copyOf
  private final List<String> mistakes;

  /** Constructs an exception, for a reader of your own configuration format. One line each. */
  public InvalidConfigException(List<String> mistakes) {
    super("the configuration is invalid:\n - " + String.join("\n - ", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  static void throwIfAny(List<String> mistakes) {
    if (!mistakes.isEmpty()) {
      throw new InvalidConfigException(mistakes);
    }
  }

  /** Returns the mistakes, one line each, with the setting and its value; never a password. */
  public List<String> mistakes() {
    return mistakes;
  }
}
