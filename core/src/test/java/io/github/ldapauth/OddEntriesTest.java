// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.listener.CannedResponseRequestHandler;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Entries that are not users, or that contain more than they show. */
class OddEntriesTest {

  private static final AtomicBoolean LOADED = new AtomicBoolean();

  /** Records that it was deserialized. */
  private static final class Trap implements Serializable {

    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      LOADED.set(true);
    }
  }

  /** Starts a server that answers every search with this entry, and every bind with success. */
  private static LDAPListener answering(Entry entry) throws IOException {
    var answers =
        new CannedResponseRequestHandler(
            ResultCode.SUCCESS, null, null, List.of(), List.of(entry), List.of());
    LDAPListenerConfig config = new LDAPListenerConfig(0, answers);
    config.setListenAddress(InetAddress.getLoopbackAddress());
    LDAPListener server = new LDAPListener(config);
    server.startListening();
    return server;
  }

  @Test
  void rootDseIsNoUserAlthoughItsEmptyDnCanBind() throws Exception {
    LDAPListener server = answering(new Entry("", new Attribute("uid", "alice")));
    try (var authenticator = authenticator(server)) {
      no(authenticator.authenticate("alice", "any password"), RejectionReason.USER_NOT_FOUND);
      assertThat(authenticator.lookup("alice")).isEmpty();
    } finally {
      server.shutDown(true);
    }
  }

  private static LdapAuthenticator<LdapUser> authenticator(LDAPListener server) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(
                LdapServer.url("ldap://127.0.0.1:" + server.getListenPort()), Directories.byUid())
            .build());
  }

  @Test
  void stableIdIsReadFromAnyAttributeThatHoldsOne() throws Exception {
    Entry entry = new Entry(ALICE, new Attribute("nsUniqueId", "0F3D2A01-AABB"));
    entry.addAttribute("objectGUID", "too short");
    LDAPListener server = answering(entry);
    try (var authenticator = authenticator(server)) {
      assertThat(authenticator.lookup("alice").orElseThrow().stableId()).contains("0f3d2a01-aabb");
    } finally {
      server.shutDown(true);
    }
  }

  @Test
  void javaObjectsInAnEntryStayBytes() throws IOException {
    ByteArrayOutputStream trap = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(trap)) {
      out.writeObject(new Trap());
    }
    try (TestDirectory directory =
            Directories.people()
                .user(
                    "mallory",
                    user ->
                        user.password("trap")
                            .objectClass("javaSerializedObject", "javaNamingReference")
                            .attribute("javaClassName", Trap.class.getName())
                            .attribute("javaSerializedData", trap.toByteArray())
                            .attribute("javaCodebase", "http://192.0.2.1/")
                            .attribute("javaFactory", Trap.class.getName())
                            .attribute("javaReferenceAddress", "#0#ref#ldap://192.0.2.1/"))
                .start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(directory, UserLookup.search(PEOPLE, "(uid={username})"))
                    .build())) {
      LdapUser mallory = yes(authenticator.authenticate("mallory", "trap")).ldapUser();

      assertThat(mallory.attributes().bytes("javaSerializedData")).contains(trap.toByteArray());
      assertThat(LOADED).isFalse();
    }
  }

  private static TestDirectory withPhotoOfMebibytes(int size) {
    return Directories.people()
        .user("mallory", user -> user.password("huge").attribute("jpegPhoto", new byte[size << 20]))
        .start();
  }

  @Test
  void largePhotoRejectsNoUser() {
    try (TestDirectory directory = withPhotoOfMebibytes(5);
        var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      no(authenticator.authenticate("mallory", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      yes(authenticator.authenticate("mallory", "huge"));
    }
  }

  @Test
  void oversizedEntryIsNamedAndClosesNoOtherConnection() {
    try (TestDirectory directory = withPhotoOfMebibytes(16);
        var authenticator = LdapAuthenticator.create(Directories.config(directory).build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      directory.forgetOperations();
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("mallory", "a guess"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.FIND_USER))
          .withMessageContaining("attributes(...)")
          .withMessageContaining("16 MiB");
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(directory.operations().binds(Directories.SERVICE).count()).isEqualTo(1);
    }
    try (TestDirectory directory = withPhotoOfMebibytes(16);
        var authenticator =
            LdapAuthenticator.create(Directories.config(directory).attributes("cn").build())) {
      yes(authenticator.authenticate("mallory", "huge"));
    }
  }
}
