// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.directory.LdapDirectoryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * Signs users in against an embedded directory, or against your own: name a properties file as the
 * argument.
 */
final class QuickStart {

  private QuickStart() {}

  /** Exits with 1 if the user is rejected, or the file or the directory cannot be used. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    if (!run(arguments, Prompt.onConsole(), out)) {
      System.exit(1);
    }
  }

  static boolean run(String[] arguments, Prompt prompt, PrintWriter out) {
    Report report = new Report(out);
    if (arguments.length == 0) {
      EmbeddedDemo.run(report);
      return true;
    }
    try {
      return OwnDirectory.signIn(Path.of(arguments[0]), prompt, report);
    } catch (InvalidConfigException e) {
      report.say("Fix this in " + arguments[0] + " first:");
      e.mistakes().forEach(report::show);
    } catch (IOException e) {
      report.say("The file cannot be read: " + e.getMessage());
    } catch (Prompt.NoConsole e) {
      report.say(
          "There is no console to ask on. Use examples/check with --username and --password-stdin.");
    } catch (LdapDirectoryException e) {
      report.say("The directory gave no answer: " + e.getMessage());
    }
    return false;
  }
}
