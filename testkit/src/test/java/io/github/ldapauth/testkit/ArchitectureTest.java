// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the packages of the test kit may depend on each other, and what is public in them. */
class ArchitectureTest {

  private static final String BASE = "io.github.ldapauth.testkit";
  private static final String SERVER = BASE + ".server";
  private static final JavaClasses KIT =
      new ClassFileImporter()
          .importUrl(TestDirectory.class.getProtectionDomain().getCodeSource().getLocation());

  /** The types that cross a package line below {@code server}, and no more. */
  private static final List<String> CROSSING =
      List.of(
          "Account",
          "Answer",
          "Client",
          "EditableEntry",
          "EmulatedServer",
          "Emulation",
          "Entries",
          "ExtensibleFilters",
          "Filters",
          "Memberships",
          "NewPasswords",
          "PagedSearches",
          "PasswordScheme",
          "PolicyRules",
          "ProxiedAuthorization",
          "RequestControls",
          "RequestType",
          "SchemaViolation",
          "SearchRequests",
          "SortedSearches",
          "VirtualAttribute",
          "activedirectory.ActiveDirectoryEmulation",
          "policy.Directory389Emulation",
          "policy.FreeIpaEmulation",
          "policy.OpenDjEmulation",
          "policy.OpenLdapEmulation");

  @Test
  void packagesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("what tests use")
        .definedBy(BASE)
        .layer("OpenLDAP and 389")
        .definedBy(SERVER + ".policy")
        .layer("Active Directory")
        .definedBy(SERVER + ".activedirectory")
        .layer("any server")
        .definedBy(SERVER)
        .whereLayer("what tests use")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("OpenLDAP and 389")
        .mayOnlyBeAccessedByLayers("what tests use")
        .whereLayer("Active Directory")
        .mayOnlyBeAccessedByLayers("what tests use")
        .whereLayer("any server")
        .mayOnlyBeAccessedByLayers("what tests use", "OpenLDAP and 389", "Active Directory")
        .ensureAllClassesAreContainedInArchitecture()
        .check(KIT);
  }

  @Test
  void onlyTheNamedTypesOfTheServersArePublic() {
    assertThat(KIT.that(describe("public", type -> type.getModifiers().contains(PUBLIC))))
        .filteredOn(type -> type.getPackageName().startsWith(SERVER))
        .filteredOn(JavaClass::isTopLevelClass)
        .extracting(type -> type.getName().substring(SERVER.length() + 1))
        .containsExactlyInAnyOrderElementsOf(CROSSING);
  }

  private static final JavaModifier PUBLIC = JavaModifier.PUBLIC;

  @Test
  void publicMethodsHideServerTypes() {
    DescribedPredicate<JavaClass> ofServers =
        describe("of the servers", type -> type.getPackageName().startsWith(SERVER));
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat(
            describe(
                "tests use",
                type -> type.getPackageName().equals(BASE) && type.getModifiers().contains(PUBLIC)))
        .should()
        .notHaveRawReturnType(ofServers)
        .andShould()
        .notHaveRawParameterTypes(
            describe("with a type of the servers", types -> types.stream().anyMatch(ofServers)))
        .check(KIT);
  }

  @Test
  void noOtherModuleUsesTheServers() throws IOException {
    List<Path> users;
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      users =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.startsWith(Path.of("..", "testkit", "src")))
              .filter(file -> !file.toString().contains("target"))
              .toList();
    }
    assertThat(users)
        .hasSizeGreaterThan(100)
        .noneMatch(file -> contentOf(file.toFile()).contains("import " + SERVER));
  }

  @Test
  void onlyTheExtensionNeedsJUnit() {
    noClasses()
        .that()
        .doNotHaveSimpleName("TestDirectoryExtension")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.junit..")
        .check(KIT);
  }

  @Test
  void kitUsesOnlyJavaTheSdkAndJUnit() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            BASE + "..",
            "java..",
            "javax.crypto..",
            "javax.net..",
            "com.unboundid..",
            "org.jspecify.annotations..",
            "org.junit.jupiter.api..")
        .check(KIT);
  }
}
