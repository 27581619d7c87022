// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Speaks to a test directory on a connection of its own, and says each answer in one line: the
 * result code, the text, the controls.
 */
public final class Conversation implements AutoCloseable {

  private static final String POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";

  private interface Talk {
    LDAPResult result() throws LDAPException;
  }

  private final TestDirectory directory;
  private final LDAPConnection connection;

  public Conversation(TestDirectory directory) throws LDAPException {
    this.directory = directory;
    this.connection = new LDAPConnection("127.0.0.1", directory.port());
  }

  /** Binds on a new connection, and asks for the password policy response control. */
  public static String signIn(TestDirectory directory, String user, String password)
      throws LDAPException {
    try (Conversation client = new Conversation(directory)) {
      return client.bind(user, password);
    }
  }

  /** Binds on a new connection, and asks for nothing else. */
  public static String signInPlainly(TestDirectory directory, String user, String password)
      throws LDAPException {
    try (Conversation client = new Conversation(directory)) {
      return client.bindWith(directory.dn(user), password);
    }
  }

  public void startTls() throws LDAPException {
    connection.processExtendedOperation(
        new StartTLSExtendedRequest(directory.certificates().clientContext()));
  }

  public String bind(String user, String password) throws LDAPException {
    return bindWith(
        directory.dn(user), password, new DraftBeheraLDAPPasswordPolicy10RequestControl());
  }

  public String bindWith(String dn, String password, Control... controls) throws LDAPException {
    return say(() -> connection.bind(new SimpleBindRequest(dn, password, controls)));
  }

  public String search(String base) throws LDAPException {
    return say(() -> connection.search(base, SearchScope.BASE, "(objectClass=*)", "1.1"));
  }

  public String compare(String dn, String attribute, String value) throws LDAPException {
    return say(() -> connection.compare(dn, attribute, value));
  }

  public String whoAmI() throws LDAPException {
    return say(() -> connection.processExtendedOperation("1.3.6.1.4.1.4203.1.11.3"));
  }

  public String set(String dn, String attribute, String value) throws LDAPException {
    return say(
        () -> connection.modify(dn, new Modification(ModificationType.REPLACE, attribute, value)));
  }

  public String changePassword(String identity, String from, String to) throws LDAPException {
    return say(
        () ->
            connection.processExtendedOperation(
                new PasswordModifyExtendedRequest(identity, from, to)));
  }

  /** Returns an entry with what was requested. */
  public SearchResultEntry read(String dn, String... attributes) throws LDAPException {
    return connection.getEntry(dn, attributes);
  }

  /** Returns the DNs that a filter finds below the base, sorted. */
  public List<String> find(String filter) throws LDAPException {
    return connection
        .search("dc=example,dc=com", SearchScope.SUB, filter, "1.1")
        .getSearchEntries()
        .stream()
        .map(SearchResultEntry::getDN)
        .sorted()
        .toList();
  }

  public LDAPConnection connection() {
    return connection;
  }

  private static String say(Talk talk) throws LDAPException {
    try {
      return describe(talk.result());
    } catch (LDAPException e) {
      // Its message would be there even if the directory sent none.
      return describe(
          new LDAPResult(
              -1,
              e.getResultCode(),
              e.getDiagnosticMessage(),
              e.getMatchedDN(),
              e.getReferralURLs(),
              e.getResponseControls()));
    }
  }

  private static String describe(LDAPResult result) throws LDAPException {
    List<String> parts = new ArrayList<>();
    parts.add(String.valueOf(result.getResultCode().intValue()));
    if (result.getDiagnosticMessage() != null) {
      parts.add("\"" + result.getDiagnosticMessage() + "\"");
    }
    for (Control control : result.getResponseControls()) {
      parts.add(describe(control));
    }
    return String.join(" ", parts);
  }

  private static String describe(Control control) throws LDAPException {
    if (!control.getOID().equals(POLICY)) {
      return "{" + control.getOID() + " " + control.getValue().stringValue() + "}";
    }
    var policy =
        new DraftBeheraLDAPPasswordPolicy10ResponseControl(POLICY, false, control.getValue());
    List<String> parts = new ArrayList<>();
    if (policy.getWarningType() != null) {
      parts.add(policy.getWarningType().getName() + " " + policy.getWarningValue());
    }
    if (policy.getErrorType() != null) {
      parts.add(policy.getErrorType().getName());
    }
    return "{" + String.join(", ", parts) + "}";
  }

  @Override
  public void close() {
    connection.close();
  }
}
