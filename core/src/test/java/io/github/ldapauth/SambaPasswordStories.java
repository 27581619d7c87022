// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.SambaTest.domain;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.fixture.SambaDomain.PASSWORD;
import static io.github.ldapauth.fixture.SambaDomain.byAccountName;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Refused;
import io.github.ldapauth.PasswordChangeResult.Rejected;
import io.github.ldapauth.directory.NewPasswordRefusal;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.realserver.SambaAd;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of passwords in Samba. */
abstract class SambaPasswordStories {

  @Test
  void usersChangeTheirPasswords() {
    try (var authenticator =
        LdapAuthenticator.create(domain.config(GroupType.groupOfNames()).build())) {
      assertThat(authenticator.changePassword("changing", PASSWORD, "Through the 1st glass"))
          .isInstanceOf(Changed.class);
      yes(authenticator.authenticate("changing", "Through the 1st glass"));
      assertThat(authenticator.changePassword("late", PASSWORD, "Through the 1st glass"))
          .isInstanceOf(Changed.class);
      yes(authenticator.authenticate("late", "Through the 1st glass"));
      for (String wrong : List.of("wrong", PASSWORD)) { // the last one can still bind
        assertThat(authenticator.changePassword("changing", wrong, "Through the 2nd glass"))
            .isInstanceOfSatisfying(
                Rejected.class,
                no -> assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_CREDENTIALS));
      }
    }
  }

  @Test
  void userBoundByNameChangesThePassword() {
    var users = UserLookup.bindName("{username}@ad.example.com", byAccountName());
    try (var authenticator =
        LdapAuthenticator.create(LdapAuthConfig.builder(domain.server(), users).build())) {
      assertThat(authenticator.changePassword("bound", PASSWORD, "Through the 1st glass"))
          .isInstanceOf(Changed.class);
      yes(authenticator.authenticate("bound", "Through the 1st glass"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "minPwdLength, 20, Through the glass, TOO_SHORT",
    "pwdProperties, 1, through the glass, TOO_WEAK",
    "minPwdAge, -864000000000, Through the 1st glass, CHANGED_TOO_RECENTLY",
    "pwdHistoryLength, 24, wonderland, USED_BEFORE"
  })
  void directorySaysWhyThePasswordStays(
      String setting, String value, String newPassword, NewPasswordRefusal reason)
      throws Exception {
    try (LDAPConnection administrator = domain.samba().connect();
        var authenticator =
            LdapAuthenticator.create(domain.config(GroupType.groupOfNames()).build())) {
      String before = administrator.getEntry(SambaAd.BASE).getAttributeValue(setting);
      administrator.modify(SambaAd.BASE, replacement(setting, value));
      try {
        assertThat(authenticator.changePassword("svc-twin", PASSWORD, newPassword))
            .isInstanceOfSatisfying(
                Refused.class, no -> assertThat(no.reason()).as(no.detail()).isEqualTo(reason));
      } finally {
        administrator.modify(SambaAd.BASE, replacement(setting, before));
      }
      yes(authenticator.authenticate("svc-twin", PASSWORD));
    }
  }

  private static Modification replacement(String attribute, String value) {
    return new Modification(ModificationType.REPLACE, attribute, value);
  }
}
