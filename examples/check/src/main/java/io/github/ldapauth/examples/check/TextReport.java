// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import io.github.ldapauth.LdapDiagnosis;
import io.github.ldapauth.LdapDiagnosis.Check;
import io.github.ldapauth.LdapDiagnosis.Status;
import io.github.ldapauth.directory.LogText;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.ColorScheme;

/** A report for people. It has colours on a terminal only. */
final class TextReport {

  private final Ansi ansi;
  private final boolean brief;

  TextReport(ColorScheme colors, boolean brief) {
    this.ansi = colors.ansi();
    this.brief = brief;
  }

  void print(LdapDiagnosis diagnosis, @Nullable String username, PrintWriter out) {
    diagnosis.checks().forEach(check -> print(check, out));
    out.println();
    String broken =
        username == null ? "there are problems" : "the sign-in of " + username + " does not work";
    out.println(
        diagnosis
            .firstFailure()
            .map(first -> LogText.whole(broken) + ": see " + step(first) + " above")
            .orElse(username == null ? "the servers work" : verdict(diagnosis, username)));
    out.flush();
  }

  private static String verdict(LdapDiagnosis diagnosis, String username) {
    boolean isPasswordKnown =
        diagnosis.checks().stream()
            .noneMatch(
                check ->
                    check.step() == LdapDiagnosis.Step.USER_BIND
                        && check.status() == Status.SKIPPED);
    return LogText.whole(username)
        + (isPasswordKnown ? " can sign in" : " can sign in with the right password");
  }

  private void print(Check check, PrintWriter out) {
    String text =
        "%s %-13s ".formatted(label(check.status()), step(check)) + LogText.whole(check.toString());
    long millis = check.duration().toMillis();
    out.println(text + (millis > 0 ? dim("  " + millis + " ms") : ""));
    if (!brief || check.status() == Status.FAILED || check.status() == Status.WARNING) {
      check.evidence().stream()
          .skip(1)
          .forEach(line -> out.println(dim("       " + LogText.whole(line))));
    }
    check
        .hint()
        .ifPresent(hint -> out.println("       " + color("bold", "hint: ") + LogText.whole(hint)));
  }

  private static String step(Check check) {
    return check.step().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String label(Status status) {
    return switch (status) {
      case PASSED -> color("green", "ok   ");
      case FAILED -> color("bold,red", "FAIL ");
      case WARNING -> color("yellow", "warn ");
      case SKIPPED -> dim("skip ");
    };
  }

  private String dim(String text) {
    return color("faint", text);
  }

  /** Marks text that may come from a server, so it is not parsed for colours itself. */
  private String color(String style, String text) {
    return ansi.enabled()
        ? Style.on(Style.parse(style)) + text + Style.off(Style.parse(style))
        : text;
  }
}
