// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.listener.InMemoryPasswordEncoder;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The passwords that entries hold, as text or, if they begin with a scheme in braces, as a hash
 * (RFC 2307, section 5.3).
 */
final class StoredPasswords extends InMemoryPasswordEncoder {

  private static final String BRACE = "{";
  private static final Pattern HASHED = Pattern.compile("(?<scheme>[\\w./-]+)}(?<hash>.*)");

  private final PasswordScheme scheme;

  /** Hashes of added entries: one for each password, as hashing takes half as long as adding. */
  private final Map<String, String> hashes = new ConcurrentHashMap<>();

  /** Takes the scheme for passwords that are stored as text otherwise. */
  StoredPasswords(PasswordScheme scheme) {
    super(BRACE, null);
    this.scheme = scheme;
  }

  @Override
  protected byte[] encodePassword(
      byte[] clear, ReadOnlyEntry user, List<Modification> modifications) {
    String password = new String(clear, StandardCharsets.UTF_8);
    String hash =
        modifications.isEmpty()
            ? hashes.computeIfAbsent(password, scheme::hash)
            : scheme.hash(password);
    return hash.substring(BRACE.length()).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  protected void ensurePreEncodedPasswordAppearsValid(
      byte[] stored, ReadOnlyEntry user, List<Modification> modifications) throws LDAPException {
    Matcher hashed = hashed(stored);
    if (!hashed.matches()) {
      return;
    }
    Optional<PasswordScheme> known = PasswordScheme.named(hashed.group("scheme"));
    if (known.isEmpty()) {
      throw unusable(
          "the test kit cannot check passwords with the scheme {" + hashed.group("scheme") + "}");
    }
    if (!known.get().isHash(hashed.group("hash"))) {
      throw unusable("userPassword is not a hash with the scheme {" + hashed.group("scheme") + "}");
    }
  }

  private static LDAPException unusable(String why) {
    return new LDAPException(ResultCode.UNWILLING_TO_PERFORM, why);
  }

  @Override
  protected boolean passwordMatches(byte[] clear, byte[] stored, ReadOnlyEntry user) {
    Matcher hashed = hashed(stored);
    if (!hashed.matches()) {
      String text = BRACE + new String(stored, StandardCharsets.UTF_8);
      return MessageDigest.isEqual(clear, text.getBytes(StandardCharsets.UTF_8));
    }
    return PasswordScheme.named(hashed.group("scheme"))
        .filter(known -> known.matches(clear, hashed.group("hash")))
        .isPresent();
  }

  private static Matcher hashed(byte[] stored) {
    return HASHED.matcher(new String(stored, StandardCharsets.UTF_8));
  }

  @Override
  protected byte[] extractClearPassword(byte[] stored, ReadOnlyEntry user) throws LDAPException {
    throw unusable("a hash does not reveal its password");
  }

  @Override
  public void toString(StringBuilder text) {
    text.append("StoredPasswords");
  }
}
