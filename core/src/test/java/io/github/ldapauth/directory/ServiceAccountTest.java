// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceAccountTest {

  private final TestDirectory directory = Directories.people().start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> authenticator(Supplier<@Nullable String> password) {
    return LdapAuthenticator.create(
        Directories.config(directory).serviceAccount(SERVICE, password).build());
  }

  private static LdapDirectoryException failure(LdapAuthenticator<LdapUser> authenticator) {
    return assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND))
        .actual();
  }

  @Test
  void refusedServiceAccountFailsAndNeverRejectsTheUser() {
    try (var authenticator = authenticator(() -> "old secret")) {
      LdapDirectoryException failure = failure(authenticator);

      assertThat(failure.resultCode()).hasValue(49);
      assertThat(failure).hasMessageContaining(SERVICE).hasMessageNotContaining("old secret");
      assertThat(directory.operations().binds(ALICE)).isEmpty();
    }
  }

  @Test
  void aRefusedServiceAccountIsNotTriedAtEverySignIn() {
    try (var authenticator = authenticator(() -> "old secret")) {
      for (int i = 0; i < 5; i++) {
        failure(authenticator);
      }

      assertThat(directory.operations().binds(SERVICE)).hasSize(1);
      for (Operation opened : directory.operations().connects()) {
        directory.awaitOperation(
            done -> done.type() == Type.UNBIND && done.connection() == opened.connection());
      }
    }
  }

  @Test
  void serviceBindWithoutAnAnswerIsRetriedAtOnce() {
    try (var authenticator = authenticator(() -> "service secret")) {
      directory.faults().next(BIND).as(SERVICE).closesConnection();
      failure(authenticator);

      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(directory.operations().binds(SERVICE)).hasSize(2);
    }
  }

  @Test
  void supplierIsCalledOncePerBind() {
    AtomicReference<String> secret = new AtomicReference<>("service secret");
    try (var authenticator = authenticator(secret::get)) {
      yes(authenticator.authenticate("alice", "wonderland"));

      directory.user("svc").password("rotated");
      secret.set("rotated");
      directory.dropConnections();

      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(directory.operations().binds(SERVICE)).hasSize(2);
    }
  }

  @Test
  void aSupplierWithoutAPasswordSendsNothing() {
    for (Supplier<@Nullable String> none :
        List.<Supplier<@Nullable String>>of(() -> "", () -> null)) {
      try (var authenticator = authenticator(none)) {
        assertThat(failure(authenticator)).hasMessageContaining("no password");
      }
    }
    assertThat(directory.operations().binds()).isEmpty();
  }

  @Test
  void aSupplierThatThrowsCostsNoConnections() {
    Supplier<@Nullable String> sealed =
        () -> {
          throw new IllegalStateException("vault is sealed");
        };
    Supplier<@Nullable String> missing =
        () -> {
          throw new NoClassDefFoundError("vault");
        };
    LdapServer narrow = LdapServer.url(directory.url()).maxConnections(1);
    AtomicReference<Supplier<@Nullable String>> source = new AtomicReference<>(sealed);
    var config =
        LdapAuthConfig.builder(narrow, Directories.byUid())
            .serviceAccount(SERVICE, () -> source.get().get())
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      for (int i = 0; i < 3; i++) {
        assertThat(failure(authenticator)).hasRootCauseMessage("vault is sealed");
      }
      source.set(missing);
      assertThatExceptionOfType(NoClassDefFoundError.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"));
      source.set(() -> "service secret");
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void searchesStayTheServiceAccountsAfterEveryKindOfSignIn() {
    try (var authenticator = authenticator(() -> "service secret")) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("bob", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      directory.forgetOperations();

      assertThat(authenticator.lookup("bob")).isPresent();
      assertThat(directory.operations().binds()).isEmpty();
    }
  }

  @Test
  void refusedAnonymousSearchesFail() {
    var config =
        LdapAuthConfig.builder(LdapServer.url(directory.url()), Directories.byUid()).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining(
              ": searched anonymously, as there is no serviceAccount(...): search base=")
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.FIND_USER));
    }
  }

  @Test
  void wrongPasswordIsSentToNoNamedServer() {
    try (var oslo = Directories.people().start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(directory)
                    .server("oslo", LdapServer.url(oslo.url()))
                    .serviceAccount(SERVICE, "old secret")
                    .build())) {
      failure(authenticator);
      for (int i = 0; i < 3; i++) {
        failure(authenticator.forServer("oslo"));
        failure(authenticator);
      }
      assertThat(directory.operations().binds()).hasSize(1);
      assertThat(oslo.operations().connects()).isEmpty();
    }
  }

  @Test
  void rotatedPasswordIsSentOnceByManySignInsAtOnce() throws Exception {
    int all = 40;
    try (var authenticator = authenticator(() -> "service secret")) {
      yes(authenticator.authenticate("alice", "wonderland"));
      directory.user("svc").password("rotated");
      directory.dropConnections();
      directory.forgetOperations();

      CyclicBarrier together = new CyclicBarrier(all);
      ExecutorService threads = Executors.newFixedThreadPool(all);
      try {
        Callable<LdapDirectoryException> signIn =
            () -> {
              together.await();
              return failure(authenticator);
            };
        for (var done : threads.invokeAll(Collections.nCopies(all, signIn))) {
          assertThat(done.get().resultCode()).hasValue(49);
        }
      } finally {
        threads.shutdown();
      }
    }
    assertThat(directory.operations().binds()).hasSize(1);
  }

  @Test
  void missingPasswordFileIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("password");

    assertThat(ServiceAccount.fromFile(SERVICE, file).mistakes())
        .containsExactly(
            "serviceAccount password file \"" + file + "\": cannot be read (NoSuchFileException)");
    assertThat(ServiceAccount.fromFile(SERVICE, folder).mistakes())
        .containsExactly("serviceAccount password file \"" + folder + "\": is a directory");
  }

  @Test
  void readablePasswordFileIsAProblem(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "service secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    var config = Directories.config(directory).serviceAccount(SERVICE, file).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .isEqualTo(
              "serviceAccount password file \""
                  + file
                  + "\": every user of this machine can read it; chmod o-r");
    }
  }

  @Test
  void thePasswordIsSentAsItIs(@TempDir Path folder) throws IOException {
    String secret = "  pä ss ";
    Path file = Files.writeString(folder.resolve("password"), secret + "\n");
    directory.user("svc").password(secret);
    Map<String, String> settings =
        Map.of(
            "server.urls",
            directory.url(),
            "user-search.base",
            Directories.PEOPLE,
            "user-search.filter",
            "(uid={username})",
            "service-account.dn",
            SERVICE);
    Map<String, String> inText = new HashMap<>(settings);
    inText.put("service-account.password", secret);
    Map<String, String> inFile = new HashMap<>(settings);
    inFile.put("service-account.password-file", file.toString());

    for (LdapAuthConfigBuilder config :
        List.of(
            Directories.config(directory).serviceAccount(SERVICE, secret),
            LdapAuthProperties.read(inText, ""),
            LdapAuthProperties.read(inFile, ""))) {
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        yes(authenticator.authenticate("alice", "wonderland"));
      }
    }
  }
}
