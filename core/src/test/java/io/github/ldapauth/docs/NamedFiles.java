// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import io.github.ldapauth.docs.Document.Block;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The files that the guides name in their properties, made in a folder of the test. */
final class NamedFiles {

  private final Map<String, Path> files;

  NamedFiles(Path folder, TestCertificates certificates) throws IOException {
    Path password = folder.resolve("password");
    Files.writeString(password, "service secret");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    certificates.writeClientPem("cn=app", certificate, key);
    files =
        Map.of(
            "/etc/ssl/example-ca.pem", certificates.writeAuthorityPem(folder.resolve("ca.pem")),
            "/run/secrets/ldap", password,
            "/etc/ldap/tls.crt", certificate,
            "/etc/ldap/tls.key", key);
  }

  /** Returns the settings of a block, with these files in place of those that it names. */
  Map<String, String> settings(Block block) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(block.code()));
    Map<String, String> settings = new LinkedHashMap<>();
    for (String key : properties.stringPropertyNames()) {
      String value = properties.getProperty(key);
      settings.put(key, files.containsKey(value) ? files.get(value).toString() : value);
    }
    return settings;
  }
}
