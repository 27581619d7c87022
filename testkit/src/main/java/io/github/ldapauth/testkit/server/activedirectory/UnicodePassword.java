// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.Client;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.NewPasswords;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Passwords that are set as {@code unicodePwd} (MS-ADTS, section 3.1.1.3.1.5.1). */
final class UnicodePassword {

  static final String NAME = "unicodePwd";

  private static final String STORED = "userPassword";

  /** The error of Windows for a password that breaks a rule (ERROR_PASSWORD_RESTRICTION). */
  private static final String RESTRICTION = "0000052D";

  private final ActiveDirectoryBinds binds;
  private final NewPasswords newPasswords;

  /** The current password is one of those that the history counts. */
  UnicodePassword(ActiveDirectoryBinds binds, PolicyRules policy) {
    this.binds = binds;
    newPasswords =
        new NewPasswords(
            policy.minLength(), policy.history() - 1, ActiveDirectorySearches.FORMER_PASSWORDS);
  }

  NewPasswords rules() {
    return newPasswords;
  }

  /** Parses text in quotes, in UTF-16, little endian; empty if the value is something else. */
  private static Optional<String> parse(byte[] value) {
    String text = new String(value, StandardCharsets.UTF_16LE);
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted && value.length % 2 == 0
        ? Optional.of(text.substring(1, text.length() - 1))
        : Optional.empty();
  }

  /** Stores the password of a new entry; one that does not parse stays, and is a mistake. */
  static void complete(Entry entry) {
    byte[] value = entry.getAttributeValueBytes(NAME);
    if (value != null) {
      parse(value)
          .ifPresent(
              password -> {
                entry.removeAttribute(NAME);
                entry.setAttribute(STORED, password);
              });
    }
  }

  static Optional<String> mistake(Collection<Attribute> attributes) {
    return attributes.stream().anyMatch(attribute -> attribute.getBaseName().equalsIgnoreCase(NAME))
        ? Optional.of(NAME + ": not a quoted text in UTF-16; or call password(...)")
        : Optional.empty();
  }

  /** Checks an entry that a client adds. */
  void check(Entry added, Client client) throws LDAPException {
    byte[] value = added.getAttributeValueBytes(NAME);
    if (value != null) {
      requireEncryption(client);
      reset(value);
    }
  }

  /** Returns the modifications with {@code userPassword} in place of {@code unicodePwd}. */
  List<Modification> translate(
      String dn, List<Modification> requested, Client client, Entries entries)
      throws LDAPException {
    List<Modification> ofPassword = requested.stream().filter(UnicodePassword::isOne).toList();
    if (ofPassword.isEmpty()) {
      return requested;
    }
    if (client.dn().isNullDN()) {
      throw new LDAPException(ResultCode.OPERATIONS_ERROR, ActiveDirectorySearches.UNAUTHENTICATED);
    }
    requireEncryption(client);
    List<Modification> translated = new ArrayList<>(requested);
    translated.removeAll(ofPassword);
    translated.add(
        new Modification(
            ModificationType.REPLACE, STORED, newPassword(dn, ofPassword, client, entries)));
    return translated;
  }

  private static boolean isOne(Modification modification) {
    return Attribute.getBaseName(modification.getAttributeName()).equalsIgnoreCase(NAME);
  }

  private String newPassword(
      String dn, List<Modification> modifications, Client client, Entries entries)
      throws LDAPException {
    Modification first = modifications.get(0);
    if (isOfType(ModificationType.REPLACE, first) && modifications.size() == 1) {
      if (Entries.parse(dn).filter(client.dn()::equals).isPresent()) {
        throw new LDAPException(
            ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
            "00000005: users cannot reset their own password: delete the old and add the new one");
      }
      return reset(first.getValueByteArrays()[0]);
    }
    if (modifications.size() == 2
        && isOfType(ModificationType.DELETE, first)
        && isOfType(ModificationType.ADD, modifications.get(1))) {
      checkOldPassword(dn, first.getValueByteArrays()[0], entries);
      return change(dn, modifications.get(1).getValueByteArrays()[0], entries);
    }
    throw malformed("replace the password, or delete the old and add the new one");
  }

  private static boolean isOfType(ModificationType type, Modification modification) {
    return modification.getModificationType().equals(type)
        && modification.getValueByteArrays().length == 1;
  }

  private void checkOldPassword(String dn, byte[] value, Entries entries) throws LDAPException {
    Optional<ReadOnlyEntry> user = entries.at(dn);
    Optional<String> old = parse(value);
    if (user.isPresent() && old.filter(text -> entries.hasPassword(user.get(), text)).isEmpty()) {
      binds.account(entries.edit(dn)).countFailure();
      throw new LDAPException(
          ResultCode.CONSTRAINT_VIOLATION, "00000056: the old password does not match");
    }
  }

  /** Returns the password that an administrator sets, whatever the former ones. */
  private String reset(byte[] value) throws LDAPException {
    String password = newPassword(value);
    if (password.isEmpty() || newPasswords.isTooShort(password)) {
      throw unwilling(RESTRICTION);
    }
    return password;
  }

  /** Returns the password that a user sets who knows the old one. */
  private String change(String dn, byte[] value, Entries entries) throws LDAPException {
    String password = newPassword(value);
    boolean flawed =
        entries.at(dn).flatMap(user -> newPasswords.flaw(user, password, entries)).isPresent();
    if (password.isEmpty() || flawed) {
      throw new LDAPException(
          ResultCode.CONSTRAINT_VIOLATION,
          RESTRICTION
              + ": AtrErr: DSID-03191083, #1:\n\t0: "
              + RESTRICTION
              + ": DSID-03191083, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 9005a"
              + " (unicodePwd)\n");
    }
    return password;
  }

  private static String newPassword(byte[] value) throws LDAPException {
    return parse(value).orElseThrow(() -> malformed("not a quoted text in UTF-16"));
  }

  private static void requireEncryption(Client client) throws LDAPException {
    if (!client.encrypted()) {
      throw unwilling("0000001F");
    }
  }

  /** Takes an error code of Windows. */
  private static LDAPException unwilling(String code) {
    return new LDAPException(
        ResultCode.UNWILLING_TO_PERFORM,
        code + ": SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0");
  }

  private static LDAPException malformed(String why) {
    return new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "00002035: " + NAME + ": " + why);
  }
}
