// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.jakarta;

import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.LifecycleException;

/** Starts the server, with an embedded directory unless system properties name another. */
final class Demo {

  private Demo() {}

  public static void main(String[] arguments) throws IOException, LifecycleException {
    if (System.getProperty("ldap.user-search.base") == null) {
      use(embeddedDirectory());
    }
    int port = Integer.getInteger("port", 8080);
    Server server = Server.start(port, Files.createTempDirectory("ldapauth-jakarta"));
    System.out.println("open http://localhost:" + server.port() + "/staff");
    server.await();
  }

  /** Alice is in the group that the page needs, and Bob is not. */
  static TestDirectory embeddedDirectory() {
    return TestDirectory.builder()
        .user("alice", "wonderland")
        .user("bob", "grüne Äpfel")
        .group("staff", "alice")
        .start();
  }

  /** Sets the properties that {@link DirectoryProducer} reads. */
  static void use(TestDirectory directory) {
    System.setProperty("ldap.server.urls", directory.url());
    System.setProperty("ldap.user-search.base", "ou=people,dc=example,dc=com");
    System.setProperty("ldap.user-search.filter", "(uid={username})");
    System.setProperty("ldap.group-search.base", "ou=groups,dc=example,dc=com");
    System.setProperty("ldap.group-search.type", "groupOfNames");
  }
}
