// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.gate;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A type is public for applications, or is listed here as public for other packages of core. */
class PublicTypesTest {

  /** Applications do not need these, and they may change in any release. */
  private static final Set<String> FOR_CORE_ONLY =
      Set.of(
          "AccountReader",
          "AddressProbe",
          "BindNameTemplate",
          "Directory",
          "DirectoryKind",
          "DirectorySession",
          "DnTemplate",
          "FilterReader",
          "FilterTemplate",
          "Fingerprint",
          "JfrRecorder",
          "LdapSearch",
          "LockoutPolicy",
          "LogText",
          "LookupMemory",
          "Name",
          "ParsedSetting",
          "PasswordChange",
          "PasswordChangeAnswer",
          "PasswordCheck",
          "RootDse",
          "ServerTls",
          "ServiceAccount");

  private static final Pattern CODE = Pattern.compile("(?s)```java\n.*?```|`[^`\n]+`");
  private static final Pattern TYPE = Pattern.compile("(?<![\\w.])[A-Z]\\w+");

  private static Stream<JavaClass> publicTypes() {
    return CoreClasses.ALL.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC));
  }

  @Test
  void everyPublicTypeIsInAGuideOrReturnedByOneThatIs() throws IOException {
    Set<String> named = typesInGuides();
    Set<String> reachable = new TreeSet<>(named);
    publicTypes()
        .filter(type -> named.contains(type.getSimpleName()))
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
        .forEach(method -> reachable.add(method.getRawReturnType().getSimpleName()));

    assertThat(publicTypes().map(JavaClass::getSimpleName))
        .filteredOn(type -> !FOR_CORE_ONLY.contains(type))
        .isSubsetOf(reachable);
  }

  @Test
  void typesForCoreOnlyAreUsedInAnotherPackage() {
    assertThat(publicTypes().filter(PublicTypesTest::isUsedElsewhere))
        .extracting(JavaClass::getSimpleName)
        .containsAll(FOR_CORE_ONLY);
  }

  private static boolean isUsedElsewhere(JavaClass type) {
    return type.getDirectDependenciesToSelf().stream()
        .anyMatch(use -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
  }

  private static Set<String> typesInGuides() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(Path.of("../README.md")));
    try (Stream<Path> guides = Files.list(Path.of("docs"))) {
      documents.addAll(guides.filter(file -> file.toString().endsWith(".md")).collect(toSet()));
    }
    Set<String> types = new TreeSet<>();
    for (Path document : documents) {
      CODE.matcher(Files.readString(document))
          .results()
          .flatMap(code -> TYPE.matcher(code.group()).results())
          .forEach(type -> types.add(type.group()));
    }
    return types;
  }
}
