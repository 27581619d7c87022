// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LogText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs people in against several directories, tried in order, each with its own configuration and
 * name. Safe for use by any number of threads.
 *
 * <p>Whoever knows the person answers, and nobody behind is asked: only where the search of a
 * directory finds nobody, the next one is tried. A password is sent to one directory at most, so
 * that a wrong one never wanders on to directories which it is none of the business of.
 *
 * <p>Each directory that is asked asks its own guards, tells its own listeners and writes its own
 * line in the log, as it does outside of a chain.
 *
 * @param <U> the application's user type
 */
public final class SignInChain<U> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SignInChain.class);

  private final List<SignInChainLink<U>> links;

  SignInChain(List<SignInChainLink<U>> links) {
    this.links = links;
  }

  /** Begins a chain. */
  public static <U> SignInChainBuilder<U> builder() {
    return new SignInChainBuilder<>();
  }

  /**
   * Signs a person in with the first link that knows them.
   *
   * @param username what the person typed; white space around it is dropped. Null, empty and odd
   *     names are rejected before any link is asked
   * @param password what the user typed; see {@link LdapAuthenticator#authenticate}. Null and empty
   *     ones are rejected before any link is asked
   * @throws LdapDirectoryException if a directory gave no usable answer, unless it is optional and
   *     another link knows the person
   */
  public SignInChainResult<U> authenticate(
      @Nullable String username, @Nullable CharSequence password) {
    try (Password typed = new Password(password)) {
      String name = Credentials.username(username);
      typed.check();
      return log(username, ask(name, typed));
    } catch (Rejection no) {
      return log(
          username, new SignInChainResult.Rejected<>(Optional.empty(), no.reason(), no.detail()));
    }
  }

  private SignInChainResult<U> ask(String username, Password password) {
    LdapDirectoryException failure = null;
    for (SignInChainLink<U> link : links) {
      try {
        Optional<SignInChainResult<U>> answer = link.authenticate(username, password);
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (LdapDirectoryException e) {
        boolean goesOn = link.isOptional() && isSilence(e, password);
        LOG.warn(
            "sign-in of \"{}\": no answer from {}{}",
            LogText.of(username),
            link.name(),
            goesOn ? ", which is passed over" : "");
        if (!goesOn) {
          throw e;
        }
        failure = failure == null ? e : failure;
      }
    }
    // A directory that failed may have had this user, so report its failure.
    if (failure != null) {
      throw failure;
    }
    throw new Rejection(RejectionReason.USER_NOT_FOUND, "nobody knows the person");
  }

  /**
   * Returns whether a directory did not answer, and has not got the password. A guard's exception
   * is none of its doing, nor is a lack of free connections here, which would send passwords on.
   */
  private static boolean isSilence(LdapDirectoryException e, Password password) {
    return password.isFailure(e)
        && !password.isSent()
        && e.stage() != Stage.WAIT
        && !Thread.currentThread().isInterrupted();
  }

  private static <U> SignInChainResult<U> log(
      @Nullable String username, SignInChainResult<U> result) {
    String what =
        result instanceof SignInChainResult.Rejected<U> no
            ? "no, " + no.reason() + no.answeredBy().map(name -> ", from " + name).orElse("")
            : "yes, from " + ((SignInChainResult.Authenticated<U>) result).answeredBy();
    LOG.info("sign-in of \"{}\": {}", LogText.of(username), what);
    return result;
  }

  /** Closes all directories of the chain, as {@link LdapAuthenticator#close} does. */
  @Override
  public void close() {
    links.forEach(SignInChainLink::close);
  }

  /** Returns the names of the links, in their order. */
  @Override
  public String toString() {
    return links.stream()
        .map(SignInChainLink::name)
        .collect(Collectors.joining(", ", "SignInChain[", "]"));
  }
}
