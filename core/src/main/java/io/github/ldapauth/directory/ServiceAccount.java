// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says as whom searches are made. */
public final class ServiceAccount {

  private final @Nullable ParsedSetting<Dn> dn;
  private final Supplier<String> password;
  private final List<String> mistakes;

  private ServiceAccount(
      @Nullable ParsedSetting<Dn> dn, Supplier<String> password, List<String> mistakes) {
    this.dn = dn;
    this.password = password;
    this.mistakes = mistakes;
  }

  /** Searches without a bind, as nobody in particular. */
  public static ServiceAccount anonymous() {
    return new ServiceAccount(null, () -> "", List.of());
  }

  /** Searches as the given entry, whose password stays the same. */
  public static ServiceAccount of(@Nullable String dn, @Nullable String password) {
    String wrong = password == null ? "is missing" : password.isEmpty() ? "is empty" : "";
    return of(dn, () -> password == null ? "" : password, wrong);
  }

  /** Searches as the given entry, whose password is asked for at each bind. */
  public static ServiceAccount supplied(@Nullable String dn, @Nullable Supplier<String> password) {
    return of(dn, password == null ? () -> "" : password, password == null ? "is missing" : "");
  }

  private static ServiceAccount of(@Nullable String dn, Supplier<String> password, String wrong) {
    ParsedSetting<Dn> name = ParsedSetting.hidden("serviceAccount DN", dn, ServiceAccount::parse);
    Stream<String> ofPassword =
        wrong.isEmpty() ? Stream.of() : Stream.of("serviceAccount password: " + wrong);
    return new ServiceAccount(
        name, password, Stream.concat(name.mistake().stream(), ofPassword).toList());
  }

  /** Where somebody swaps the arguments, the text is the password. */
  private static Dn parse(String text) {
    try {
      return Dn.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not a DN, such as cn=svc,dc=example,dc=com (user@domain and DOMAIN\\user are not taken);"
              + " not shown, as it may be the password",
          e);
    }
  }

  /** Returns what is wrong, one line a mistake; empty if this can be used. */
  public List<String> mistakes() {
    return mistakes;
  }

  /** Returns whether there is no bind. */
  public boolean isAnonymous() {
    return dn == null;
  }

  @Nullable Dn dn() {
    return dn == null ? null : dn.get();
  }

  Supplier<String> password() {
    return password;
  }

  /** Returns the DN, never the password. */
  @Override
  public String toString() {
    return dn == null ? "anonymous" : dn.toString();
  }
}
