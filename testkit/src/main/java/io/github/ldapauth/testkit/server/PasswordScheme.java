// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A way to hash passwords, such as the one of {@code {SSHA}…} (RFC 2307, section 5.3). */
public enum PasswordScheme {
  MD5("MD5", "MD5", 16, 0),
  SMD5("SMD5", "MD5", 16, 8),
  SHA("SHA", "SHA-1", 20, 0),
  SSHA("SSHA", "SHA-1", 20, 8),
  SHA256("SHA256", "SHA-256", 32, 0),
  SSHA256("SSHA256", "SHA-256", 32, 8),
  SHA384("SHA384", "SHA-384", 48, 0),
  SSHA384("SSHA384", "SHA-384", 48, 8),
  SHA512("SHA512", "SHA-512", 64, 0),
  SSHA512("SSHA512", "SHA-512", 64, 8),
  PBKDF2("PBKDF2", "PBKDF2WithHmacSHA1", 20, 16),
  PBKDF2_SHA1("PBKDF2-SHA1", "PBKDF2WithHmacSHA1", 20, 16),
  PBKDF2_SHA256("PBKDF2-SHA256", "PBKDF2WithHmacSHA256", 32, 16),
  PBKDF2_SHA512("PBKDF2-SHA512", "PBKDF2WithHmacSHA512", 64, 24),
  /** The one of 389 Directory Server 1.4. */
  PBKDF2_IN_ONE_VALUE("PBKDF2_SHA256", "PBKDF2WithHmacSHA256", 256, 64);

  /** Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Hash(int iterations, byte[] salt, byte[] key) {}

  /** Far fewer than those of a real server, so that a directory with many users starts fast. */
  private static final int ITERATIONS = 1;

  private static final Pattern PARTS =
      Pattern.compile("(?<iterations>[1-9]\\d{0,6})\\$(?<salt>[^$]+)\\$(?<key>[^$]+)");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String label;
  private final String algorithm;
  private final int keyLength;
  private final int saltLength;

  PasswordScheme(String label, String algorithm, int keyLength, int saltLength) {
    this.label = label;
    this.algorithm = algorithm;
    this.keyLength = keyLength;
    this.saltLength = saltLength;
  }

  /** Returns the scheme with this name, in any case; empty if it is unknown. */
  static Optional<PasswordScheme> named(String name) {
    return Stream.of(values()).filter(scheme -> scheme.label.equalsIgnoreCase(name)).findFirst();
  }

  /** Returns whether a text is a hash of this scheme. */
  boolean isHash(String text) {
    return parse(text).isPresent();
  }

  boolean matches(byte[] clear, String text) {
    return parse(text)
        .filter(
            hash ->
                MessageDigest.isEqual(
                    key(clear, hash.salt, hash.iterations, hash.key.length), hash.key))
        .isPresent();
  }

  /** Hashes a password with a new salt; the name of the scheme comes first. */
  public String hash(String clear) {
    byte[] salt = new byte[saltLength];
    RANDOM.nextBytes(salt);
    byte[] key = key(clear.getBytes(StandardCharsets.UTF_8), salt, ITERATIONS, keyLength);
    return "{" + label + "}" + format(new Hash(ITERATIONS, salt, key));
  }

  private boolean isIterated() {
    return algorithm.startsWith("PBKDF2");
  }

  private Optional<Hash> parse(String text) {
    try {
      Matcher parts = PARTS.matcher(text);
      if (isIterated() && parts.matches()) {
        return Optional.of(
            new Hash(
                Integer.parseInt(parts.group("iterations")),
                bytes(parts.group("salt")),
                bytes(parts.group("key"))));
      }
      return isIterated() && this != PBKDF2_IN_ONE_VALUE ? Optional.empty() : split(bytes(text));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private Optional<Hash> split(byte[] all) {
    if (this == PBKDF2_IN_ONE_VALUE) {
      int saltEnd = Integer.BYTES + saltLength;
      return all.length == saltEnd + keyLength
          ? Optional.of(
              new Hash(
                  ByteBuffer.wrap(all).getInt(),
                  Arrays.copyOfRange(all, Integer.BYTES, saltEnd),
                  Arrays.copyOfRange(all, saltEnd, all.length)))
          : Optional.empty();
    }
    boolean fits = saltLength > 0 ? all.length > keyLength : all.length == keyLength;
    return fits
        ? Optional.of(
            new Hash(
                1, Arrays.copyOfRange(all, keyLength, all.length), Arrays.copyOf(all, keyLength)))
        : Optional.empty();
  }

  private String format(Hash hash) {
    if (this == PBKDF2_IN_ONE_VALUE) {
      byte[] iterations = ByteBuffer.allocate(Integer.BYTES).putInt(hash.iterations).array();
      return base64(iterations, hash.salt, hash.key);
    }
    return isIterated()
        ? hash.iterations + "$" + base64(hash.salt) + "$" + base64(hash.key)
        : base64(hash.key, hash.salt);
  }

  private byte[] key(byte[] clear, byte[] salt, int iterations, int length) {
    try {
      if (isIterated()) {
        char[] password = new String(clear, StandardCharsets.UTF_8).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, length * Byte.SIZE);
        return SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
      }
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(clear);
      return digest.digest(salt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
    Stream.of(parts).forEach(all::put);
    return Base64.getEncoder().encodeToString(all.array());
  }

  /** OpenLDAP writes a dot for a plus (passlib's adapted base64). */
  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64.replace('.', '+'));
  }
}
