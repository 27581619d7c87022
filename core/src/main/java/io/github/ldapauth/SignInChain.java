// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LogText;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chain of directories and sign-in methods that are tried in order, each with its own name. Safe
 * for use by any number of threads.
 *
 * <p>The first link that knows the user answers. The next directory is tried only if the search of
 * this one finds no entry. A password is sent to at most one directory, so that other directories
 * never get it.
 *
 * <p>Each directory that is tried calls its own guards and listeners and logs its own line, as
 * without a chain.
 *
 * @param <U> the application's user type
 */
public final class SignInChain<U> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SignInChain.class);

  private final List<SignInChainLink<U>> links;
  private final RejectionDelay rejectionDelay;

  SignInChain(List<SignInChainLink<U>> links) {
    this.links = links;
    this.rejectionDelay =
        links.stream()
            .map(SignInChainLink::rejectionDelay)
            .max(Comparator.comparing(RejectionDelay::least))
            .orElseThrow();
  }

  /** Returns a builder of a chain. */
  public static <U> SignInChainBuilder<U> builder() {
    return new SignInChainBuilder<>();
  }

  /**
   * Signs a user in with the first link that knows the user.
   *
   * @param username the name that the user typed; white space around it is removed. Null, empty and
   *     {@linkplain RejectionReason#INVALID_USERNAME invalid} names are rejected before any link is
   *     tried
   * @param password the password that the user typed; see {@link LdapAuthenticator#authenticate}.
   *     Null and empty ones are rejected before any link is tried
   * @throws LdapDirectoryException if a directory gave no usable answer, unless it is optional and
   *     another link knows the user
   */
  public SignInChainResult<U> authenticate(
      @Nullable String username, @Nullable CharSequence password) {
    long start = System.nanoTime();
    SignInChainResult<U> result = askOrReject(username, password);
    if (result instanceof SignInChainResult.Rejected<U> no) {
      rejectionDelay.await(start, no.reason());
    }
    return result;
  }

  private SignInChainResult<U> askOrReject(
      @Nullable String username, @Nullable CharSequence password) {
    try (Password typed = new Password(password)) {
      String name = Credentials.username(username);
      typed.check();
      return log(username, ask(name, typed));
    } catch (Rejection no) {
      return log(
          username,
          new SignInChainResult.Rejected<>(
              Optional.empty(), no.reason(), no.detail(), AccountStatus.UNKNOWN));
    }
  }

  private SignInChainResult<U> ask(String username, Password password) {
    LdapDirectoryException failure = null;
    for (SignInChainLink<U> link : links) {
      LdapDirectoryException skipped = link.failureDuringPause();
      if (skipped != null) {
        LOG.info(
            "sign-in of \"{}\": {} failed before, trying next link",
            LogText.of(username),
            link.name());
      } else {
        try {
          Optional<SignInChainResult<U>> answer = link.authenticate(username, password);
          if (answer.isPresent()) {
            return answer.get();
          }
        } catch (LdapDirectoryException e) {
          skipped = skip(link, username, password, e);
        }
      }
      failure = failure == null ? skipped : failure;
    }
    // A directory that failed may have had this user, so report its failure.
    if (failure != null) {
      throw failure;
    }
    throw new Rejection(RejectionReason.USER_NOT_FOUND, "no link knows the user");
  }

  /** Returns the failure if the next link is to be tried, and throws it if not. */
  private static LdapDirectoryException skip(
      SignInChainLink<?> link, String username, Password password, LdapDirectoryException e) {
    boolean goesOn = link.isSkippedAfter(e, password);
    LOG.warn(
        "sign-in of \"{}\": {} failed{}",
        LogText.of(username),
        link.name(),
        goesOn ? ", trying next link" : "");
    if (!goesOn) {
      throw e;
    }
    return e;
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

  /**
   * Returns the health of each directory by the name of its link, in order; see {@link
   * LdapAuthenticator#health}.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public Map<String, Health> health() {
    Map<String, Health> health = new LinkedHashMap<>();
    links.forEach(link -> link.health().ifPresent(known -> health.put(link.name(), known)));
    return Collections.unmodifiableMap(health);
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
