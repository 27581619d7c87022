// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A builder of {@link SignInChain}. Links are tried in the order of the calls. Their names appear
 * in results and logs. Not safe for use by several threads.
 *
 * @param <U> the application's user type
 */
public final class SignInChainBuilder<U> {

  private final List<SignInChainLink<U>> links = new ArrayList<>();

  SignInChainBuilder() {}

  /**
   * Adds a directory. If it fails, the sign-in ends with the exception, and no later link is tried.
   *
   * <p>A directory that does not use {@link UserLookup#search} must be the last link. A bind
   * without a search has the same answer for an unknown user and a wrong password (RFC 4513,
   * section 5.1). The chain could not decide whether to try the next link. Such a directory would
   * also get the passwords of users that later links know.
   */
  public SignInChainBuilder<U> directory(String name, LdapAuthenticator<U> authenticator) {
    return add(link(name, authenticator));
  }

  /**
   * Adds a directory that may be down. If its search for the user fails, the next link is tried.
   * That directory may then get the password of a user that this one knows. If no other link knows
   * the user, the sign-in ends with the exception all the same.
   *
   * <p>After a failure that took a second or more, such as a time-out, sign-ins skip the directory
   * for five seconds without asking it. Then one of them asks again. See {@link #directory} for
   * directories without a search.
   */
  public SignInChainBuilder<U> optionalDirectory(String name, LdapAuthenticator<U> authenticator) {
    return add(new OptionalDirectory<>(link(name, authenticator), System::nanoTime));
  }

  private static <U> SignInChainLink.OfDirectory<U> link(
      String name, LdapAuthenticator<U> authenticator) {
    return new SignInChainLink.OfDirectory<>(
        Objects.requireNonNull(name, "name"),
        Objects.requireNonNull(authenticator, "authenticator"));
  }

  private SignInChainBuilder<U> add(SignInChainLink<U> link) {
    links.add(link);
    return this;
  }

  /**
   * Adds a sign-in method of the application's own. Add it before the directories, so that it also
   * works while they are down.
   */
  public SignInChainBuilder<U> method(String name, SignInMethod<U> method) {
    return add(
        new SignInChainLink.OfMethod<>(
            Objects.requireNonNull(name, "name"), Objects.requireNonNull(method, "method")));
  }

  /**
   * Returns a chain, which closes the authenticators when it is closed.
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
      mistakes.add("SignInChain: has no links; call directory(...) or method(...)");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < links.size(); i++) {
      SignInChainLink<U> link = links.get(i);
      if (link.name().isBlank()) {
        mistakes.add("SignInChain link " + (i + 1) + ": has an empty name");
      } else if (!names.add(link.name())) {
        mistakes.add("SignInChain \"" + link.name() + "\": is the name of two links");
      }
      if (!link.canTellWhoIsUnknown() && i < links.size() - 1) {
        mistakes.add(
            "SignInChain \""
                + link.name()
                + "\": binds without a search, so it cannot tell an unknown user from a wrong"
                + " password; make it the last link");
      }
    }
    return mistakes;
  }
}
