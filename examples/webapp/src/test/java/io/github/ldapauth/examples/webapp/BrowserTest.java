// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages as a user sees them, and the pictures in the README. */
class BrowserTest {

  private static Browser browser;

  private TestApp app;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void endBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() {
    app = new TestApp();
    browser.open(app.url("/"));
    browser.forgetCookies();
    browser.open(app.url("/"));
  }

  @AfterEach
  void close() {
    app.close();
  }

  private static void signIn(String username, String password) {
    browser.type("username", username);
    browser.type("password", password);
    browser.press("sign-in");
  }

  @Test
  void aliceSignsInLooksAroundAndSignsOut() {
    assertThat(browser.heading()).isEqualTo("Sign in");
    assertThat(browser.focus()).isEqualTo("username");

    signIn("alice", "wonderland");
    assertThat(browser.text("name")).isEqualTo("Alice Liddell");
    assertThat(browser.text("groups")).contains("administrators", "chess club", "staff");
    assertThat(browser.text("roles")).contains("staff", "administrator");
    assertThat(browser.widthOfPicture("face")).isEqualTo(192);
    browser.photograph("account");

    browser.open(app.url("/staff"));
    assertThat(browser.heading()).isEqualTo("Staff");
    browser.open(app.url("/health"));
    assertThat(browser.text("details")).contains(app.directory.hostAndPort());
    browser.photograph("health");

    browser.press("sign-out");
    assertThat(browser.text("message")).isEqualTo("You are signed out.");
    browser.open(app.url("/"));
    assertThat(browser.heading()).isEqualTo("Sign in");
    assertThat(browser.complaints()).isEqualTo("[]");
  }

  @Test
  void wrongPasswordAndDirectoryThatIsDownReadDifferently() {
    signIn("alice", "looking glass");
    assertThat(browser.text("error")).contains("The user name or the password is wrong");
    assertThat(browser.focus()).isEqualTo("password");
    browser.photograph("wrong-password");

    app.directory.stop();
    signIn("alice", "wonderland");
    assertThat(browser.text("error")).contains("does not answer").doesNotContain("is wrong");
    browser.photograph("directory-down");
  }

  @Test
  void rightPasswordAfterGuessesHasToWait() {
    for (int i = 0; i < 5; i++) {
      signIn("alice", "guess " + i);
    }
    signIn("alice", "wonderland");
    assertThat(browser.text("error")).contains("please wait five minutes");

    app.wait(Directory.PAUSE);
    signIn("alice", "wonderland");
    assertThat(browser.heading()).isEqualTo("Alice Liddell");
  }

  @Test
  void carolChangesHerPasswordAtTheFirstSignIn() {
    signIn("carol", "given by the help desk");
    assertThat(browser.text("message")).contains("Please change your password.");
    browser.photograph("must-change");

    changePassword("given by the help desk", "one", "two");
    assertThat(browser.text("error")).isEqualTo("The two new passwords differ.");
    changePassword("given by the help desk", "my own", "my own");
    assertThat(browser.text("message")).contains("Your password is changed.");

    signIn("carol", "my own");
    assertThat(browser.heading()).isEqualTo("Carol Winter");
  }

  private static void changePassword(String old, String first, String second) {
    browser.type("old", old);
    browser.type("new", first);
    browser.type("repeated", second);
    browser.press("change");
  }

  @Test
  void staffPageTellsBobWhyHeMayNotSeeIt() {
    signIn("bob", "builder");
    browser.open(app.url("/staff"));
    assertThat(browser.text("text")).contains("not in the group");
  }

  @Test
  void formThatWasOpenTooLongCanBeSentAgain() {
    browser.forgetCookies();
    signIn("alice", "wonderland");
    assertThat(browser.text("text")).contains("too old, or from another site");
    browser.open(app.url("/"));
    signIn("alice", "wonderland");
    assertThat(browser.heading()).isEqualTo("Alice Liddell");
  }
}
