// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.Accounts.Outcome;
import io.github.ldapauth.Accounts.Purpose;
import io.github.ldapauth.People.Person;
import io.github.ldapauth.SignInEvent.Attempt;
import io.github.ldapauth.SignInEvent.Failed;
import io.github.ldapauth.SignInEvent.Succeeded;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes attempts to sign somebody in, or to populate a user, and tells the listeners of each. */
final class Attempts<U> {

  private static final Logger LOG = LoggerFactory.getLogger(LdapAuthenticator.class);

  private final Accounts<U> accounts;
  private final List<SignInListener> listeners;

  Attempts(Accounts<U> accounts, List<SignInListener> listeners) {
    this.accounts = accounts;
    this.listeners = listeners;
  }

  @FunctionalInterface
  interface Success<U, R> {
    R of(Person person, Outcome<U> outcome);
  }

  /**
   * Makes an attempt.
   *
   * @param find finds the person, or throws a {@link Rejection}
   * @param success makes the answer if that worked
   * @param rejected makes the answer if it is no
   */
  <R> R make(
      Purpose purpose,
      @Nullable String username,
      Supplier<Person> find,
      Success<U, R> success,
      Function<Rejection, R> rejected) {
    long start = System.nanoTime();
    Supplier<Attempt> attempt =
        () ->
            new Attempt(
                purpose.kind(),
                username == null ? "" : username,
                Duration.ofNanos(System.nanoTime() - start));
    Person person;
    Outcome<U> outcome;
    try {
      person = find.get();
      outcome = accounts.accountOf(person.user(), purpose);
    } catch (Rejection no) {
      tell(new SignInEvent.Rejected(attempt.get(), no.reason(), no.detail()));
      return rejected.apply(no);
    } catch (Throwable e) { // the application's own code may throw anything
      tell(new Failed(attempt.get(), e));
      throw e;
    }
    tell(
        new Succeeded(
            attempt.get(), person.user(), outcome.created(), outcome.missing(), person.warning()));
    return success.of(person, outcome);
  }

  private void tell(SignInEvent event) {
    for (SignInListener listener : listeners) {
      try {
        listener.onOutcome(event);
      } catch (RuntimeException e) {
        LOG.warn("a listener could not be told about a sign-in", e);
      }
    }
  }
}
