// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1BufferSequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import io.github.ldapauth.entry.SearchScope;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request to a server (RFC 4511, section 4.1.1).
 *
 * @param text the request in words, without a password; it may outlive the request
 * @param response the tag of the operation that answers it
 * @param body writes the operation and its controls
 * @param mostBytes the most bytes that the request takes, if it contains a password; 0 otherwise
 * @param found gets the entries and references that a search finds; null to skip them
 */
record LdapRequest(
    Supplier<String> text,
    byte response,
    Consumer<ASN1Buffer> body,
    int mostBytes,
    @Nullable FoundEntries found) {

  /** The "Who am I?" operation (RFC 4532). */
  static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";

  /** The control of draft-behera-ldap-password-policy-10, section 6.1. */
  static final String PASSWORD_POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";

  private static final String START_TLS = "1.3.6.1.4.1.1466.20037";

  private static final int VERSION = 3;
  private static final int NEVER = 0;
  private static final int NO_TIME_LIMIT = 0;
  private static final byte NO_RESPONSE = 0;

  private static final byte SIMPLE = (byte) 0x80;
  private static final byte SASL = (byte) 0xa3;
  private static final byte REQUEST_NAME = (byte) 0x80;
  private static final byte CONTROLS = (byte) 0xa0;

  /** The most bytes of all parts of a message except its names and passwords. */
  private static final int FRAME = 256;

  private static final int MOST_BYTES_PER_CHAR = 3;

  private LdapRequest(Supplier<String> text, byte response, Consumer<ASN1Buffer> body) {
    this(text, response, body, 0);
  }

  LdapRequest(Supplier<String> text, byte response, Consumer<ASN1Buffer> body, int mostBytes) {
    this(text, response, body, mostBytes, null);
  }

  /** Returns the most bytes of a request with this name and these passwords. */
  static int mostBytes(String name, byte[]... passwords) {
    int most = FRAME + name.length() * MOST_BYTES_PER_CHAR;
    for (byte[] password : passwords) {
      most += password.length;
    }
    return most;
  }

  boolean isSearch() {
    return response == OperationTag.SEARCH_RESULT_DONE;
  }

  /**
   * Binds by a password (section 4.2).
   *
   * @param password in UTF-8 (RFC 4513, section 5.1.3); the caller overwrites it
   */
  static LdapRequest bind(String name, byte[] password) {
    return new LdapRequest(
        textOfBind(name),
        OperationTag.BIND_RESPONSE,
        buffer -> {
          ASN1BufferSequence bind = beginBind(name, buffer);
          buffer.addOctetString(SIMPLE, password);
          bind.end();
          addPolicyControl(buffer);
        },
        mostBytes(name, password));
  }

  /**
   * Binds by the client certificate of the connection (RFC 4422, appendix A). The credentials are
   * empty and not absent, as OpenLDAP answers 14 without them.
   */
  static LdapRequest bindByCertificate(String name) {
    return new LdapRequest(
        textOfBind(name),
        OperationTag.BIND_RESPONSE,
        buffer -> {
          ASN1BufferSequence bind = beginBind("", buffer);
          ASN1BufferSequence sasl = buffer.beginSequence(SASL);
          buffer.addOctetString("EXTERNAL");
          buffer.addOctetString("");
          sasl.end();
          bind.end();
          addPolicyControl(buffer);
        });
  }

  /** Holds the name only, not the password. */
  private static Supplier<String> textOfBind(String name) {
    return () -> "bind name=\"" + LogText.of(name) + "\"";
  }

  private static ASN1BufferSequence beginBind(String name, ASN1Buffer buffer) {
    ASN1BufferSequence bind = buffer.beginSequence(OperationTag.BIND_REQUEST);
    buffer.addInteger(VERSION);
    buffer.addOctetString(name);
    return bind;
  }

  /** Asks for the answer of a password policy. Directories that do not know it ignore it. */
  static void addPolicyControl(ASN1Buffer buffer) {
    ASN1BufferSequence controls = buffer.beginSequence(CONTROLS);
    ASN1BufferSequence control = buffer.beginSequence();
    buffer.addOctetString(PASSWORD_POLICY);
    control.end();
    controls.end();
  }

  /** Ends the session (section 4.3). */
  static LdapRequest unbind() {
    return new LdapRequest(
        () -> "unbind", NO_RESPONSE, buffer -> buffer.addNull(OperationTag.UNBIND_REQUEST));
  }

  /**
   * Searches (section 4.5.1).
   *
   * @param control sent along; null for none
   */
  static LdapRequest search(
      Supplier<String> text,
      LdapSearch search,
      @Nullable Control control,
      @Nullable FoundEntries found) {
    return new LdapRequest(
        text,
        OperationTag.SEARCH_RESULT_DONE,
        buffer -> writeSearch(search, control, buffer),
        0,
        found);
  }

  private static void writeSearch(LdapSearch search, @Nullable Control control, ASN1Buffer buffer) {
    ASN1BufferSequence request = buffer.beginSequence(OperationTag.SEARCH_REQUEST);
    buffer.addOctetString(search.base().toString());
    buffer.addEnumerated(number(search.scope()));
    buffer.addEnumerated(NEVER); // dereferences aliases
    buffer.addInteger(search.sizeLimit());
    buffer.addInteger(NO_TIME_LIMIT);
    buffer.addBoolean(false); // types and values
    search.filter().as(Filter.class).writeTo(buffer);
    ASN1BufferSequence attributes = buffer.beginSequence();
    for (String attribute : search.attributes()) {
      buffer.addOctetString(attribute);
    }
    attributes.end();
    request.end();
    if (control != null) {
      ASN1BufferSequence controls = buffer.beginSequence(CONTROLS);
      control.writeTo(buffer);
      controls.end();
    }
  }

  private static int number(SearchScope scope) {
    return switch (scope) {
      case BASE -> 0;
      case ONE_LEVEL -> 1;
      case SUBTREE -> 2;
    };
  }

  /** Asks for the authorization identity of the bound user (RFC 4532). */
  static LdapRequest whoAmI() {
    return extended(() -> "who am i", WHO_AM_I);
  }

  /** Asks to start TLS (section 4.14). */
  static LdapRequest startTls() {
    return extended(() -> "start TLS", START_TLS);
  }

  private static LdapRequest extended(Supplier<String> text, String name) {
    return new LdapRequest(
        text, OperationTag.EXTENDED_RESPONSE, buffer -> beginExtended(name, buffer).end());
  }

  /** Begins an extended request (section 4.12), which may have a value. */
  static ASN1BufferSequence beginExtended(String name, ASN1Buffer buffer) {
    ASN1BufferSequence request = buffer.beginSequence(OperationTag.EXTENDED_REQUEST);
    buffer.addOctetString(REQUEST_NAME, name);
    return request;
  }
}
