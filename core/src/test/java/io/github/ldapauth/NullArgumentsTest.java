// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Nothing.nothing;
import static io.github.ldapauth.group.GroupQuery.allOf;
import static io.github.ldapauth.group.GroupQuery.anyOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Nothing;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupSearchLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.role.RoleMapping;
import io.github.ldapauth.role.RoleMappingBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments that are null, although they must not be: the exception names each. */
class NullArgumentsTest {

  private static final LdapServer SERVER = LdapServer.ldaps("ldap.example.com");
  private static final UserSearchLookup BY_UID = UserLookup.search(PEOPLE, "(uid={username})");
  private static final GroupSearchLookup LOOKUP =
      GroupLookup.search(GROUPS, GroupType.groupOfNames());
  private static final Map<String, String> NO_TEXTS = nothing();
  private static final Properties NO_PROPERTIES = nothing();

  static Stream<Arguments> nulls() {
    return Stream.of(
        arguments("server", (Runnable) () -> LdapAuthConfig.builder(nothing(), BY_UID)),
        arguments("users", (Runnable) () -> LdapAuthConfig.builder(SERVER, nothing())),
        arguments("named", config(c -> c.server("oslo", nothing()))),
        arguments("names", config(c -> c.attributes(Nothing.<String[]>nothing()))),
        arguments("groups", config(c -> c.groups(nothing()))),
        arguments("require query", config(c -> c.require(nothing()))),
        arguments("deny query", config(c -> c.deny(nothing()))),
        arguments("choice", config(c -> c.chooseServer(nothing()))),
        arguments("cache", config(c -> c.cache(nothing(), Duration.ofHours(1)))),
        arguments("timeToLive", config(c -> c.cache(Nothing.<Duration>nothing()))),
        arguments("limit", config(c -> c.timeLimit(nothing()))),
        arguments("time", config(c -> c.minRejectionTime(nothing()))),
        arguments("scope", (Runnable) () -> BY_UID.scope(nothing())),
        arguments("other", (Runnable) () -> BY_UID.or(nothing())),
        arguments("search", (Runnable) () -> UserLookup.bindName("{username}@x", nothing())),
        arguments("type", (Runnable) () -> GroupLookup.search(GROUPS, nothing())),
        arguments("scope", (Runnable) () -> LOOKUP.scope(nothing())),
        arguments("not query", (Runnable) () -> not(nothing())),
        arguments("allOf query", (Runnable) () -> allOf(memberOf(GROUPS), nothing())),
        arguments("anyOf query", (Runnable) () -> anyOf(memberOf(GROUPS), nothing())),
        arguments("anyOf queries", (Runnable) () -> anyOf(Nothing.<GroupQuery[]>nothing())),
        arguments("other", (Runnable) () -> memberOf(GROUPS).and(nothing())),
        arguments("other", (Runnable) () -> memberOf(GROUPS).or(nothing())),
        arguments("text", (Runnable) () -> GroupQuery.parse(nothing())),
        arguments("conversion", (Runnable) () -> AttributeReader.TEXT.map(nothing())),
        arguments("config", (Runnable) () -> LdapAuthenticator.create(nothing())),
        arguments("store", users(b -> LdapAuthenticator.builder(nobody(), nothing()))),
        arguments("attribute reader", users(b -> b.attribute("sn", nothing(), (a, t) -> {}))),
        arguments("attribute setter", users(b -> b.attribute("sn", nothing()))),
        arguments("flag query", users(b -> b.flag(nothing(), Account::setStaff))),
        arguments("flag setter", users(b -> b.flag(memberOf(GROUPS), nothing()))),
        arguments("guard", users(b -> b.guard(nothing()))),
        arguments("onPopulate listener", users(b -> b.onPopulate(nothing()))),
        arguments("onOutcome listener", users(b -> b.onOutcome(nothing()))),
        arguments("updateFields policy", users(b -> b.updateFields(nothing()))),
        arguments("updateRights policy", users(b -> b.updateRights(nothing()))),
        arguments("toDirectory", users(b -> b.translateUsernames(n -> n, nothing()))),
        arguments(
            "mirrorGroups mirror",
            users(b -> b.mirrorGroups(nothing(), Account::groups, Account::setGroups))),
        arguments(
            "mirrorGroups current",
            users(b -> b.mirrorGroups(GroupMirror.all(), nothing(), Account::setGroups))),
        arguments(
            "mirrorGroups setter",
            users(b -> b.mirrorGroups(GroupMirror.all(), Account::groups, nothing()))),
        arguments("namesByDn", (Runnable) () -> GroupMirror.byDn(nothing())),
        arguments("names", (Runnable) () -> GroupMirror.only(Nothing.<String[]>nothing())),
        arguments("names", (Runnable) () -> GroupMirror.allExcept(Nothing.<String[]>nothing())),
        arguments("toApplication", users(b -> b.translateUsernames(nothing(), n -> n))),
        arguments(
            "authenticator",
            (Runnable) () -> SignInChain.<Account>builder().directory("one", nothing())),
        arguments(
            "method", (Runnable) () -> SignInChain.<Account>builder().method("one", nothing())),
        arguments(
            "name",
            (Runnable)
                () -> SignInChain.<Account>builder().method(nothing(), (name, p) -> nothing())),
        arguments("account", (Runnable) () -> new SignInMethod.Answer.Yes<>(nothing())),
        arguments("detail", (Runnable) () -> new SignInMethod.Answer.No<>(nothing())),
        arguments("config", (Runnable) () -> RoleMapping.<String>builder(nothing())),
        arguments("role query", roles(b -> b.role(nothing(), "x"))),
        arguments("role", roles(b -> b.role(memberOf(GROUPS), nothing()))),
        arguments("names", roles(b -> b.groupNames(GROUPS, nothing(), Set::of))),
        arguments("names", roles(b -> b.groupNames(GROUPS, setOfNull(), Set::of))),
        arguments("roles", roles(b -> b.groupNames(GROUPS, Set.of("x"), nothing()))),
        arguments("prefix", roles(b -> b.groupNamePrefix(GROUPS, nothing(), Set::of))),
        arguments("roles", roles(b -> b.groupNamePrefix(GROUPS, "x", nothing()))),
        arguments("settings", (Runnable) () -> LdapAuthProperties.read(NO_TEXTS, "ldap.")),
        arguments("settings", (Runnable) () -> LdapAuthProperties.read(NO_PROPERTIES, "ldap.")),
        arguments("prefix", (Runnable) () -> LdapAuthProperties.read(Map.of(), nothing())),
        arguments(
            "key of settings", (Runnable) () -> LdapAuthProperties.read(mapOfNull(), "ldap.")));
  }

  private static Set<String> setOfNull() {
    return Collections.singleton(nothing());
  }

  private static Map<String, String> mapOfNull() {
    return Collections.singletonMap(nothing(), "x");
  }

  private static Runnable roles(Consumer<RoleMappingBuilder<String>> change) {
    return () -> change.accept(RoleMapping.builder(nobody()));
  }

  private static Runnable config(Consumer<LdapAuthConfigBuilder> change) {
    return () -> change.accept(LdapAuthConfig.builder(SERVER, BY_UID));
  }

  private static LdapAuthConfig nobody() {
    return LdapAuthConfig.builder(SERVER, BY_UID).build();
  }

  private static Runnable users(Consumer<LdapAuthenticatorBuilder<Account>> change) {
    return () -> change.accept(LdapAuthenticator.builder(nobody(), new AccountStore()));
  }

  @ParameterizedTest
  @MethodSource("nulls")
  void nullArgumentIsNamedAtOnce(String name, Runnable call) {
    assertThatNullPointerException().isThrownBy(call::run).withMessage(name);
  }
}
