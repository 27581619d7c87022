// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of requests, which are those of the SDK. */
class LdapRequestTest {

  private static final String ALICE = "uid=alice,dc=example,dc=com";
  private static final char[] OLD = "wonderland".toCharArray();
  private static final char[] NEW = "looking-glass".toCharArray();

  /** A directory that does not know a critical control refuses the bind (RFC 4511, 4.1.11). */
  private static final Control POLICY = new Control("1.3.6.1.4.1.42.2.27.8.5.1");

  private static Arguments same(LdapRequest request, ProtocolOp expected, Control... controls) {
    return Arguments.of(
        request.text().get(), request, new LDAPMessage(1, expected, controls).encode().encode());
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        same(
            LdapRequest.bind(ALICE, "wonderland".getBytes(UTF_8)),
            new BindRequestProtocolOp(ALICE, "wonderland"),
            POLICY),
        same(
            LdapRequest.bindByCertificate("the certificate"),
            new BindRequestProtocolOp("", "EXTERNAL", new ASN1OctetString()),
            POLICY),
        same(
            PasswordModification.asOperation(OLD, NEW).request(),
            new ExtendedRequestProtocolOp(
                "1.3.6.1.4.1.4203.1.11.1",
                new ASN1OctetString(
                    new ASN1Sequence(
                            new ASN1OctetString((byte) 0x81, "wonderland"),
                            new ASN1OctetString((byte) 0x82, "looking-glass"))
                        .encode())),
            POLICY),
        same(
            PasswordModification.asAttribute(Dn.parse(ALICE), OLD, NEW).request(),
            new ModifyRequestProtocolOp(
                ALICE,
                List.of(
                    unicodePassword(ModificationType.DELETE, "\"wonderland\""),
                    unicodePassword(ModificationType.ADD, "\"looking-glass\"")))),
        same(LdapRequest.whoAmI(), new ExtendedRequestProtocolOp("1.3.6.1.4.1.4203.1.11.3", null)),
        same(LdapRequest.startTls(), new ExtendedRequestProtocolOp("1.3.6.1.4.1.1466.20037", null)),
        same(LdapRequest.unbind(), new UnbindRequestProtocolOp()));
  }

  private static Modification unicodePassword(ModificationType type, String password) {
    return new Modification(type, "unicodePwd", password.getBytes(UTF_16LE));
  }

  static Stream<Arguments> searches() {
    return Stream.of(
        search(SearchScope.BASE, 0, "(objectClass=*)", List.of(), 0, null),
        search(SearchScope.ONE_LEVEL, 1, "(&(uid=al*)(!(cn=Bücher)))", List.of("cn", "+"), 7, null),
        search(
            SearchScope.SUBTREE,
            2,
            "(|(member:1.2.840.113556.1.4.1941:=cn=x)(objectGUID=\\00\\ff)(l>=a)(l~=b))",
            List.of("1.1"),
            100_000,
            new SimplePagedResultsControl(500, new ASN1OctetString("next"), false)));
  }

  private static Arguments search(
      SearchScope scope,
      int number,
      String filter,
      List<String> attributes,
      int limit,
      @Nullable Control control) {
    LdapSearch search =
        new LdapSearch(Dn.parse(ALICE), scope, LdapFilter.parse(filter), attributes, limit);
    return same(
        LdapRequest.search(() -> filter, search, control, null),
        new SearchRequestProtocolOp(
            ALICE,
            com.unboundid.ldap.sdk.SearchScope.definedValueOf(number),
            DereferencePolicy.NEVER,
            limit,
            0,
            false,
            search.filter().as(Filter.class),
            attributes),
        control == null ? new Control[0] : new Control[] {control});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"requests", "searches"})
  void requestIsThatOfTheSdk(String text, LdapRequest request, byte[] expected) throws Exception {
    assertThat(write(request)).isEqualTo(expected);
    assertThat(request.toString()).doesNotContain("wonderland", "glass");
    assertThat(text).doesNotContain("wonderland", "glass");
  }

  private static byte[] write(LdapRequest request) throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    LdapMessages messages =
        new LdapMessages(new ByteArrayInputStream(new byte[0]), sent, last -> last + 1);
    try {
      messages.exchange(request);
    } catch (EOFException e) {
      return sent.toByteArray(); // no answer
    }
    throw new AssertionError("an answer");
  }

  static Stream<LdapRequest> longRequestsWithPasswords() {
    byte[] password = new byte[9000];
    String name = "\u20ac".repeat(9000);
    return Stream.of(
        LdapRequest.bind(name, password),
        LdapRequest.bind("", new byte[1]),
        PasswordModification.asOperation(new char[9000], new char[1]).request(),
        PasswordModification.asAttribute(Dn.parse("cn=" + name), new char[9000], new char[9000])
            .request());
  }

  /** A buffer that grows while it holds a password leaves a copy behind. */
  @ParameterizedTest
  @MethodSource("longRequestsWithPasswords")
  void requestWithPasswordsTakesNoMoreThanItSays(LdapRequest request) {
    ASN1Buffer buffer = new ASN1Buffer();
    request.body().accept(buffer);

    assertThat(buffer.length() + 16).isLessThanOrEqualTo(request.mostBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wonderland", "\uD83D lone", "\uDE00", "ß€\uD83D\uDE00", "\u0000"})
  void passwordIsEncodedAsJavaDoes(String password) {
    assertThat(PasswordBytes.encode(password.toCharArray())).isEqualTo(password.getBytes(UTF_8));
    assertThat(PasswordBytes.encodeQuoted(password.toCharArray()))
        .containsExactly(quoted(password));
  }

  /** Not {@code getBytes}, which replaces half a pair. */
  private static byte[] quoted(String password) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ("\"" + password + "\"")
        .chars()
        .forEach(
            c -> {
              bytes.write(c);
              bytes.write(c >> 8);
            });
    return bytes.toByteArray();
  }
}
