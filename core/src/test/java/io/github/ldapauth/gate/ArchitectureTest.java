// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.gate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.unboundid.ldap.sdk.PasswordProvider;
import com.unboundid.ldap.sdk.SearchResultListener;
import java.io.Serializable;
import org.junit.jupiter.api.Test;

/** How the packages of core may depend on each other and on the rest of the world. */
class ArchitectureTest {

  private static final String BASE = "io.github.ldapauth";
  private static final String DIRECTORY = BASE + ".directory";
  private static final String ENTRY = BASE + ".entry";

  /** Each may use those after it, except that the stories on top do not know each other. */
  @Test
  void packagesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("properties")
        .definedBy(BASE + ".properties")
        .layer("role")
        .definedBy(BASE + ".role")
        .layer("sign-in")
        .definedBy(BASE)
        .layer("cache")
        .definedBy(BASE + ".cache")
        .layer("group")
        .definedBy(BASE + ".group")
        .layer("directory")
        .definedBy(DIRECTORY)
        .layer("entry")
        .definedBy(ENTRY)
        .whereLayer("properties")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("role")
        .mayOnlyBeAccessedByLayers("properties")
        .whereLayer("sign-in")
        .mayOnlyBeAccessedByLayers("properties", "role")
        .whereLayer("cache")
        .mayOnlyBeAccessedByLayers("properties", "role", "sign-in")
        .whereLayer("group")
        .mayOnlyBeAccessedByLayers("properties", "role", "sign-in", "cache")
        .whereLayer("directory")
        .mayOnlyBeAccessedByLayers("properties", "role", "sign-in", "cache", "group")
        .whereLayer("entry")
        .mayOnlyBeAccessedByLayers("properties", "role", "sign-in", "cache", "group", "directory")
        .ensureAllClassesAreContainedInArchitecture()
        .check(CoreClasses.ALL);
  }

  @Test
  void onlyTwoPackagesKnowTheSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackages(DIRECTORY, ENTRY)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.unboundid..")
        .check(CoreClasses.ALL);
  }

  @Test
  void nothingButJavaAndTheThreeLibrariesIsUsed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            BASE + "..",
            "java..",
            "javax.naming..",
            "javax.net..",
            "jdk.jfr..",
            "javax.security.auth.x500..",
            "com.unboundid..",
            "org.slf4j..",
            "org.jspecify.annotations..")
        .check(CoreClasses.ALL);
  }

  /** Java may lack the module, so only classes that are then never loaded may need it. */
  @Test
  void onlyEventsOfTheFlightRecorderKnowIt() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Jfr")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jfr..")
        .check(CoreClasses.ALL);
  }

  /**
   * JNDI, and the parts of the SDK that use it or make Java objects of what entries hold. One class
   * asks DNS by JNDI, whose provider for DNS makes strings only.
   */
  @Test
  void nothingInAnEntryBecomesAJavaObject() {
    noClasses()
        .that()
        .doNotHaveSimpleName("SrvQuery")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javax.naming..",
            "com.unboundid.ldap.sdk.persist..",
            "com.unboundid.ldap.sdk.migrate..")
        .check(CoreClasses.ALL);
  }

  @Test
  void nothingButExceptionsAndEnumsIsSerializable() {
    assertThat(CoreClasses.ALL)
        .extracting(JavaClass::reflect)
        .filteredOn(type -> !Throwable.class.isAssignableFrom(type) && !type.isEnum())
        // These types of the SDK are serializable; what extends them here is never written or read.
        .filteredOn(type -> !SearchResultListener.class.isAssignableFrom(type))
        .filteredOn(type -> !PasswordProvider.class.isAssignableFrom(type))
        .isNotEmpty()
        .noneMatch(Serializable.class::isAssignableFrom);
  }

  @Test
  void nothingIsPrinted() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CoreClasses.ALL);
  }

  @Test
  void nothingStaticChanges() {
    fields().that().areStatic().should().beFinal().check(CoreClasses.ALL);
  }
}
