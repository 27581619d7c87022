// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.protocol.SearchResultReferenceProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random answers that the SDK writes are read as they were. */
class RandomAnswersTest {

  private static final LdapSearch SEARCH =
      new LdapSearch(
          Dn.parse("dc=example"), SearchScope.SUBTREE, LdapFilter.ANY_ENTRY, List.of(), 0);

  private Random random = new Random();

  private <T> List<T> some(int most, Supplier<T> each) {
    return Stream.generate(each).limit(random.nextInt(most + 1)).toList();
  }

  private byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Sizes around those at which a length takes another byte, and beyond the buffer. */
  private byte[] value() {
    return switch (random.nextInt(6)) {
      case 0 -> new byte[0];
      case 1 -> new byte[126 + random.nextInt(4)];
      case 2 -> bytes(300);
      case 3 -> random.nextInt(20) == 0 ? bytes(80_000) : bytes(8300);
      default -> bytes(12);
    };
  }

  private String text() {
    return random
        .ints(random.nextInt(20), 0x20, 0x2100)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private List<String> urls() {
    return some(3, () -> "ldap://" + random.nextInt() + "/dc=example");
  }

  private Attribute attribute(int number) {
    String options = random.nextInt(4) == 0 ? ";lang-de;binary" : "";
    return new Attribute("name-" + number + options, some(4, this::value).toArray(byte[][]::new));
  }

  private SearchResultEntryProtocolOp entry() {
    List<Attribute> attributes =
        IntStream.range(0, random.nextInt(12)).mapToObj(this::attribute).toList();
    return new SearchResultEntryProtocolOp("cn=" + random.nextInt() + ",dc=example", attributes);
  }

  private Control[] controls() {
    return some(
            3,
            () ->
                new Control(
                    "1.2." + random.nextInt(99),
                    random.nextBoolean(),
                    random.nextBoolean() ? new ASN1OctetString(value()) : null))
        .toArray(Control[]::new);
  }

  private static List<ResponseControl> read(Control... controls) {
    return Stream.of(controls).map(c -> new ResponseControl(c.getOID(), c.getValue())).toList();
  }

  private LdapResult send(LdapRequest request, List<LDAPMessage> answers) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    answers.forEach(answer -> all.writeBytes(answer.encode().encode()));
    ByteArrayInputStream in =
        new ByteArrayInputStream(all.toByteArray()) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(5000)));
          }
        };
    return new LdapMessages(in, OutputStream.nullOutputStream(), last -> last + 1)
        .exchange(request);
  }

  @RepeatedTest(200)
  void searchIsReadAsItWasWritten(RepetitionInfo round) throws Exception {
    random = new Random(round.getCurrentRepetition());
    List<SearchResultEntryProtocolOp> entries = some(5, this::entry);
    List<String> urls = urls();
    String matched = text();
    String text = text();
    int code = random.nextInt(100);
    Control[] controls = controls();
    List<LDAPMessage> messages = new ArrayList<>();
    entries.forEach(entry -> messages.add(new LDAPMessage(1, entry, controls())));
    messages.add(new LDAPMessage(1, new SearchResultReferenceProtocolOp(urls)));
    messages.add(
        new LDAPMessage(1, new SearchResultDoneProtocolOp(code, matched, text, urls), controls));
    FoundEntries found = new FoundEntries(SEARCH);

    LdapResult result = send(LdapRequest.search(() -> "search", SEARCH, null, found), messages);

    assertThat(result).isEqualTo(new LdapResult(code, matched, text, urls, "", "", read(controls)));
    LdapSearch.Result read = found.result(Stage.FIND_USER, null, false);
    assertThat(read.references()).extracting(LdapSearch.Reference::urls).containsExactly(urls);
    assertThat(read.entries()).hasSameSizeAs(entries);
    for (int i = 0; i < entries.size(); i++) {
      assertSame(read.entries().get(i), entries.get(i));
    }
  }

  private static void assertSame(LdapEntry read, SearchResultEntryProtocolOp written) {
    assertThat(read.dn()).hasToString(written.getDN());
    assertThat(read.attributes().names())
        .containsExactlyInAnyOrderElementsOf(
            written.getAttributes().stream().map(Attribute::getName).toList());
    for (Attribute attribute : written.getAttributes()) {
      byte[][] values = read.attributes().allBytes(attribute.getName()).toArray(byte[][]::new);
      assertThat(Arrays.deepEquals(values, attribute.getValueByteArrays())).isTrue();
    }
  }

  @RepeatedTest(50)
  void extendedResultIsReadAsItWasWritten(RepetitionInfo round) throws Exception {
    random = new Random(round.getCurrentRepetition());
    Control[] controls = controls();
    String name = random.nextBoolean() ? "1.2.3" : null;
    String value = random.nextBoolean() ? text() : null;
    String text = text();
    List<String> urls = urls();
    var answer =
        new ExtendedResponseProtocolOp(
            0, null, text, urls, name, value == null ? null : new ASN1OctetString(value));

    LdapResult read = send(LdapRequest.whoAmI(), List.of(new LDAPMessage(1, answer, controls)));

    assertThat(read)
        .isEqualTo(
            new LdapResult(
                0,
                "",
                text,
                urls,
                Objects.requireNonNullElse(name, ""),
                Objects.requireNonNullElse(value, ""),
                read(controls)));
  }
}
