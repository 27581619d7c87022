// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stories about changes of a password, for each server with a password policy. */
abstract class PasswordStories extends AgreementStories {

  static final int MIN_LENGTH = 8;
  static final int HISTORY = 2;

  PasswordStories(ServerKind kind) {
    super(kind);
  }

  /** Records what a user may do after the password was changed on the same connection. */
  abstract void readAfterPasswordChange(Session session, String user);

  /** Sets a password as the administrator, which the user need not change. */
  abstract void setPassword(Session session, String user, String password);

  /** Changes another attribute of a user who must change the password. */
  void setNameBeforePassword(Session session, String user) {
    session.set(user, "cn", "new");
  }

  /** Lets the server check the length of new passwords, and keep former ones, meanwhile. */
  abstract void whilePasswordsAreChecked(Check check) throws Exception;

  @Test
  void shortAndFormerPasswordsAreRefusedUnlessAnAdministratorSetsThem() throws Exception {
    SSLContext context = CERTIFICATES.clientContext();
    try (TestDirectory strict =
        TestDirectory.builder()
            .like(kind)
            .tls(CERTIFICATES)
            .administrator(server().administratorDn(), server().administratorPassword())
            .passwordPolicy(policy -> policy.minLength(MIN_LENGTH).history(HISTORY))
            .ldif(base() + user("choosy"))
            .start()) {
      whilePasswordsAreChecked(
          strictServer ->
              agree(
                  strictServer,
                  strict,
                  session -> {
                    session.startTls(context);
                    session.bindPlainly("uid=choosy", "right");
                    session.choose("uid=choosy", "7-bytes");
                    session.set("uid=choosy", "userPassword", "7-bytes");
                    session.chooseByOperation("right", "7-bytes");
                    session.changePassword("right", "7-bytes");
                    session.choose("uid=choosy", "passage 1");
                    session.choose("uid=choosy", "passage 1");
                    session.chooseByOperation("passage 1", "passage 1");
                    session.chooseByOperation("passage 1", "passage 2");
                    session.choose("uid=choosy", "passage 1");
                    session.chooseByOperation("passage 2", "passage 1");
                    session.changePassword("passage 2", "passage 3");
                    session.choose("uid=choosy", "passage 1");
                    session.choose("uid=choosy", "passage 4");
                    // Which one is forgotten now depends on the seconds in which they were set.
                    session.choose("uid=choosy", "passage 5");
                    session.bindPlainly("uid=choosy", "passage 1");
                    session.bindPlainly("uid=choosy", "passage 5");
                    session.bindAs(server().administratorDn(), server().administratorPassword());
                    session.choose("uid=choosy", "short");
                    session.choose("uid=choosy", "passage 5");
                    session.choose("uid=choosy", "passage 5");
                  }));
    }
  }

  @Test
  void startTlsIsPossibleOrNotWhileThePasswordMustBeChanged() throws Exception {
    SSLContext context = CERTIFICATES.clientContext();
    agree(
        session -> {
          session.bindPlainly("uid=bound", "right");
          session.startTls(context);
          session.whoAmI();
        });
  }

  @Test
  void passwordThatMustBeChangedAllowsLittleElse() throws Exception {
    agree(
        session -> {
          session.bindPlainly("uid=reset", "right");
          session.bind("uid=reset", "right");
          session.readBase();
          session.readRootDse();
          session.whoAmI();
          session.compare("uid=reset", "cn", "reset");
          setNameBeforePassword(session, "uid=reset");
          session.set("uid=reset", "userPassword", "much-better");
          readAfterPasswordChange(session, "uid=reset");
          session.bind("uid=reset", "much-better");
          session.readBase();
        });
  }

  @Test
  void passwordModifyOperationEndsTheRestriction() throws Exception {
    SSLContext context = CERTIFICATES.clientContext();
    agree(
        session -> {
          session.startTls(context);
          session.bindPlainly("uid=forgetful", "right");
          session.changePassword("right", "better");
          readAfterPasswordChange(session, "uid=forgetful");
          session.bindPlainly("uid=forgetful", "right");
          session.bindPlainly("uid=forgetful", "better");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{SSHA}Q0dAUNYieUEh8DjAxxd1rE959TVzYWx0",
        "{ssha}Q0dAUNYieUEh8DjAxxd1rE959TVzYWx0",
        "{SHA}0nofEXcSAJSXFLGvmfBIpBb11vQ=",
        "{MD5}fE8pQHiTwzSmy3qHvwRcDQ==",
        "{SMD5}bCK/Ko0tKSZXBKPQAcIQsnNhbHQ="
      })
  void hashIsNotThePassword(String hash) throws Exception {
    agree(session -> bindWithHash(session, hash));
  }

  final void bindWithHash(Session session, String hash) {
    setPassword(session, "uid=hashed", hash);
    session.bind("uid=hashed", "right");
    session.bind("uid=hashed", "wrong");
    session.bind("uid=hashed", hash);
    setPassword(session, "uid=hashed", "right");
    session.passwordScheme("uid=hashed");
  }
}
