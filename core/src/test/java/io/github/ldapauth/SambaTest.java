// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.fixture.SambaDomain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Sign-ins against Samba, as an Active Directory. It starts once, as that takes long. */
class SambaTest {

  static SambaDomain domain;

  @BeforeAll
  static void start() throws Exception {
    domain = SambaDomain.start();
  }

  @AfterAll
  static void stop() {
    if (domain != null) {
      domain.close();
    }
  }

  @Nested
  class Names extends SambaNameStories {}

  @Nested
  class Groups extends SambaGroupStories {}

  @Nested
  class Accounts extends SambaAccountStories {}

  @Nested
  class Passwords extends SambaPasswordStories {}
}
