// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.RootDse;
import io.github.ldapauth.entry.BindNameTemplate;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.Name;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bind by a name that is not a DN, and a search for the entry of the bound user. */
final class BindNameLookup extends UserLookup {

  /** The attribute that Active Directory matches with the name of a bind first. */
  private static final String PRINCIPAL_NAME = "userPrincipalName";

  /** The attribute that holds the user's name in Active Directory's answer to "Who am I?". */
  private static final String OWN_NAME = "msDS-PrincipalName";

  /** The SIDs of a bound user, in the root DSE: the user's own comes first. */
  private static final String OWN_IDS = "tokenGroups";

  private static final String SECURITY_ID = "objectSid";

  /** The answer to an extended request that the server does not know (RFC 4511, section 4.12). */
  private static final int PROTOCOL_ERROR = 2;

  private final ParsedSetting<BindNameTemplate> template;
  private final UserSearchLookup search;

  private BindNameLookup(ParsedSetting<BindNameTemplate> template, UserSearchLookup search) {
    this.template = template;
    this.search = search;
  }

  static BindNameLookup of(@Nullable String template, UserSearchLookup search) {
    return new BindNameLookup(
        ParsedSetting.parse("UserLookup.bindName", template, BindNameTemplate::parse),
        Objects.requireNonNull(search, "search"));
  }

  /**
   * Returns the name to bind by.
   *
   * @throws Rejection if the user name contains characters that such a name must not have
   */
  private String nameFor(String username) {
    try {
      return template.get().with(username);
    } catch (IllegalArgumentException e) {
      throw new Rejection(RejectionReason.INVALID_USERNAME, String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether every entry found has the name of the bind. */
  private boolean requiresBindName() {
    return search.requires(PRINCIPAL_NAME, template.get().toString());
  }

  /**
   * Checks that the entry found is the bound user's. Sends no request if the search required the
   * name of the bind.
   *
   * @throws Rejection if it is another user's
   */
  private void confirm(LdapEntry found, DirectorySession session) {
    if (requiresBindName()) {
      return;
    }
    String bound;
    try {
      bound = session.whoAmI();
    } catch (LdapDirectoryException e) {
      confirmById(found, session, e);
      return;
    }
    if (!isNameOf(found, bound, session)) {
      throw new Rejection(
          RejectionReason.AMBIGUOUS_USER, "bound as " + bound + ", but found " + found.dn());
    }
  }

  /** Samba does not know "Who am I?", and tells the security identifier. */
  private static void confirmById(
      LdapEntry found, DirectorySession session, LdapDirectoryException noName) {
    if (noName.resultCode().orElse(-1) != PROTOCOL_ERROR) {
      throw noName;
    }
    byte[] bound =
        session
            .read(Stage.USER_BIND, Dn.parse(""), List.of(OWN_IDS))
            .flatMap(root -> root.attributes().bytes(OWN_IDS))
            .orElseThrow(() -> noName);
    byte[] own = found.attributes().bytes(SECURITY_ID).orElse(null);
    if (!Arrays.equals(bound, own)) {
      throw new Rejection(
          RejectionReason.AMBIGUOUS_USER,
          found.dn()
              + (own == null ? " shows no " : " has another ")
              + SECURITY_ID
              + (own == null ? " to compare with that of" : " than")
              + " the user that is bound");
    }
  }

  /** Returns whether an authorization identity (RFC 4513, section 5.2.1.8) names the entry. */
  private static boolean isNameOf(LdapEntry entry, String identity, DirectorySession session) {
    if (identity.startsWith("dn:")) {
      return isDnOf(entry, identity.substring("dn:".length()), session);
    }
    return identity.startsWith("u:")
        && entry
            .attributes()
            .first(OWN_NAME)
            .filter(own -> Name.of(own).equals(Name.of(identity.substring("u:".length()))))
            .isPresent();
  }

  /** Reads the DN if it is written differently, as only the directory knows whether it is equal. */
  private static boolean isDnOf(LdapEntry entry, String text, DirectorySession session) {
    try {
      Dn bound = Dn.parse(text);
      return bound.equals(entry.dn())
          || (bound.resembles(entry.dn())
              && session
                  .read(Stage.USER_BIND, bound, LdapSearch.NO_ATTRIBUTES)
                  .filter(named -> named.dn().equals(entry.dn()))
                  .isPresent());
    } catch (IllegalArgumentException e) {
      throw new LdapDirectoryException(
          Stage.USER_BIND, "\"Who am I?\" was answered with \"" + text + "\", which is not a DN");
    }
  }

  @Override
  FoundUser find(String username, List<String> attributes, DirectorySession session) {
    return FoundUser.named(username, nameFor(username));
  }

  @Override
  Optional<LdapEntry> read(FoundUser found, List<String> attributes, DirectorySession session) {
    LdapEntry entry = search.findEntry(found.username(), attributes, session);
    if (session.isBoundAsUser()) {
      confirm(entry, session);
    }
    return Optional.of(entry);
  }

  @Override
  Optional<LdapEntry> findAgain(
      Dn dn, String username, List<String> attributes, DirectorySession session) {
    return search.findAgain(dn, username, attributes, session);
  }

  @Override
  boolean isFoundByUsername() {
    return search.isFoundByUsername();
  }

  @Override
  Optional<LdapEntry> findStill(
      LdapEntry known, List<String> attributes, DirectorySession session) {
    return search.findStill(known, attributes, session);
  }

  @Override
  List<Dn> bases() {
    return search.bases();
  }

  @Override
  String usernameAttribute() {
    return search.usernameAttribute();
  }

  @Override
  List<String> attributes() {
    return List.of(search.usernameAttribute(), OWN_NAME, SECURITY_ID);
  }

  @Override
  boolean readsAsUser() {
    return true;
  }

  @Override
  String setting() {
    return search.setting();
  }

  @Override
  List<LdapSearch> searchesFor(String username) {
    return search.searchesFor(username);
  }

  @Override
  Stream<Probe> probes() {
    return search.probes();
  }

  @Override
  Stream<Probe> serverProbes() {
    return requiresBindName()
        ? Stream.of()
        : Stream.of(
            Probe.of(
                LdapDiagnosis.Step.SERVER_KIND,
                "UserLookup.bindName",
                session -> problemOf(session.rootDse(Stage.USER_BIND))));
  }

  /** Returns why the server cannot tell which user is bound. */
  private static Optional<String> problemOf(RootDse root) {
    return root.isUnknown() || root.supportsWhoAmI() || root.kind().isActiveDirectory()
        ? Optional.empty()
        : Optional.of(
            "the server is "
                + root
                + ", and does not support \"Who am I?\" (RFC 4532); let the filter require "
                + PRINCIPAL_NAME);
  }

  @Override
  public List<String> mistakes() {
    List<String> mistakes = new ArrayList<>(template.mistake().stream().toList());
    mistakes.addAll(search.mistakes());
    return mistakes;
  }

  @Override
  public String toString() {
    return "bindName(" + template + ", " + search + ")";
  }
}
