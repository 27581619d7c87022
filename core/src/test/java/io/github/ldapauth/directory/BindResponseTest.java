// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import io.github.ldapauth.entry.LdapAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
        new LdapResult(code, "", text, List.of(), "", "", response(controls)), () -> {});
  }

  private static List<ResponseControl> response(Control... controls) {
    return Stream.of(controls).map(c -> new ResponseControl(c.getOID(), c.getValue())).toList();
  }

  private static PasswordCheck check(int code, Control... controls) {
    return read(code, "", controls).orElseThrow();
  }

  /** Returns the problem, or else the verdict. */
  private static String outcome(PasswordCheck check) {
    assertThat(check.status().problem().isEmpty() || check.verdict() == Verdict.REFUSED).isTrue();
    return check.status().problem().map(Enum::name).orElse(check.verdict().name());
  }

  private static String outcome(int code, Control... controls) {
    return outcome(check(code, controls));
  }

  private static AccountStatus accepted(Control... controls) {
    PasswordCheck check = check(0, controls);
    assertThat(check.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(check.status().password()).isEqualTo(PasswordProof.RIGHT);
    return check.status();
  }

  private static Optional<Duration> expiresIn(Control... controls) {
    return accepted(controls).passwordExpiresIn();
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
  void withoutControlsTheResultCodeDecides(int code, String outcome) {
    assertThat(outcome(code)).isEqualTo(outcome);
    assertThat(outcome(code, policy("3000"))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "49, 3003810100, PASSWORD_EXPIRED, RIGHT",
    "49, 3003810101, LOCKED, UNKNOWN",
    "49, 3003810102, MUST_CHANGE_PASSWORD, UNKNOWN",
    "19, 3003810101, LOCKED, UNKNOWN",
    "53, 3003810101, DISABLED, UNKNOWN",
    "53, 3003810100, PASSWORD_EXPIRED, UNKNOWN",
    "0, 3003810102, MUST_CHANGE_PASSWORD, RIGHT",
    "0, 3003810101, LOCKED, RIGHT",
    "0, 3003810100, PASSWORD_EXPIRED, RIGHT"
  })
  void errorOfThePolicyIsTheReason(int code, String control, String outcome, PasswordProof proof) {
    PasswordCheck check = check(code, policy(control));

    assertThat(outcome(check)).isEqualTo(outcome);
    assertThat(check.status().password()).isEqualTo(proof);
    assertThat(check.status().warning()).isEmpty();
    assertThat(check.detail())
        .isEqualTo(
            code == 0
                ? "0, but the password policy rejects the user"
                : code + ", as the password policy rejects the user");
  }

  @ParameterizedTest
  @CsvSource({"3003810103", "3003810105", "3003810108"})
  void errorsAboutANewPasswordSayNothingAboutThisOne(String control) {
    assertThat(outcome(0, policy(control))).isEqualTo("ACCEPTED");
    assertThat(outcome(49, policy(control))).isEqualTo("INVALID_CREDENTIALS");
    assertThat(outcome(19, policy(control))).isEqualTo("REFUSED");
  }

  @Test
  void bothWarningsAreRead() {
    assertThat(expiresIn(policy("3006a00480020e10"))).contains(Duration.ofHours(1));
    assertThat(accepted(policy("3005a003810102")).graceLoginsLeft()).hasValue(2);
    assertThat(accepted(policy("3005a003810100")).graceLoginsLeft()).hasValue(0);
    assertThat(expiresIn(text(EXPIRING, "3600"))).contains(Duration.ofHours(1));
    assertThat(expiresIn(text(EXPIRING, "0"))).contains(Duration.ZERO);
    assertThat(expiresIn(policy("3000"), text(EXPIRING, "60"))).contains(Duration.ofMinutes(1));
    assertThat(accepted(policy("3000")).warning()).isEmpty();
  }

  /** The tag of the warning is that of a constructed type, behind which some stop reading. */
  @Test
  void anErrorBehindAWarningIsRead() {
    assertThat(outcome(0, policy("3008a003800104810102"))).isEqualTo("MUST_CHANGE_PASSWORD");
    assertThat(outcome(49, policy("3008a003810100810101"))).isEqualTo("LOCKED");
  }

  @Test
  void aGraceLoginIsASuccessAlthoughThePasswordIsCalledExpired() {
    assertThat(accepted(policy("3005a003810101"), text(EXPIRED, "0")).graceLoginsLeft())
        .hasValue(1);
  }

  @Test
  void expiredPasswordWithoutGraceMustBeChanged() {
    assertThat(outcome(0, text(EXPIRED, "0"))).isEqualTo("MUST_CHANGE_PASSWORD");
    assertThat(outcome(0, text(EXPIRED, "0"), policy("3000"))).isEqualTo("MUST_CHANGE_PASSWORD");
    assertThat(outcome(49, text(EXPIRED, "0"))).isEqualTo("PASSWORD_EXPIRED");
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
    assertThat(accepted(control).warning()).isEmpty();
    assertThat(outcome(49, control)).isEqualTo("INVALID_CREDENTIALS");
    assertThat(outcome(53, control)).isEqualTo("REFUSED");
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
    "525, NO_SUCH_ENTRY, no such user, UNKNOWN",
    "52e, INVALID_CREDENTIALS, wrong password, WRONG",
    "52f, REFUSED, account restriction, UNKNOWN",
    "52F, REFUSED, account restriction, UNKNOWN",
    "530, NOT_AT_THIS_HOUR, not at this hour, RIGHT",
    "531, NOT_FROM_HERE, not from this workstation, RIGHT",
    "532, PASSWORD_EXPIRED, password expired, RIGHT",
    "533, DISABLED, account disabled, RIGHT",
    "701, EXPIRED, account expired, RIGHT",
    "773, MUST_CHANGE_PASSWORD, must change password, RIGHT",
    "775, LOCKED, account locked, UNKNOWN"
  })
  void activeDirectoryReasonIsReadFromTheText(
      String code, String outcome, String words, PasswordProof proof) {
    PasswordCheck check = read(49, ACTIVE_DIRECTORY.formatted(code)).orElseThrow();

    assertThat(outcome(check)).isEqualTo(outcome);
    assertThat(check.status().password()).isEqualTo(proof);
    assertThat(check.detail())
        .startsWith("49, " + words + ": 80090308: LdapErr")
        .contains("data " + code + ",")
        .doesNotContain("\0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "49 | Simple Bind Failed: NT_STATUS_LOGON_FAILURE | INVALID_CREDENTIALS | WRONG",
        "49 | Simple Bind Failed: NT_STATUS_ACCOUNT_DISABLED | DISABLED | RIGHT",
        "49 | NT_STATUS_ACCOUNT_LOCKED_OUT | LOCKED | UNKNOWN",
        "49 | NT_STATUS_PASSWORD_MUST_CHANGE | MUST_CHANGE_PASSWORD | RIGHT",
        "49 | NT_STATUS_PASSWORD_EXPIRED | PASSWORD_EXPIRED | RIGHT",
        "49 | NT_STATUS_INVALID_LOGON_HOURS | NOT_AT_THIS_HOUR | RIGHT",
        "49 | NT_STATUS_SOMETHING_NEW | INVALID_CREDENTIALS | WRONG",
        "53 | NT_STATUS_ACCOUNT_DISABLED | REFUSED | UNKNOWN",
        "49 | NDS error: failed authentication (-669) | INVALID_CREDENTIALS | WRONG",
        "53 | NDS error: log account expired (-220) | EXPIRED | UNKNOWN",
        "49 | NDS error: bad password (-222) | PASSWORD_EXPIRED | UNKNOWN",
        "49 | NDS error: password expired (-223) | PASSWORD_EXPIRED | UNKNOWN",
        "53 | NDS error: login lockdown (-197) | LOCKED | UNKNOWN",
        "53 | NDS error: bad login time (-218) | NOT_AT_THIS_HOUR | UNKNOWN",
        "53 | NDS error: maximum logins exceeded (-217) | REFUSED | UNKNOWN",
        "19 | Exceed password retry limit. Please try later. | LOCKED | UNKNOWN",
        "19 | Account inactivity limit exceeded. Contact system administrator to reset."
            + " | IDLE | UNKNOWN",
        "19 | TPR checking. Contact system administrator | PASSWORD_EXPIRED | UNKNOWN",
        "53 | Account inactivated. Contact system administrator. | DISABLED | UNKNOWN",
        "53 | Account (Kerberos principal) is expired | EXPIRED | UNKNOWN",
        "53 | Too many failed logins. | LOCKED | UNKNOWN",
        "53 | Entry permanently locked. | LOCKED | UNKNOWN",
        "49 | password expired! | PASSWORD_EXPIRED | RIGHT",
        "53 | password expired! | REFUSED | UNKNOWN"
      })
  void otherDirectoriesTellTheReasonInTheTextToo(
      int code, String text, String outcome, PasswordProof proof) {
    PasswordCheck check = read(code, text).orElseThrow();

    assertThat(outcome(check)).isEqualTo(outcome);
    assertThat(check.status().password()).isEqualTo(proof);
  }

  /** OpenDJ answers 0 with a warning and an error, and then refuses every request. */
  @Test
  void graceLoginWithAnErrorIsRejected() {
    PasswordCheck check = check(0, policy("3008a003810101810100"));

    assertThat(outcome(check)).isEqualTo("PASSWORD_EXPIRED");
    assertThat(check.status().graceLoginsLeft()).hasValue(1);
    assertThat(check.status().password()).isEqualTo(PasswordProof.RIGHT);
  }

  static List<Arguments> otherTexts() {
    return List.of(
        Arguments.of(ACTIVE_DIRECTORY.formatted("57")),
        Arguments.of(ACTIVE_DIRECTORY.formatted("80090533")),
        Arguments.of(ACTIVE_DIRECTORY.formatted("5330")),
        Arguments.of("no entry uid=x data 532,dc=example,dc=com"),
        Arguments.of("uid=80090308: LdapErr: AcceptSecurityContext error, data 532, no such entry"),
        Arguments.of("80090308: LdapErr: DSID-0C0903A9, comment: uid=x error, data 532, v1db1"),
        Arguments.of("no entry uid=NT_STATUS_PASSWORD_EXPIRED,dc=example,dc=com"),
        Arguments.of("Simple Bind Failed: uid=NT_STATUS_PASSWORD_EXPIRED"),
        Arguments.of("no entry uid=NDS error: password expired (-223),dc=example,dc=com"),
        Arguments.of("no entry uid=password expired!,dc=example,dc=com"),
        Arguments.of(""));
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
    assertThat(AccountStatus.UNKNOWN.withPasswordExpiresIn(duration).warning()).contains(words);
  }

  /** The entry of FreeIPA shows an expired password, and the directory still accepts it. */
  @Test
  void graceLoginIsAcceptedWhateverTheEntryShows() {
    var entry =
        LdapAttributes.of(
            Map.of("krbPasswordExpiration", List.of("20200101000000Z".getBytes(UTF_8))));
    var reader = new AccountReader(EnumSet.allOf(AccountAttributes.class));
    PasswordCheck grace = check(0, policy("3005a003810102"));

    assertThat(grace.with(entry, reader)).isEqualTo(grace);
    assertThat(outcome(check(0).with(entry, reader))).isEqualTo("PASSWORD_EXPIRED");
  }

  @Test
  void graceLoginsAreCounted() {
    assertThat(AccountStatus.UNKNOWN.withGraceLoginsLeft(2).warning())
        .contains("2 grace logins left");
    assertThat(AccountStatus.UNKNOWN.withGraceLoginsLeft(1).warning())
        .contains("1 grace login left");
    assertThat(AccountStatus.UNKNOWN.withGraceLoginsLeft(0).warning())
        .contains("0 grace logins left");
  }
}
