// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.ParsedSetting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The account that searches the directory. */
public final class ServiceAccount {

  private static final String NAME = "serviceAccount name";
  private static final String USER_AT_DOMAIN = "[^\\s@\\\\/\"=]+@[\\w-]+(\\.[\\w-]+)+";
  private static final String DOMAIN_AND_USER = "[\\w.-]+\\\\[^\\s@\\\\/\"=]+";

  private static final ServiceAccount CERTIFICATE =
      new ServiceAccount(
          ParsedSetting.parse(NAME, "the client certificate", text -> text), fixed(""), "");

  private final @Nullable ParsedSetting<String> name;
  private final Supplier<String> password;
  private final List<String> mistakes;

  private ServiceAccount(
      @Nullable ParsedSetting<String> name, Supplier<String> password, String passwordMistake) {
    List<String> found = new ArrayList<>();
    if (name != null) {
      name.addMistakeTo(found);
    }
    if (!passwordMistake.isEmpty()) {
      found.add("serviceAccount password" + passwordMistake);
    }
    this.name = name;
    this.password = password;
    this.mistakes = List.copyOf(found);
  }

  /** Returns the anonymous account, which searches without a bind. */
  public static ServiceAccount anonymous() {
    return new ServiceAccount(null, fixed(""), "");
  }

  /**
   * Returns the account to which the server maps the TLS client certificate (SASL EXTERNAL, RFC
   * 4422, appendix A).
   */
  public static ServiceAccount certificate() {
    return CERTIFICATE;
  }

  /**
   * Returns an account with a fixed password.
   *
   * @param name a DN, {@code user@domain} or {@code DOMAIN\name}
   */
  public static ServiceAccount of(@Nullable String name, @Nullable String password) {
    String mistake = password == null ? ": is missing" : password.isEmpty() ? ": is empty" : "";
    String text = password == null ? "" : password;
    return new ServiceAccount(
        ParsedSetting.hidden(NAME, name, some -> parse(some, isDn(text))), fixed(text), mistake);
  }

  /** Returns an account that calls the supplier once per bind. */
  public static ServiceAccount supplied(
      @Nullable String name, @Nullable Supplier<String> password) {
    return new ServiceAccount(
        ParsedSetting.hidden(NAME, name, text -> parse(text, false)),
        password == null ? fixed("") : password,
        password == null ? ": is missing" : "");
  }

  /** Returns an account that reads its password from a file, once per bind. */
  public static ServiceAccount fromFile(@Nullable String name, Path passwordFile) {
    PasswordFile file = new PasswordFile(passwordFile, System::nanoTime);
    return new ServiceAccount(
        ParsedSetting.hidden(NAME, name, text -> parse(text, false)),
        file,
        file.mistake().map(" file"::concat).orElse(""));
  }

  /**
   * Parses the name. If the arguments are swapped, the text is the password, and the password a DN.
   */
  private static String parse(String text, boolean isSwapped) {
    if (isDn(text)) {
      return Dn.parse(text).toString();
    }
    boolean isUser = text.matches(USER_AT_DOMAIN) || text.matches(DOMAIN_AND_USER);
    if (isSwapped || !isUser) {
      throw new IllegalArgumentException(
          "not a DN, user@example.com or DOMAIN\\name; not shown, as it may be the password");
    }
    return text;
  }

  private static boolean isDn(String text) {
    Optional<Dn> dn = Dn.tryParse(text);
    return dn.isPresent() && !dn.get().isEmpty();
  }

  /** Returns the mistakes in the name and the password, one line each; empty if there are none. */
  public List<String> mistakes() {
    return mistakes;
  }

  /** Returns the setting that this account needs and a server lacks; empty if there is none. */
  public Optional<String> missingAt(Collection<LdapServer> servers) {
    for (LdapServer server : servers) {
      if (isCertificate() && server.mistakes().isEmpty() && !server.tls().hasKey()) {
        return Optional.of(
            "serviceAccountByCertificate: needs LdapServer.clientCertificate(...) or"
                + " sslContext(...)");
      }
    }
    return Optional.empty();
  }

  /** Returns why the password is easy to steal; empty if no reason is known. */
  public Optional<String> problem() {
    return password instanceof PasswordFile file ? file.problem() : Optional.empty();
  }

  /** Returns whether searches are made without a bind. */
  public boolean isAnonymous() {
    return name == null;
  }

  /** Returns whether this is the name of the account. */
  public boolean isNamed(Dn dn) {
    return Dn.tryParse(toString()).equals(Optional.of(dn));
  }

  /** Returns whether the password is in the configuration, so that no foreign code returns it. */
  boolean isFixed() {
    return password instanceof Fixed;
  }

  private static Supplier<String> fixed(String text) {
    return new Fixed(text);
  }

  /** A password of the configuration. */
  private static final class Fixed implements Supplier<String> {

    private final String text;

    Fixed(String text) {
      this.text = text;
    }

    @Override
    public String get() {
      return text;
    }
  }

  boolean isCertificate() {
    return this == CERTIFICATE;
  }

  Supplier<String> password() {
    return password;
  }

  /** Returns the name, never the password. */
  @Override
  public String toString() {
    return name == null ? "anonymous" : name.value().orElse("");
  }
}
