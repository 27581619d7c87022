// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.gate;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A check of the public surface of core against the file in which reviewers see it change. */
class PublicApiTest {

  private static final Path WRITTEN = Path.of("src/test/resources/public-api.txt");
  private static final Path ACTUAL = Path.of("target/public-api.txt");
  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
  private static final Set<String> OF_EVERY_ENUM = Set.of("values", "valueOf");

  @Test
  void thePublicSurfaceIsTheWrittenOne() throws IOException {
    List<String> surface = surface();
    Files.write(ACTUAL, surface);

    assertThat(surface)
        .describedAs(
            "The public surface has changed. If it should: say so in CHANGELOG.md, and"
                + " cp core/target/public-api.txt core/src/test/resources/public-api.txt")
        .containsExactlyElementsOf(Files.readAllLines(WRITTEN));
  }

  @Test
  void noTypeOfTheSdkIsPublic() {
    assertThat(surface()).isNotEmpty().noneMatch(line -> line.contains("com.unboundid"));
  }

  private static List<String> surface() {
    return CoreClasses.ALL.stream()
        .map(JavaClass::reflect)
        .filter(PublicApiTest::isPublic)
        .sorted(Comparator.comparing(Class::getName))
        .flatMap(PublicApiTest::describe)
        .toList();
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }

  private static Stream<String> describe(Class<?> type) {
    String name = type.getName().replace('$', '.');
    Stream<String> members =
        Stream.of(
                Arrays.stream(type.getDeclaredConstructors()).filter(PublicApiTest::isVisible),
                Arrays.stream(type.getDeclaredMethods()).filter(PublicApiTest::isVisible),
                Arrays.stream(type.getDeclaredFields()).filter(PublicApiTest::isVisible))
            .flatMap(all -> all)
            .map(PublicApiTest::describe)
            .sorted();
    return Stream.concat(Stream.of(header(type)), members).map(line -> name + ": " + line);
  }

  private static boolean isVisible(Member member) {
    boolean repeated =
        member instanceof Method
            && (OF_EVERY_OBJECT.contains(member.getName())
                || (member.getDeclaringClass().isEnum()
                    && OF_EVERY_ENUM.contains(member.getName())));
    return (Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers()))
        && !member.isSynthetic()
        && !repeated;
  }

  private static String header(Class<?> type) {
    Type parent = type.getGenericSuperclass();
    boolean plain = parent == null || type.isEnum() || type.isRecord() || parent == Object.class;
    return kind(type)
        + variables(type.getTypeParameters())
        + (plain ? "" : " extends " + simple(parent))
        + (type.getInterfaces().length == 0
            ? ""
            : " implements " + simple(type.getGenericInterfaces()));
  }

  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "enum";
    }
    if (type.isRecord()) {
      return "record";
    }
    boolean isFinal = Modifier.isFinal(type.getModifiers());
    boolean isAbstract = Modifier.isAbstract(type.getModifiers()) && !type.isInterface();
    return (type.isSealed() ? "sealed " : "")
        + (isFinal ? "final " : "")
        + (isAbstract ? "abstract " : "")
        + (type.isInterface() ? "interface" : "class");
  }

  private static String describe(Member member) {
    int modifiers = member.getModifiers();
    String kind =
        (Modifier.isProtected(modifiers) ? "protected " : "")
            + (Modifier.isStatic(modifiers) ? "static " : "")
            + (Modifier.isAbstract(modifiers) ? "abstract " : "");
    if (member instanceof Field field) {
      return field.isEnumConstant()
          ? field.getName()
          : kind + simple(field.getAnnotatedType()) + " " + field.getName();
    }
    Executable code = (Executable) member;
    String types =
        code.getTypeParameters().length == 0 ? "" : variables(code.getTypeParameters()) + " ";
    String name =
        code instanceof Method method
            ? simple(method.getAnnotatedReturnType()) + " " + method.getName()
            : "new";
    return kind + types + name + parameters(code);
  }

  private static String parameters(Executable code) {
    String parameters =
        Arrays.stream(code.getAnnotatedParameterTypes())
            .map(PublicApiTest::simple)
            .collect(joining(", ", "(", ")"));
    return code.isVarArgs() ? parameters.replaceFirst("\\[]\\)$", "...)") : parameters;
  }

  private static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables).map(TypeVariable::getName).collect(joining(", ", "<", ">"));
  }

  private static String simple(AnnotatedType type) {
    return (type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "") + simple(type.getType());
  }

  private static String simple(Type... types) {
    return Arrays.stream(types)
        .map(Type::getTypeName)
        .map(name -> name.replaceAll("\\b(java|io\\.github\\.ldapauth)\\.([a-z]\\w*\\.)*", ""))
        .map(name -> name.replace('$', '.'))
        .collect(joining(", "));
  }
}
