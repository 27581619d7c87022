// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Names the line of a test that called the kit, for messages about mistakes in that line. */
final class CallSite {

  private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);
  private static final @Nullable CodeSource KIT = sourceOf(CallSite.class);

  private CallSite() {}

  /** Returns the innermost line outside the kit and the JDK, such as {@code LoginTest.java:42}. */
  static String here() {
    return STACK.walk(
        frames ->
            frames
                .filter(frame -> isForeign(sourceOf(frame.getDeclaringClass())))
                .findFirst()
                .map(CallSite::describe)
                .orElse("unknown place"));
  }

  private static boolean isForeign(@Nullable CodeSource source) {
    return source != null && !source.equals(KIT);
  }

  /** Classes of the JDK have no source. */
  private static @Nullable CodeSource sourceOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource();
  }

  private static String describe(StackFrame frame) {
    return frame.getFileName() + ":" + frame.getLineNumber();
  }
}
