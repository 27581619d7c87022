// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Sign-ins in a recording of Java Flight Recorder. */
class FlightRecorderTest {

  private static final String SIGN_IN = "io.github.ldapauth.SignIn";
  private static final String REQUEST = "io.github.ldapauth.Request";

  @TempDir private Path folder;

  private List<RecordedEvent> record(Runnable signIns, String... disabled) throws IOException {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      Stream.of(disabled).forEach(recording::disable);
      recording.start();
      signIns.run();
      recording.stop();
      recording.dump(file);
    }
    assertThat(new String(Files.readAllBytes(file), UTF_8))
        .doesNotContain("alice", "wonderland", "service secret", "bogus");
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("io.github.ldapauth."))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }

  private static List<RecordedEvent> ofType(String name, List<RecordedEvent> events) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }

  private static void signIn(TestDirectory directory) {
    try (var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("alice", "bogus"), RejectionReason.INVALID_CREDENTIALS);
      directory.faults().next(SEARCH).answers(50, "not for you");
      assertThatThrownBy(() -> authenticator.populate("alice"))
          .isInstanceOf(LdapDirectoryException.class);
    }
  }

  @Test
  void attemptsAndRequestsAreRecordedWithoutNames() throws IOException {
    try (TestDirectory directory = Directories.people().start()) {
      String server = directory.hostAndPort();
      List<RecordedEvent> events = record(() -> signIn(directory));

      assertThat(ofType(SIGN_IN, events))
          .extracting(
              event -> event.getString("kind"),
              event -> event.getString("outcome"),
              event -> event.getString("reason"),
              event -> event.getString("server"),
              event -> event.getInt("requests"))
          .containsExactly(
              tuple("SIGN_IN", "YES", "", server, 5),
              tuple("SIGN_IN", "NO", "INVALID_CREDENTIALS", server, 2),
              tuple("POPULATE", "NO_ANSWER", "FIND_USER", server, 1));
      assertThat(ofType(REQUEST, events))
          .extracting(
              event -> event.getString("stage"),
              event -> event.getString("server"),
              event -> event.getInt("resultCode"),
              event -> event.getInt("entries"))
          .containsExactly(
              tuple("CONNECT", server, 0, -1),
              tuple("SERVICE_BIND", server, 0, -1),
              tuple("FIND_USER", server, 0, 1),
              tuple("CONNECT", server, 0, -1),
              tuple("USER_BIND", server, 0, -1),
              tuple("FIND_USER", server, 0, 1),
              tuple("USER_BIND", server, 49, -1),
              tuple("FIND_USER", server, 50, 0));
      assertThat(events)
          .extracting(RecordedEvent::getDuration)
          .allMatch(time -> time.compareTo(Duration.ZERO) > 0);
    }
  }

  @Test
  void refusedNewPasswordIsRecordedAsANo() throws IOException {
    try (TestDirectory directory =
            TestDirectory.builder().tls().user("alice", "wonderland").start();
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.url(directory.ldapsUrl())
                            .trustedCertificates(directory.certificates().trustStore()),
                        UserLookup.search("dc=example,dc=com", "(uid={username})"))
                    .build())) {
      List<RecordedEvent> events =
          record(
              () -> {
                authenticator.changePassword("alice", "wonderland", "");
                authenticator.changePassword("alice", "bogus", "looking-glass");
                authenticator.changePassword("alice", "wonderland", "looking-glass");
              });

      assertThat(ofType(SIGN_IN, events))
          .extracting(
              event -> event.getString("kind"),
              event -> event.getString("outcome"),
              event -> event.getString("reason"))
          .containsExactly(
              tuple("CHANGE_PASSWORD", "NO", "AGAINST_POLICY"),
              tuple("CHANGE_PASSWORD", "NO", "INVALID_CREDENTIALS"),
              tuple("CHANGE_PASSWORD", "YES", ""));
    }
  }

  @Test
  void disabledEventIsNotRecorded() throws IOException {
    try (TestDirectory directory = Directories.people().start()) {
      List<RecordedEvent> events = record(() -> signIn(directory), REQUEST);

      assertThat(events).hasSameSizeAs(ofType(SIGN_IN, events)).hasSize(3);
    }
  }

  @Test
  void signInWorksInAJavaWithoutFlightRecorder() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--limit-modules",
                "java.se",
                "-cp",
                Stream.of(
                        WithoutFlightRecorder.class,
                        LdapAuthenticator.class,
                        TestDirectory.class,
                        LDAPConnection.class,
                        Logger.class)
                    .map(FlightRecorderTest::place)
                    .collect(joining(File.pathSeparator)),
                WithoutFlightRecorder.class.getName())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .endsWith("flight recorder: false, alice: true");
    assertThat(process.waitFor()).isZero();
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The program of that Java. */
  static final class WithoutFlightRecorder {

    private WithoutFlightRecorder() {}

    public static void main(String... arguments) {
      boolean hasRecorder = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
      try (TestDirectory directory = Directories.people().start();
          var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
        boolean isIn = authenticator.authenticate("alice", "wonderland").user().isPresent();
        System.out.print("flight recorder: " + hasRecorder + ", alice: " + isIn);
      }
    }
  }
}
