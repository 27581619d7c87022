// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.asn1.ASN1Set;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.Exchange.ClientStop;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are no LDAP, or only almost. */
class MalformedAnswersTest {

  private static final long SEED = 20261129;
  private static final String ALICE = "uid=alice,dc=example,dc=com";
  private static final LdapSearch SEARCH = LdapSearch.ROOT_DSE;
  private static final byte[] SUCCESS =
      HexFormat.ofDelimiter(" ").parseHex("30 0c 02 01 01 61 07 0a 01 00 04 00 04 00");

  private static LdapMessages messages(InputStream in) {
    return new LdapMessages(in, OutputStream.nullOutputStream(), last -> last + 1);
  }

  /** Returns the result of a bind that is answered so. */
  private static ResultCode bind(InputStream in) {
    LdapRequest bind = LdapRequest.bind(ALICE, "wonderland".getBytes(UTF_8));
    try {
      return ResultCode.valueOf(Exchange.send(bind, messages(in)).code());
    } catch (LDAPException e) {
      return e.getResultCode();
    }
  }

  private static ResultCode bind(byte[] answer) {
    return bind(new ByteArrayInputStream(answer));
  }

  private static void search(InputStream in, FoundEntries found) throws LDAPException {
    Exchange.send(LdapRequest.search(() -> "search", SEARCH, null, found), messages(in));
  }

  @Test
  void bindIsAcceptedAtFirst() {
    assertThat(bind(SUCCESS)).isEqualTo(ResultCode.SUCCESS);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the code is a string,                 30 0c 02 01 01 61 07 04 01 00 04 00 04 00",
    "the code is an integer,               30 0c 02 01 01 61 07 02 01 00 04 00 04 00",
    "the code is empty,                    30 0b 02 01 01 61 06 0a 00 04 00 04 00",
    "the code is negative,                 30 0c 02 01 01 61 07 0a 01 ff 04 00 04 00",
    "the code has five bytes,      30 10 02 01 01 61 0b 0a 05 00 00 00 00 00 04 00 04 00",
    "the code is in a result inside,       30 0e 02 01 01 61 09 61 07 0a 01 00 04 00 04 00",
    "the code is behind an empty result,   30 0c 02 01 01 61 00 0a 01 00 04 00 04 00",
    "the id is a string,                   30 0c 04 01 01 61 07 0a 01 00 04 00 04 00",
    "the id is an enumeration,             30 0c 0a 01 01 61 07 0a 01 00 04 00 04 00",
    "the id has no bytes,                  30 0b 02 00 61 07 0a 01 00 04 00 04 00",
    "the matched DN is a sequence,         30 0c 02 01 01 61 07 0a 01 00 30 00 04 00",
    "the text is a sequence,               30 0c 02 01 01 61 07 0a 01 00 04 00 30 00",
    "the text is missing,                  30 0a 02 01 01 61 05 0a 01 00 04 00",
    "the text is cut off by the result,    30 0c 02 01 01 61 07 0a 01 00 04 00 04 01",
    "the result is longer than the message, 30 0c 02 01 01 61 08 0a 01 00 04 00 04 00 04",
    "the message ends before the result,   30 05 02 01 01 61 07 0a 01 00 04 00 04 00",
    "the message is empty,                 30 00 02 01 01 61 07 0a 01 00 04 00 04 00",
    "the message has only an id,           30 03 02 01 01 61 07 0a 01 00 04 00 04 00",
    "the message is a set,                 31 0c 02 01 01 61 07 0a 01 00 04 00 04 00",
    "the message has no definite length,   30 80 02 01 01 61 07 0a 01 00 04 00 04 00 00 00",
    "the result has no definite length,    30 0e 02 01 01 61 80 0a 01 00 04 00 04 00 00 00",
    "a length has five bytes,  30 85 00 00 00 00 0c 02 01 01 61 07 0a 01 00 04 00 04 00",
    "a length inside is negative,   30 10 02 01 01 61 84 ff ff ff ff 0a 01 00 04 00 04 00",
    "the controls hold a string,    30 10 02 01 01 61 07 0a 01 00 04 00 04 00 a0 02 04 00",
    "a control has no OID,          30 10 02 01 01 61 07 0a 01 00 04 00 04 00 a0 02 30 00",
    "a control is cut off,          30 10 02 01 01 61 07 0a 01 00 04 00 04 00 a0 02 30 01",
    "the referral holds no strings, 30 10 02 01 01 61 0b 0a 01 00 04 00 04 00 a3 02 30 00",
    "bytes follow the result,       30 0d 02 01 01 61 07 0a 01 00 04 00 04 00 04"
  })
  void bindIsNotAcceptedIf(String what, String hex) {
    assertThat(bind(HexFormat.ofDelimiter(" ").parseHex(hex))).isEqualTo(ResultCode.DECODING_ERROR);
  }

  /** As Active Directory writes lengths; and what a later version of LDAP may add. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "lengths are long,   30 84 00 00 00 10 02 01 01 61 84 00 00 00 07 0a 01 00 04 00 04 00",
    "the result has more parts,     30 0f 02 01 01 61 0a 0a 01 00 04 00 04 00 87 01 78",
    "the message has more parts,    30 0f 02 01 01 61 07 0a 01 00 04 00 04 00 8a 01 78"
  })
  void bindIsAcceptedAlsoIf(String what, String hex) {
    assertThat(bind(HexFormat.ofDelimiter(" ").parseHex(hex))).isEqualTo(ResultCode.SUCCESS);
  }

  @ParameterizedTest
  @CsvSource({"30 84 01 00 00 01", "30 84 7f ff ff ff", "30 84 ff ff ff ff"})
  void messageOfMoreThan16MebibytesIsTooLarge(String hex) {
    assertThat(bind(HexFormat.ofDelimiter(" ").parseHex(hex))).isEqualTo(ResultCode.USER_CANCELED);
  }

  /** A server may announce much and send nothing, on many connections. */
  @Test
  void memoryIsTakenAsBytesArrive() {
    byte[] header = HexFormat.ofDelimiter(" ").parseHex("30 84 00 ff ff ff 02 01 01");
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(header),
            new InputStream() {
              private int calls;

              @Override
              public int read() {
                throw new AssertionError("byte by byte");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) {
                assertThat(bytes.length).isLessThanOrEqualTo(16 << 10);
                return ++calls > 3 ? -1 : 1;
              }
            });

    assertThat(bind(in)).isEqualTo(ResultCode.SERVER_DOWN);
  }

  private static byte[] bound(int code) {
    Control policy =
        new Control(
            "1.3.6.1.4.1.42.2.27.8.5.1",
            false,
            new ASN1OctetString(new byte[] {0x30, 3, (byte) 0x81, 1, 1}));
    return new LDAPMessage(
            1,
            new BindResponseProtocolOp(code, "dc=com", "no", List.of("ldap://other"), null),
            policy)
        .encode()
        .encode();
  }

  /** Only the byte of the result code makes a success of a refusal. */
  @Test
  void noOtherByteTurnsARefusalIntoASuccess() {
    byte[] refusal = bound(49);
    byte[] success = bound(0);
    int code = Arrays.mismatch(refusal, success);

    for (int at = 0; at < refusal.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] answer = refusal.clone();
        answer[at] = (byte) value;
        boolean isSuccess = ResultCode.SUCCESS.equals(bind(answer));
        assertThat(isSuccess).as("%d at %d", value, at).isEqualTo(at == code && value == 0);
      }
    }
  }

  @Test
  void mutatedRefusalsAreNeverAcceptedWithAnotherCode() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20_000; round++) {
      byte[] answer = mutated(bound(49), random);
      if (ResultCode.SUCCESS.equals(bind(answer))) {
        assertThat(HexFormat.of().formatHex(answer)).as("round %d", round).contains("0a0100");
      }
    }
  }

  @Test
  void mutatedEntriesEndInAValueOrAFailure() {
    Random random = new Random(SEED);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        new LDAPMessage(
                1,
                new SearchResultEntryProtocolOp(
                    ALICE, List.of(new Attribute("cn", "Alice", "A."), new Attribute("mail", ""))))
            .encode()
            .encode());
    all.writeBytes(
        new LDAPMessage(1, new SearchResultDoneProtocolOp(0, null, null, null)).encode().encode());
    for (int round = 0; round < 20_000; round++) {
      try {
        search(
            new ByteArrayInputStream(mutated(all.toByteArray(), random)), new FoundEntries(SEARCH));
      } catch (LDAPException e) {
        assertThat(e.getResultCode()).isNotEqualTo(ResultCode.SUCCESS);
      } catch (ClientStop e) {
        assertThat(e.code()).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
      }
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] result = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(4)) {
        case 0 -> result[at] = (byte) random.nextInt(256);
        case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> result = Arrays.copyOf(result, at + 1);
        default -> result = Arrays.copyOf(result, result.length + 1 + random.nextInt(8));
      }
    }
    return result;
  }

  /** A wrong length hides the groups, which a rule may deny. */
  @Test
  void attributeInsideOfAnotherIsRefused() {
    ASN1Element groups = attribute("memberOf", "cn=suspended,dc=example,dc=com");
    byte[] entry =
        new ASN1Sequence(
                new ASN1Integer(1),
                new ASN1Sequence(
                    OperationTag.SEARCH_RESULT_ENTRY,
                    new ASN1OctetString(ALICE),
                    new ASN1Sequence(attribute("uid", "alice", groups))))
            .encode();

    assertThatThrownBy(() -> search(new ByteArrayInputStream(entry), new FoundEntries(SEARCH)))
        .isInstanceOfSatisfying(
            LDAPException.class,
            e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.DECODING_ERROR));
  }

  private static ASN1Element attribute(String name, String value, ASN1Element... more) {
    List<ASN1Element> parts = new ArrayList<>();
    parts.add(new ASN1OctetString(name));
    parts.add(new ASN1Set(new ASN1OctetString(value)));
    parts.addAll(List.of(more));
    return new ASN1Sequence(parts);
  }

  static Stream<Arguments> attributesOneTooMany() {
    return Stream.of(
        arguments("of different names", (IntFunction<String>) i -> "x-" + i),
        arguments("of one name", (IntFunction<String>) i -> i % 2 == 0 ? "cn" : "CN"));
  }

  /** The names are compared to each other, which no deadline interrupts. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("attributesOneTooMany")
  void entryOfTooManyAttributesIsRefused(String what, IntFunction<String> names) {
    List<Attribute> attributes =
        IntStream.rangeClosed(0, 2000).mapToObj(i -> new Attribute(names.apply(i), "1")).toList();
    byte[] entry =
        new LDAPMessage(1, new SearchResultEntryProtocolOp(ALICE, attributes)).encode().encode();

    assertThatThrownBy(() -> search(new ByteArrayInputStream(entry), new FoundEntries(SEARCH)))
        .isInstanceOfSatisfying(
            LDAPException.class,
            e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.USER_CANCELED))
        .hasMessage(
            "an entry has more than 2000 attributes; name the attributes that you need with"
                + " attributes(...)");
  }
}
