// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.UntriedPresets;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.MemberDnGroupType;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A check of the builders, the keys of text settings and their description against one table. */
class SettingsTest {

  private static final Path TABLE = Path.of("src/test/resources/settings.csv");
  private static final Pattern ROW = Pattern.compile("\"(.+)\",\"?([^\"]+)\"?");
  private static final Pattern KEY = Pattern.compile("#?ldap\\.(\\S+) = .*");
  private static final String CODE_ONLY = "code only: ";

  private record Row(String method, String key) {}

  private static List<Row> table() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .skip(1)
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(row -> new Row(row.group(1), row.group(2)))
        .toList();
  }

  /** The types with settings, and all types with methods that return one. */
  private static Set<Class<?>> builders() {
    return Stream.of(
            Stream.of(
                LdapServer.class,
                UserLookup.class,
                GroupLookup.class,
                GroupType.class,
                MemberDnGroupType.class,
                LdapAuthConfig.class,
                LdapAuthConfigBuilder.class,
                UntriedPresets.class),
            Arrays.stream(UserLookup.class.getPermittedSubclasses()),
            Arrays.stream(GroupLookup.class.getPermittedSubclasses()))
        .flatMap(types -> types)
        .collect(Collectors.toSet());
  }

  private static Stream<String> builderMethods() {
    Set<Class<?>> builders = builders();
    return builders.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> Modifier.isPublic(method.getDeclaringClass().getModifiers()))
        .filter(method -> builders.contains(method.getReturnType()))
        .filter(method -> !method.getName().equals("build"))
        .map(SettingsTest::describe);
  }

  private static String describe(Method method) {
    String parameters =
        Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
    String type = method.getDeclaringClass().getCanonicalName().replaceAll("^[a-z.]+", "");
    return type
        + "."
        + method.getName()
        + (method.isVarArgs() ? parameters.replace("[])", "...)") : parameters);
  }

  @Test
  void everyBuilderMethodHasAKeyOrAReasonForNone() throws IOException {
    Set<String> inTable = table().stream().map(Row::method).collect(Collectors.toSet());

    assertThat(inTable).containsExactlyInAnyOrderElementsOf(builderMethods().toList());
  }

  @Test
  void everyKeyIsDocumentedAndHasABuilderMethod() throws IOException {
    Set<String> inTable =
        table().stream()
            .map(Row::key)
            .filter(key -> !key.startsWith(CODE_ONLY))
            .collect(Collectors.toSet());
    Set<String> documented =
        SettingKeysTest.example().stream()
            .map(KEY::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(1).replaceAll("\\.\\d", ""))
            .collect(Collectors.toSet());

    assertThat(documented).isNotEmpty().isEqualTo(inTable);
  }
}
