// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Directories check entries against the schema of their kind, and that of the test. */
class SchemaTest {

  private static TestDirectoryBuilder checked(ServerKind kind) {
    return TestDirectory.builder().like(kind).schemaChecked();
  }

  @ParameterizedTest
  @EnumSource
  void describedUsersAndGroupsConformToTheSchema(ServerKind kind) {
    try (TestDirectory directory =
        checked(kind)
            .user("alice", user -> user.password("wonderland").attribute("mail", "a@example.com"))
            .group("staff", "alice")
            .group("outer", "staff")
            .start()) {
      assertThat(directory.user("alice").attribute("title", "Dr").values("title"))
          .containsExactly("Dr");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> directory.user("alice").attribute("favouriteColour", "red"))
          .withMessageContaining("favouriteColour");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "OPEN_LDAP", "DIRECTORY_389"})
  void posixGroupConformsToTheSchema(ServerKind kind) {
    try (TestDirectory directory =
        checked(kind).group("staff", group -> group.posix(7).members("alice")).start()) {
      assertThat(directory.group("staff").values("memberUid")).containsExactly("alice");
    }
  }

  @Test
  void entriesOfSlapcatConformToTheSchema() {
    try (TestDirectory directory =
        checked(ServerKind.OPEN_LDAP)
            .ldif(
                """
                dn: dc=example,dc=com
                objectClass: top
                objectClass: dcObject
                objectClass: organization
                o: example
                dc: example
                structuralObjectClass: organization
                entryUUID: 550fdb2c-7fc3-1041-8c39-371589be74a7
                creatorsName: cn=admin,dc=example,dc=com
                createTimestamp: 20261128220348Z
                entryCSN: 20261128220348.364539Z#000000#000#000000
                modifiersName: cn=admin,dc=example,dc=com
                modifyTimestamp: 20261128220348Z
                contextCSN: 20261128220348.364539Z#000000#000#000000
                """)
            .user("alice", "wonderland")
            .start()) {
      assertThat(directory.dn("alice")).isNotEmpty();
    }
  }

  @Test
  void schemaFileDefinesAttributesAndClasses(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("colours.ldif"),
            """
            dn: cn=colours,cn=schema,cn=config
            objectClass: olcSchemaConfig
            cn: colours
            olcAttributeTypes: {0}( 1.2.3.1 NAME 'favouriteNumber' EQUALITY integerMatch
              ORDERING integerOrderingMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 )
            olcObjectClasses: {0}( 1.2.3.2 NAME 'colourful' SUP top AUXILIARY MAY favouriteNumber )
            """);
    try (TestDirectory directory =
            checked(ServerKind.OPEN_LDAP)
                .schemaFile(file)
                .user(
                    "alice",
                    user -> user.objectClass("colourful").attribute("favouriteNumber", "10"))
                .start();
        LDAPConnection connection = new LDAPConnection("127.0.0.1", directory.port())) {
      assertThat(
              connection
                  .searchForEntry(
                      directory.dn("alice"),
                      com.unboundid.ldap.sdk.SearchScope.BASE,
                      "(favouriteNumber>=9)")
                  .getDN())
          .isEqualTo(directory.dn("alice"));
    }
  }

  @Test
  void schemaFileThatDoesNotParseIsNamed(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("broken.ldif"), "dn: cn=schema\nattributeTypes: ( no end\n");
    assertThatIllegalArgumentException()
        .isThrownBy(TestDirectory.builder().schemaFile(file)::start)
        .withMessageContaining("no end");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestDirectory.builder().schemaFile(folder.resolve("none.ldif")))
        .withMessageContaining("none.ldif");
  }
}
