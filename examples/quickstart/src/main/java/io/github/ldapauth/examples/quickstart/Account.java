// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

/** An account of the application. */
final class Account {

  private final String username;
  private String firstName = "";
  private String mail = "";
  private boolean administrator;

  Account(String username) {
    this.username = username;
  }

  String username() {
    return username;
  }

  void setFirstName(String firstName) {
    this.firstName = firstName;
  }

  void setMail(String mail) {
    this.mail = mail;
  }

  void setAdministrator(boolean administrator) {
    this.administrator = administrator;
  }

  @Override
  public String toString() {
    return username
        + ", first name "
        + (firstName.isEmpty() ? "unknown" : firstName)
        + ", mail "
        + (mail.isEmpty() ? "unknown" : mail)
        + (administrator ? ", administrator" : ", no administrator");
  }
}
