// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.regex.Pattern;

/** The contestants. The first is the reference of all others. */
enum Kind {
  HAND_WRITTEN("hand-written", "hand-written UnboundID, sequential", "unboundid-ldapsdk-"),
  HAND_WRITTEN_BESIDE(
      "hand-written-beside", "the same, groups beside the bind", "unboundid-ldapsdk-"),
  HAND_WRITTEN_STATE(
      "hand-written-state",
      "the same, sequential, with the state of the account",
      "unboundid-ldapsdk-"),
  JNDI("jndi", "JNDI, by an expert"),
  LDAPTIVE("ldaptive", "ldaptive, tuned", "ldaptive-", "netty-", "slf4j-"),
  SPRING_SECURITY(
      "spring-security",
      "Spring Security LDAP",
      "spring-",
      "micrometer-",
      "commons-logging-",
      "jspecify-",
      "slf4j-"),
  LDAPAUTH_SEARCH(
      "ldapauth-search",
      "**ldapauth, search**",
      "/core/target/",
      "ldapauth-core-",
      "unboundid-ldapsdk-",
      "slf4j-"),
  LDAPAUTH_TEMPLATE(
      "ldapauth-template",
      "**ldapauth, DN template**",
      "/core/target/",
      "ldapauth-core-",
      "unboundid-ldapsdk-",
      "slf4j-");

  private final String id;
  private final String title;
  private final String libraries;

  Kind(String id, String title, String... libraries) {
    this.id = id;
    this.title = title;
    this.libraries = String.join("|", libraries);
  }

  /** Returns the name in tables, in Markdown. */
  String title() {
    return title;
  }

  /** Returns whether the contestant needs this entry of the class path. */
  boolean uses(String classPathEntry) {
    return !libraries.isEmpty() && Pattern.compile(libraries).matcher(classPathEntry).find();
  }

  Contestant open(Target target) throws Exception {
    return switch (this) {
      case HAND_WRITTEN -> new HandWritten(target);
      case HAND_WRITTEN_BESIDE -> new HandWrittenBeside(target);
      case HAND_WRITTEN_STATE -> new HandWrittenState(target);
      case JNDI -> new Jndi(target);
      case LDAPTIVE -> new Ldaptive(target);
      case SPRING_SECURITY -> new SpringSecurity(target);
      case LDAPAUTH_SEARCH -> LdapAuth.search(target);
      case LDAPAUTH_TEMPLATE -> LdapAuth.template(target);
    };
  }

  @Override
  public String toString() {
    return id;
  }
}
