// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.DnTemplate;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bind as the DN that a template makes from the user name. */
final class DnTemplateLookup extends UserLookup {

  private final ParsedSetting<DnTemplate> template;

  private DnTemplateLookup(ParsedSetting<DnTemplate> template) {
    this.template = template;
  }

  static DnTemplateLookup of(@Nullable String template) {
    return new DnTemplateLookup(
        ParsedSetting.parse("UserLookup.dnTemplate", template, DnTemplate::parse));
  }

  @Override
  FoundUser find(String username, List<String> attributes, DirectorySession session) {
    return FoundUser.at(username, template.get().with(username));
  }

  @Override
  Optional<LdapEntry> read(FoundUser found, List<String> attributes, DirectorySession session) {
    return session.read(Stage.READ_USER, Objects.requireNonNull(found.dn()), attributes);
  }

  @Override
  Optional<LdapEntry> findAgain(
      Dn dn, String username, List<String> attributes, DirectorySession session) {
    return Optional.empty();
  }

  /** The template makes no other DN for the user, so a moved entry cannot sign in. */
  @Override
  Optional<LdapEntry> findStill(
      LdapEntry known, List<String> attributes, DirectorySession session) {
    return session
        .read(Stage.READ_USER, known.dn(), attributes)
        .filter(there -> !there.hasOtherIdThan(known));
  }

  @Override
  List<Dn> bases() {
    Dn user = template.get().with("user");
    return List.of(user.parent().orElse(user));
  }

  @Override
  boolean searches() {
    return false;
  }

  @Override
  String usernameAttribute() {
    return template.get().attribute();
  }

  @Override
  String setting() {
    return "UserLookup.dnTemplate";
  }

  /** Searches for any user. An account that sees none cannot read an entry after a bind either. */
  @Override
  Stream<Probe> probes() {
    return Stream.of(
        Probe.of(
            Step.USER_BASE,
            "UserLookup.dnTemplate \"" + template + "\"",
            session -> {
              LdapSearch anyUser =
                  new LdapSearch(
                      template.get().base(),
                      SearchScope.SUBTREE,
                      LdapFilter.present(usernameAttribute()),
                      LdapSearch.NO_ATTRIBUTES,
                      1);
              LdapSearch.Result result = session.find(Stage.READ_USER, anyUser);
              return result.entries().isEmpty()
                  ? Optional.of(
                      "no user is visible below "
                          + anyUser.base()
                          + "; set serviceAccount(...), or readAsUser() if users may read their own"
                          + " entries")
                  : Optional.empty();
            }));
  }

  @Override
  public List<String> mistakes() {
    return template.mistake().stream().toList();
  }

  @Override
  public String toString() {
    return "dnTemplate(" + template + ")";
  }
}
