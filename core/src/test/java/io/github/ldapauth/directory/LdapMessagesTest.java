// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.IntermediateResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.protocol.SearchResultReferenceProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.Debug;
import com.unboundid.util.DebugType;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages on a connection, against those of the SDK. */
class LdapMessagesTest {

  private static final String ALICE = "uid=alice,dc=example,dc=com";
  private static final byte[] SECRET = "wonderland".getBytes(UTF_8);
  private static final byte[] NEXT = "looking-glass".getBytes(UTF_8);
  private static final String POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";
  private static final LdapSearch SEARCH =
      new LdapSearch(
          Dn.parse("dc=example,dc=com"),
          SearchScope.ONE_LEVEL,
          LdapFilter.parse("(&(uid=al*)(!(cn=Bücher)))"),
          List.of("cn", "+"),
          7);

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private static byte[] message(int id, ProtocolOp op, Control... controls) {
    return new LDAPMessage(id, op, controls).encode().encode();
  }

  private static ProtocolOp bound(int code, String text) {
    return new BindResponseProtocolOp(code, null, text, null, null);
  }

  private static ProtocolOp done(int code) {
    return new SearchResultDoneProtocolOp(code, null, null, null);
  }

  private static ProtocolOp entry(Attribute... attributes) {
    return new SearchResultEntryProtocolOp(ALICE, List.of(attributes));
  }

  /** Sends a request to a server that answers so and then closes the connection. */
  private LdapResult send(LdapRequest request, byte[]... answers) throws LDAPException {
    LdapResult result = result(request, answers);
    if (!result.isSuccess()) {
      throw result.failure();
    }
    return result;
  }

  private LdapResult result(LdapRequest request, byte[]... answers) throws LDAPException {
    return Exchange.send(request, messages(sent, answers));
  }

  private LDAPException failure(LdapRequest request, byte[]... answers) {
    return catchThrowableOfType(LDAPException.class, () -> send(request, answers));
  }

  private static LdapRequest search(@Nullable FoundEntries found) {
    return LdapRequest.search(() -> "search", SEARCH, null, found);
  }

  private static LdapRequest bind() {
    return LdapRequest.bind(ALICE, SECRET);
  }

  @Test
  void entriesAndReferencesOfASearchAreRead() throws Exception {
    FoundEntries found = new FoundEntries(SEARCH);
    send(
        search(found),
        message(1, entry(new Attribute("cn", "Alice", "A."), new Attribute("jpegPhoto", NEXT))),
        message(1, new SearchResultReferenceProtocolOp(List.of("ldap://other/o=x"))),
        message(1, done(0)));

    LdapSearch.Result result = found.result(Stage.FIND_USER, null, false);
    assertThat(result.entries()).hasSize(1);
    assertThat(result.entries().get(0).dn()).hasToString(ALICE);
    assertThat(result.entries().get(0).attributes().all("cn")).containsExactly("Alice", "A.");
    assertThat(result.entries().get(0).attributes().bytes("jpegPhoto")).hasValue(NEXT);
    assertThat(result.references()).hasToString("[ldap://other/o=x]");
  }

  @Test
  void attributeThatIsSentTwiceHasAllValues() throws Exception {
    FoundEntries found = new FoundEntries(SEARCH);
    send(
        search(found),
        message(1, entry(new Attribute("cn", "Alice"), new Attribute("CN", "A."))),
        message(1, done(0)));

    assertThat(found.result(Stage.FIND_USER, null, false).entries().get(0).attributes().all("cn"))
        .containsExactly("Alice", "A.");
  }

  @Test
  void resultHasCodeTextAndControls() throws Exception {
    Control policy = new Control(POLICY, false, new ASN1OctetString(new byte[] {0x30, 0}));

    LdapResult result = result(bind(), message(1, bound(49, "no"), policy));

    assertThat(result.code()).isEqualTo(49);
    assertThat(result.diagnosticMessage()).isEqualTo("no");
    assertThat(result.controls()).extracting(ResponseControl::oid).containsExactly(POLICY);
  }

  @Test
  void resultHasReferralAndMatchedDn() {
    ProtocolOp moved =
        new SearchResultDoneProtocolOp(10, "dc=com", null, List.of("ldap://other/dc=com"));

    LDAPException failure = failure(search(null), message(1, moved));

    assertThat(failure.getMatchedDN()).isEqualTo("dc=com");
    assertThat(failure.getReferralURLs()).containsExactly("ldap://other/dc=com");
  }

  @Test
  void answersToOtherRequestsAndIntermediateOnesAreSkipped() throws Exception {
    LdapResult answer =
        send(
            bind(),
            message(9, bound(49, "of another request")),
            message(1, new IntermediateResponseProtocolOp("1.2.3", null)),
            message(1, bound(0, "mine")));

    assertThat(answer.diagnosticMessage()).isEqualTo("mine");
  }

  @Test
  void eachRequestHasAnIdOfItsOwn() throws Exception {
    byte[] answers =
        Stream.of(
                message(1, bound(0, "first")),
                message(1, bound(0, "late")),
                message(2, bound(0, "second")))
            .collect(
                ByteArrayOutputStream::new,
                ByteArrayOutputStream::writeBytes,
                (one, other) -> one.writeBytes(other.toByteArray()))
            .toByteArray();
    LdapMessages messages =
        new LdapMessages(new ByteArrayInputStream(answers), sent, last -> last + 1);

    assertThat(messages.exchange(bind()).diagnosticMessage()).isEqualTo("first");
    assertThat(messages.exchange(bind()).diagnosticMessage()).isEqualTo("second");
  }

  /**
   * Otherwise the next bind takes what a confused server or proxy sent too early for its answer.
   */
  @Test
  void noIdCanBeForeseen() throws Exception {
    Set<Integer> first = new HashSet<>();
    Set<Integer> steps = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      sent.reset();
      LdapMessages messages = new LdapMessages(InputStream.nullInputStream(), sent);
      for (int j = 0; j < 2; j++) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> messages.exchange(bind()));
      }
      ASN1StreamReader requests =
          new ASN1StreamReader(new ByteArrayInputStream(sent.toByteArray()));
      int one = LDAPMessage.readFrom(requests, true).getMessageID();
      int other = LDAPMessage.readFrom(requests, true).getMessageID();
      assertThat(other).isGreaterThan(one);
      first.add(one);
      steps.add(other - one);
    }
    assertThat(first).hasSizeGreaterThan(25);
    assertThat(steps).hasSizeGreaterThan(25);
  }

  static Stream<byte[]> answersOfOtherTypes() {
    return Stream.of(
        message(1, done(0)),
        message(1, entry()),
        message(1, new ExtendedResponseProtocolOp(0, null, null, null, null, null)),
        message(1, new BindRequestProtocolOp(ALICE, "x")));
  }

  @ParameterizedTest
  @MethodSource("answersOfOtherTypes")
  void answerOfAnotherTypeIsNoSuccess(byte[] answer) {
    assertThat(failure(bind(), answer).getResultCode()).isEqualTo(ResultCode.DECODING_ERROR);
  }

  @Test
  void answerThatIsNotLdapFailsAtItsFirstByte() {
    LDAPException failure = failure(bind(), "HTTP/1.1 400 Bad Request".getBytes(UTF_8));

    assertThat(failure.getResultCode()).isEqualTo(ResultCode.DECODING_ERROR);
    assertThat(failure).hasMessage("the answer begins with byte 72");
  }

  @Test
  void everyAnswerThatIsCutOffIsALostConnection() {
    byte[] whole = message(1, bound(0, "welcome"));

    for (int length = 0; length < whole.length; length++) {
      assertThat(failure(bind(), Arrays.copyOf(whole, length)).getResultCode())
          .as("%d bytes", length)
          .isEqualTo(ResultCode.SERVER_DOWN);
    }
  }

  @Test
  void noticeOfDisconnectionIsALostConnection() {
    ProtocolOp notice =
        new ExtendedResponseProtocolOp(
            52, null, "shutting down", null, "1.3.6.1.4.1.1466.20036", null);

    LDAPException failure = failure(bind(), message(0, notice), message(1, bound(0, "")));

    assertThat(failure.getResultCode()).isEqualTo(ResultCode.SERVER_DOWN);
    assertThat(failure).hasMessage("the server closes the connection: shutting down");
  }

  /** The arrays that are written, which are the buffer itself. */
  private static final class Buffers extends OutputStream {

    private final List<byte[]> arrays = new ArrayList<>();
    private boolean isBroken;

    @Override
    public void write(int one) {
      throw new AssertionError("a byte");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      arrays.add(bytes);
      if (isBroken) {
        assertThat(new String(bytes, UTF_8)).contains("wonderland");
        throw new IOException("broken pipe");
      }
    }
  }

  private static LdapMessages messages(OutputStream out, byte[]... answers) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] answer : answers) {
      all.writeBytes(answer);
    }
    return new LdapMessages(new ByteArrayInputStream(all.toByteArray()), out, last -> last + 1);
  }

  /** A buffer that grows would leave the password in the array of an earlier request. */
  @Test
  void bufferOfAPasswordIsOverwritten() throws Exception {
    for (int size = 8; size < 200; size++) {
      Buffers buffers = new Buffers();
      LdapMessages messages = messages(buffers, message(1, done(0)), message(2, bound(0, "")));

      messages.exchange(search(null));
      messages.exchange(LdapRequest.bind(ALICE, "~".repeat(size).getBytes(UTF_8)));

      assertThat(new String(buffers.arrays.get(0), UTF_8)).as("%s", size).doesNotContain("~~~~");
      assertThat(buffers.arrays.get(1)).as("%s", size).containsOnly(0);
    }
  }

  @Test
  void passwordThatCannotBeSentIsOverwritten() {
    Buffers buffers = new Buffers();
    buffers.isBroken = true;

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> messages(buffers).exchange(bind()));

    assertThat(buffers.arrays.get(0)).containsOnly(0);
  }

  @Test
  void debuggingOfTheSdkShowsNoPassword() throws Exception {
    byte[] answer = message(1, bound(0, ""));
    List<LogRecord> shown = new ArrayList<>();
    Handler handler = recordingIn(shown);
    Debug.setEnabled(true, EnumSet.allOf(DebugType.class));
    Debug.getLogger().setLevel(Level.ALL);
    Debug.getLogger().addHandler(handler);
    try {
      send(bind(), answer);
    } finally {
      Debug.getLogger().removeHandler(handler);
      Debug.setEnabled(false);
    }

    assertThat(shown).isEmpty();
  }

  private static Handler recordingIn(List<LogRecord> records) {
    return new Handler() {
      @Override
      public void publish(LogRecord message) {
        records.add(message);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
