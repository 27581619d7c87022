// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import io.github.ldapauth.directory.PasswordWarning.ExpiresIn;
import io.github.ldapauth.directory.PasswordWarning.GraceLoginsLeft;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read in the answer to a bind, byte by byte. */
class BindResponseTest {

  private static final String POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";
  private static final String EXPIRED = "2.16.840.1.113730.3.4.4";
  private static final String EXPIRING = "2.16.840.1.113730.3.4.5";
  private static final String ACTIVE_DIRECTORY =
      "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data %s, v1db1\0";

  private static Control policy(String hex) {
    return new Control(POLICY, false, new ASN1OctetString(HexFormat.of().parseHex(hex)));
  }

  private static Control text(String oid, String value) {
    return new Control(oid, false, new ASN1OctetString(value.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<PasswordCheck> read(int code, String text, Control... controls) {
    return BindResponse.read(
        new LDAPResult(1, ResultCode.valueOf(code), text, null, (String[]) null, controls));
  }

  private static PasswordCheck check(int code, Control... controls) {
    return read(code, "", controls).orElseThrow();
  }

  private static Verdict verdict(int code, Control... controls) {
    return check(code, controls).verdict();
  }

  private static Optional<PasswordWarning> warning(Control... controls) {
    PasswordCheck check = check(0, controls);
    assertThat(check.verdict()).isEqualTo(Verdict.ACCEPTED);
    return check.warning();
  }

  /** A directory that does not know a critical control refuses the bind (RFC 4511, 4.1.11). */
  @Test
  void policyIsRequestedByANonCriticalControl() {
    assertThat(PasswordPolicyControls.REQUEST.getOID()).isEqualTo(POLICY);
    assertThat(PasswordPolicyControls.REQUEST.isCritical()).isFalse();
    assertThat(PasswordPolicyControls.REQUEST.hasValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, ACCEPTED",
    "19, REFUSED",
    "32, NO_SUCH_ENTRY",
    "34, NO_SUCH_ENTRY",
    "48, REFUSED",
    "49, INVALID_CREDENTIALS",
    "50, REFUSED",
    "53, REFUSED"
  })
  void withoutControlsTheResultCodeDecides(int code, Verdict verdict) {
    assertThat(verdict(code)).isEqualTo(verdict);
    assertThat(verdict(code, policy("3000"))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "49, 3003810100, PASSWORD_EXPIRED",
    "49, 3003810101, ACCOUNT_LOCKED",
    "49, 3003810102, MUST_CHANGE_PASSWORD",
    "19, 3003810101, ACCOUNT_LOCKED",
    "53, 3003810101, ACCOUNT_DISABLED",
    "53, 3003810100, PASSWORD_EXPIRED",
    "0, 3003810102, MUST_CHANGE_PASSWORD",
    "0, 3003810101, ACCOUNT_LOCKED",
    "0, 3003810100, PASSWORD_EXPIRED"
  })
  void errorOfThePolicyIsTheReason(int code, String control, Verdict verdict) {
    PasswordCheck check = check(code, policy(control));

    assertThat(check.verdict()).isEqualTo(verdict);
    assertThat(check.warning()).isEmpty();
    assertThat(check.detail())
        .isEqualTo(
            code == 0
                ? "0, but the password policy rejects the user"
                : code + ", as the password policy rejects the user");
  }

  @ParameterizedTest
  @CsvSource({"3003810103", "3003810105", "3003810108"})
  void errorsAboutANewPasswordSayNothingAboutThisOne(String control) {
    assertThat(verdict(0, policy(control))).isEqualTo(Verdict.ACCEPTED);
    assertThat(verdict(49, policy(control))).isEqualTo(Verdict.INVALID_CREDENTIALS);
    assertThat(verdict(19, policy(control))).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void bothWarningsAreRead() {
    assertThat(warning(policy("3006a00480020e10"))).contains(new ExpiresIn(Duration.ofHours(1)));
    assertThat(warning(policy("3005a003810102"))).contains(new GraceLoginsLeft(2));
    assertThat(warning(policy("3005a003810100"))).contains(new GraceLoginsLeft(0));
    assertThat(warning(text(EXPIRING, "3600"))).contains(new ExpiresIn(Duration.ofHours(1)));
    assertThat(warning(text(EXPIRING, "0"))).contains(new ExpiresIn(Duration.ZERO));
    assertThat(warning(policy("3000"), text(EXPIRING, "60")))
        .contains(new ExpiresIn(Duration.ofMinutes(1)));
    assertThat(warning(policy("3000"))).isEmpty();
  }

  /** The tag of the warning is that of a constructed type, behind which some stop reading. */
  @Test
  void anErrorBehindAWarningIsRead() {
    assertThat(verdict(0, policy("3008a003800104810102"))).isEqualTo(Verdict.MUST_CHANGE_PASSWORD);
    assertThat(verdict(49, policy("3008a003810100810101"))).isEqualTo(Verdict.ACCOUNT_LOCKED);
  }

  @Test
  void aGraceLoginIsASuccessAlthoughThePasswordIsCalledExpired() {
    assertThat(warning(policy("3005a003810101"), text(EXPIRED, "0")))
        .contains(new GraceLoginsLeft(1));
  }

  @Test
  void expiredPasswordWithoutGraceMustBeChanged() {
    assertThat(verdict(0, text(EXPIRED, "0"))).isEqualTo(Verdict.MUST_CHANGE_PASSWORD);
    assertThat(verdict(0, text(EXPIRED, "0"), policy("3000")))
        .isEqualTo(Verdict.MUST_CHANGE_PASSWORD);
    assertThat(verdict(49, text(EXPIRED, "0"))).isEqualTo(Verdict.PASSWORD_EXPIRED);
  }

  static Stream<Named<Control>> undecodable() {
    return Stream.of(
        Named.of("passwordTooLong, which is newer than the SDK's draft", policy("3003810109")),
        Named.of("an error that nobody knows", policy("300381010a")),
        Named.of("a text", policy("0403616263")),
        Named.of("a sequence that ends too early", policy("300a810102")),
        Named.of("an unknown element", policy("3003a50101")),
        Named.of("an empty value", policy("")),
        Named.of("a negative number of logins", policy("3005a0038101ff")),
        Named.of("a negative time", policy("3005a0038001ff")),
        Named.of("too large a time", policy("300ba0098007ffffffffffffff")),
        Named.of("no value", new Control(POLICY)),
        Named.of("a time that is no number", text(EXPIRING, "soon")),
        Named.of("a negative time of 389", text(EXPIRING, "-1")),
        Named.of("no time", new Control(EXPIRING)));
  }

  @ParameterizedTest
  @MethodSource("undecodable")
  void aControlThatCannotBeDecodedChangesNothing(Control control) {
    assertThat(warning(control)).isEmpty();
    assertThat(verdict(49, control)).isEqualTo(Verdict.INVALID_CREDENTIALS);
    assertThat(verdict(53, control)).isEqualTo(Verdict.REFUSED);
    assertThat(read(51, "busy", control)).isEmpty();
  }

  @Test
  void noBytesBreakASignIn() {
    Random random = new Random(4511);
    for (int i = 0; i < 20_000; i++) {
      byte[] value = new byte[random.nextInt(12)];
      random.nextBytes(value);
      if (value.length > 2) {
        value[0] = 0x30;
        value[1] = (byte) (value.length - 2);
      }
      Control control = new Control(POLICY, false, new ASN1OctetString(value));
      assertThat(read(0, "", control)).isPresent();
      assertThat(read(49, "", control)).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "525, NO_SUCH_ENTRY, no such user",
    "52f, REFUSED, account restriction",
    "52F, REFUSED, account restriction",
    "530, REFUSED, not at this hour",
    "531, REFUSED, not from this workstation",
    "532, PASSWORD_EXPIRED, password expired",
    "533, ACCOUNT_DISABLED, account disabled",
    "701, ACCOUNT_EXPIRED, account expired",
    "773, MUST_CHANGE_PASSWORD, must change password",
    "775, ACCOUNT_LOCKED, account locked"
  })
  void activeDirectoryReasonIsReadFromTheText(String code, Verdict verdict, String words) {
    PasswordCheck check = read(49, ACTIVE_DIRECTORY.formatted(code)).orElseThrow();

    assertThat(check.verdict()).isEqualTo(verdict);
    assertThat(check.detail())
        .startsWith("49, " + words + ": 80090308: LdapErr")
        .contains("data " + code + ",")
        .doesNotContain("\0");
  }

  static List<Arguments> otherTexts() {
    return List.of(
        Arguments.of(ACTIVE_DIRECTORY.formatted("52e")),
        Arguments.of(ACTIVE_DIRECTORY.formatted("57")),
        Arguments.of(ACTIVE_DIRECTORY.formatted("80090533")),
        Arguments.of("metadata 533"),
        Arguments.of("data 5330"),
        Arguments.of(""),
        Arguments.of((Object) null));
  }

  @ParameterizedTest
  @MethodSource("otherTexts")
  void anyOtherTextIsAWrongPassword(String text) {
    assertThat(read(49, text).orElseThrow().verdict()).isEqualTo(Verdict.INVALID_CREDENTIALS);
  }

  @Test
  void onlyTheTextOfA49IsActiveDirectorys() {
    String disabled = ACTIVE_DIRECTORY.formatted("533");
    assertThat(read(53, disabled).orElseThrow().verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(read(0, disabled).orElseThrow().verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(read(51, disabled)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"51f", "568", "569", "6fb", "6fc", "6fd", "6FD"})
  void serverTroubleOfActiveDirectoryIsNotAboutTheUser(String code) {
    assertThat(read(49, ACTIVE_DIRECTORY.formatted(code))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT72H, password expires in 3 days",
    "PT47H59M, password expires in 1 day",
    "PT23H59M, password expires in 23 hours",
    "PT60M, password expires in 1 hour",
    "PT59M59S, password expires in 59 minutes",
    "PT59S, password expires in 59 seconds",
    "PT0S, password expires in 0 seconds"
  })
  void timeIsShownInTheLargestUnitThatFits(Duration duration, String words) {
    assertThat(new ExpiresIn(duration)).hasToString(words);
  }

  @Test
  void graceLoginsAreCounted() {
    assertThat(new GraceLoginsLeft(2)).hasToString("2 grace logins left");
    assertThat(new GraceLoginsLeft(1)).hasToString("1 grace login left");
    assertThat(new GraceLoginsLeft(0)).hasToString("0 grace logins left");
  }
}
