// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.COMPARE;
import static io.github.ldapauth.testkit.Operation.Type.MODIFY;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scripted faults happen to the requests that they are for, and to no other. */
class FaultsTest {

  private static final Duration SHORT = Duration.ofMillis(200);

  private final TestDirectory directory =
      TestDirectory.builder()
          .user("alice", "wonderland")
          .user("bob", "builder")
          .group("staff", "alice")
          .start();

  private final String alice = directory.dn("alice");
  private final String bob = directory.dn("bob");
  private Client client;

  @BeforeEach
  void connect() throws Exception {
    client = new Client(directory);
  }

  @AfterEach
  void close() {
    client.close();
    directory.close();
  }

  private static LDAPException failure(ThrowingCallable request) {
    return assertThatExceptionOfType(LDAPException.class).isThrownBy(request).actual();
  }

  @Test
  void scriptedAnswerIsSentOnceWithoutEffect() {
    directory.faults().next(BIND).answers(51, "busy");

    LDAPException busy = failure(() -> client.connection().bind(alice, "wonderland"));

    assertThat(busy.getResultCode()).isEqualTo(ResultCode.BUSY);
    assertThat(busy.getDiagnosticMessage()).isEqualTo("busy");
    assertThat(client.bind(alice, "wonderland")).isZero();
  }

  @Test
  void faultOfOneUserLeavesOthersAlone() {
    directory.faults().next(BIND).as("alice").answers(53, "");

    assertThat(client.bind(bob, "builder")).isZero();
    assertThat(client.bind(alice.toUpperCase(Locale.ROOT), "wonderland")).isEqualTo(53);
  }

  @Test
  void faultOfAFilterLeavesOtherSearchesAlone() {
    directory.faults().next(SEARCH).withFilter("UID=alice").answers(50, "");

    assertThat(client.dns("(uid=bob)")).containsExactly(bob);
    assertThat(client.search("(uid=alice)").getResultCode().intValue()).isEqualTo(50);
  }

  @Test
  void faultOfEveryRequestLastsUntilCleared() {
    directory.faults().every(BIND).answers(52, "down");

    assertThat(client.bind(alice, "wonderland")).isEqualTo(52);
    assertThat(client.bind(bob, "builder")).isEqualTo(52);
    directory.faults().clear();
    assertThat(client.bind(bob, "builder")).isZero();
  }

  @Test
  void faultsTakeEffectInScriptedOrder() {
    directory.faults().next().answers(51, "");
    directory.faults().next(BIND).answers(52, "");

    assertThat(client.bind(alice, "wonderland")).isEqualTo(51);
    assertThat(client.bind(alice, "wonderland")).isEqualTo(52);
    assertThat(client.bind(alice, "wonderland")).isZero();
  }

  @Test
  void anyKindOfRequestCanFail() {
    directory.faults().next(COMPARE).answers(50, "hidden");
    directory.faults().next(MODIFY).as("alice").answers(19, "too short");

    LDAPException compare = failure(() -> client.connection().compare(alice, "uid", "alice"));
    LDAPException modify =
        failure(
            () ->
                client
                    .connection()
                    .modify(
                        alice, new Modification(ModificationType.REPLACE, "userPassword", "x")));

    assertThat(compare.getDiagnosticMessage()).isEqualTo("hidden");
    assertThat(modify.getDiagnosticMessage()).isEqualTo("too short");
    assertThat(client.bind(alice, "wonderland")).isZero();
  }

  @Test
  void workMayBeDoneAndDenied() {
    directory.faults().next(MODIFY).worksButAnswers(80, "lost the answer");
    Modification mail = new Modification(ModificationType.ADD, "mail", "alice@example.com");

    failure(() -> client.connection().modify(alice, mail));

    assertThat(directory.user("alice").values("mail")).containsExactly("alice@example.com");
  }

  @Test
  void connectionClosesBeforeOrAfterTheEffect() throws Exception {
    Modification before = new Modification(ModificationType.ADD, "mail", "before@example.com");
    Modification after = new Modification(ModificationType.ADD, "mail", "after@example.com");
    directory.faults().next(MODIFY).closesConnection();
    directory.faults().next(MODIFY).worksButClosesConnection();

    failure(() -> client.connection().modify(alice, before));
    try (Client second = new Client(directory)) {
      failure(() -> second.connection().modify(alice, after));
    }

    assertThat(directory.user("alice").values("mail")).containsExactly("after@example.com");
  }

  @Test
  void requestCanStayUnanswered() {
    client.connection().getConnectionOptions().setResponseTimeoutMillis(SHORT.toMillis());
    directory.faults().next(SEARCH).neverAnswers();

    assertThat(client.search("(uid=alice)").getResultCode()).isEqualTo(ResultCode.TIMEOUT);
    awaitFirst(() -> directory.operations().searches().list());
    assertThat(directory.operations().searches().list().get(0).resultCode()).isEqualTo(-1);
  }

  @Test
  void exceededSizeLimitReturnsSomeEntries() {
    directory.faults().next(SEARCH).returnsOnly(1);

    SearchResult result = client.search("(uid=*)");

    assertThat(result.getResultCode()).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
    assertThat(result.getEntryCount()).isEqualTo(1);
  }

  @Test
  void smallerSizeLimitOfTheClientWins() throws Exception {
    directory.faults().next(SEARCH).returnsOnly(2);
    SearchRequest one = new SearchRequest("dc=example,dc=com", SearchScope.SUB, "(uid=*)");
    one.setSizeLimit(1);

    LDAPSearchException limited =
        assertThatExceptionOfType(LDAPSearchException.class)
            .isThrownBy(() -> client.connection().search(one))
            .actual();

    assertThat(limited.getEntryCount()).isEqualTo(1);
  }

  @Test
  void referralsAndReferencesNameAnotherServer() {
    directory.faults().next(SEARCH).refersTo("ldap://192.0.2.1/");
    directory.faults().next(SEARCH).referringTo("ldap://192.0.2.2/dc=example,dc=com").works();

    SearchResult referral = client.search("(uid=alice)");
    SearchResult references = client.search("(uid=alice)");

    assertThat(referral.getResultCode()).isEqualTo(ResultCode.REFERRAL);
    assertThat(referral.getReferralURLs()).containsExactly("ldap://192.0.2.1/");
    assertThat(references.getEntryCount()).isEqualTo(1);
    assertThat(references.getSearchReferences().get(0).getReferralURLs())
        .containsExactly("ldap://192.0.2.2/dc=example,dc=com");
  }

  @Test
  void responseControlIsAttached() throws Exception {
    directory.faults().next(BIND).attaching("1.2.3.4", new byte[] {5}).works();
    directory.faults().next(BIND).attaching("1.2.3.4", null).answers(49, "");

    Control success = client.connection().bind(alice, "wonderland").getResponseControl("1.2.3.4");
    LDAPException no = failure(() -> client.connection().bind(alice, "wonderland"));

    assertThat(success.getValue().getValue()).containsExactly(5);
    assertThat(no.getResponseControls()).extracting(Control::getOID).containsExactly("1.2.3.4");
  }

  @Test
  void heldRequestTakesEffectWhenReleased() throws Exception {
    HeldRequest held = directory.faults().next(MODIFY).holds();
    Modification mail = new Modification(ModificationType.ADD, "mail", "alice@example.com");
    var change = CompletableFuture.supplyAsync(() -> modify(alice, mail));
    held.awaitArrival();

    assertThat(directory.user("alice").values("mail")).isEmpty();
    held.release();
    assertThat(change.get()).isZero();
    assertThat(directory.user("alice").values("mail")).hasSize(1);
  }

  @Test
  void heldAnswerComesAfterTheEffect() throws Exception {
    HeldRequest held = directory.faults().next(MODIFY).holdsAnswer();
    Modification mail = new Modification(ModificationType.ADD, "mail", "alice@example.com");
    var change = CompletableFuture.supplyAsync(() -> modify(alice, mail));
    held.awaitArrival();

    assertThat(directory.user("alice").values("mail")).hasSize(1);
    assertThat(change).isNotDone();
    held.release();
    assertThat(change.get()).isZero();
  }

  private int modify(String dn, Modification modification) {
    try {
      return client.connection().modify(dn, modification).getResultCode().intValue();
    } catch (LDAPException e) {
      return e.getResultCode().intValue();
    }
  }

  @Test
  void delayedRequestOutlastsTheClientsTimeOut() {
    client.connection().getConnectionOptions().setResponseTimeoutMillis(SHORT.toMillis());
    directory.faults().next(MODIFY).after(Duration.ofMinutes(10)).works();
    Modification mail = new Modification(ModificationType.ADD, "mail", "alice@example.com");

    assertThat(modify(alice, mail)).isEqualTo(ResultCode.TIMEOUT_INT_VALUE);
    assertThat(directory.user("alice").values("mail")).isEmpty();
    directory.reset();
  }

  @Test
  void lateAnswerOutlastsTheClientsTimeOut() {
    client.connection().getConnectionOptions().setResponseTimeoutMillis(SHORT.toMillis());
    directory.faults().next(MODIFY).worksButAnswersAfter(Duration.ofMinutes(10));
    Modification mail = new Modification(ModificationType.ADD, "mail", "alice@example.com");

    assertThat(modify(alice, mail)).isEqualTo(ResultCode.TIMEOUT_INT_VALUE);
    awaitFirst(() -> directory.user("alice").values("mail"));
    assertThat(directory.user("alice").values("mail")).hasSize(1);
  }

  /** On a busy machine, a client may stop waiting before the directory has the request. */
  private static void awaitFirst(Supplier<List<?>> all) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (all.get().isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Test
  void unusedFaultsAreReportedWithTheirLine() {
    directory.faults().next(BIND).as("bob").answers(51, "");
    directory.faults().every(SEARCH).answers(51, "");
    client.search("(uid=alice)");

    assertThat(directory.faults().unused())
        .singleElement()
        .asString()
        .startsWith("next(BIND).as(\"" + bob + "\") at FaultsTest.java:");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> directory.faults().assertAllUsed())
        .withMessageContaining("FaultsTest.java:");
    client.bind(bob, "builder");
    directory.faults().assertAllUsed();
  }

  @Test
  void stopEndsAllWaiting() throws Exception {
    HeldRequest held = directory.faults().next(SEARCH).holds();
    var search = CompletableFuture.supplyAsync(() -> client.search("(uid=alice)"));
    held.awaitArrival();

    directory.stop();

    assertThat(search.get().getResultCode()).isEqualTo(ResultCode.SERVER_DOWN);
  }

  @Test
  void faultWithoutEffectIsUnused() {
    Fault unfinished = directory.faults().next(BIND).as("alice");

    assertThat(directory.faults().unused())
        .singleElement()
        .asString()
        .startsWith("next(BIND).as(\"")
        .contains("FaultsTest.java:")
        .endsWith("has no effect: end it with works(), answers(...) or the like");
    unfinished.closesConnection();
    assertThat(directory.faults().unused())
        .singleElement()
        .asString()
        .doesNotContain("does not say");
    directory.faults().clear();
    assertThat(directory.faults().unused()).isEmpty();
  }
}
