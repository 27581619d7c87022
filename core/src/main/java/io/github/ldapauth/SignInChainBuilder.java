// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Says whom a {@link SignInChain} asks, in the order of the calls. Names are for results and logs.
 * Not safe for use by several threads.
 *
 * @param <U> the application's user type
 */
public final class SignInChainBuilder<U> {

  private final List<SignInChainLink<U>> links = new ArrayList<>();

  SignInChainBuilder() {}

  /**
   * Asks a directory. If it gives no answer, the sign-in ends with the exception, and nobody behind
   * is asked.
   *
   * <p>A directory in which people are not found by {@link UserLookup#search} before they bind must
   * be the last of the chain: it answers in the same way for an unknown name and for a wrong
   * password (RFC 4513, section 5.1), so that nobody could tell whether to go on, and would get the
   * passwords of people whom the others know.
   */
  public SignInChainBuilder<U> directory(String name, LdapAuthenticator<U> authenticator) {
    return add(name, authenticator, false);
  }

  /**
   * Asks a directory that may be down: if it gives no answer to the search for the person, it is
   * passed over. The next directory may then get the password of somebody whom this one knows. When
   * no other link knows the person, the sign-in ends with the exception all the same. See {@link
   * #directory} for directories without a search.
   */
  public SignInChainBuilder<U> optionalDirectory(String name, LdapAuthenticator<U> authenticator) {
    return add(name, authenticator, true);
  }

  private SignInChainBuilder<U> add(
      String name, LdapAuthenticator<U> authenticator, boolean isOptional) {
    links.add(
        new SignInChainLink.OfDirectory<>(
            Objects.requireNonNull(name, "name"),
            Objects.requireNonNull(authenticator, "authenticator"),
            isOptional));
    return this;
  }

  /**
   * Asks a method of the application's own. Before the directories, it also helps while they are
   * down.
   */
  public SignInChainBuilder<U> method(String name, SignInMethod<U> method) {
    links.add(
        new SignInChainLink.OfMethod<>(
            Objects.requireNonNull(name, "name"), Objects.requireNonNull(method, "method")));
    return this;
  }

  /**
   * Makes the chain, which closes the authenticators when it is closed.
   *
   * @throws InvalidConfigException with all mistakes together
   */
  public SignInChain<U> build() {
    InvalidConfigException.throwIfAny(mistakes());
    return new SignInChain<>(List.copyOf(links));
  }

  private List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    if (links.isEmpty()) {
      mistakes.add("SignInChain: asks nobody");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < links.size(); i++) {
      SignInChainLink<U> link = links.get(i);
      if (link.name().isBlank()) {
        mistakes.add("SignInChain link " + (i + 1) + ": has no name");
      } else if (!names.add(link.name())) {
        mistakes.add("SignInChain \"" + link.name() + "\": is the name of two links");
      }
      if (!link.canTellWhoIsUnknown() && i < links.size() - 1) {
        mistakes.add(
            "SignInChain \""
                + link.name()
                + "\": cannot tell an unknown person from a wrong password, as it binds without a"
                + " search; it must be the last link");
      }
    }
    return mistakes;
  }
}
