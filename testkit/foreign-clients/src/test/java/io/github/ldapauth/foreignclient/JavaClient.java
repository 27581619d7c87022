// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import java.util.EnumMap;
import java.util.Map;

/** A client that is a Java library. */
abstract class JavaClient implements ForeignClient {

  private interface Telling {
    Object tell() throws Exception;
  }

  @Override
  public final Map<Story, String> tell(Target target) {
    Map<Story, Telling> stories = new EnumMap<>(Story.class);
    stories.put(Story.LOGIN, () -> yes(bindCode(target, target.login(), Target.RIGHT) == 0));
    stories.put(Story.WRONG_PASSWORD, () -> bindCode(target, target.login(), Target.WRONG));
    stories.put(Story.GROUPS, () -> groups(target));
    stories.put(Story.ENCRYPTION, () -> yes(startsTls(target) && bindsOverLdaps(target)));
    stories.put(Story.PAGING, () -> pages(target));
    stories.put(Story.ROOT_DSE, () -> yes(readsRootDse(target)));
    if (readsSchemaOf(target)) {
      stories.put(Story.SCHEMA, () -> yes(findsInSchema(target, "inetOrgPerson")));
    }
    stories.put(Story.PASSWORD_CHANGE, () -> changesPassword(target));
    Map<Story, String> outcomes = new EnumMap<>(Story.class);
    stories.forEach((story, telling) -> outcomes.put(story, outcome(telling)));
    return outcomes;
  }

  private static String outcome(Telling telling) {
    try {
      return String.valueOf(telling.tell());
    } catch (Exception e) {
      return e.toString();
    }
  }

  static String yes(boolean done) {
    return done ? "yes" : "no";
  }

  private String changesPassword(Target target) throws Exception {
    String dn = target.dn(changer());
    changePassword(target, dn);
    return yes(
        bindCode(target, dn, Target.CHANGED) == 0
            && (target.isActiveDirectory() || bindCode(target, dn, Target.RIGHT) == 49));
  }

  /** Returns the result code of a bind in clear text. */
  abstract int bindCode(Target target, String name, String password) throws Exception;

  /** Returns the sorted names of alice's groups, which she reads herself. */
  abstract String groups(Target target) throws Exception;

  /** Starts TLS, then binds. */
  abstract boolean startsTls(Target target) throws Exception;

  abstract boolean bindsOverLdaps(Target target) throws Exception;

  /** Returns how many users come in how many pages of {@link Target#PAGE}. */
  abstract String pages(Target target) throws Exception;

  /** Reads the base and the protocol version in the root DSE without a bind. */
  abstract boolean readsRootDse(Target target) throws Exception;

  boolean readsSchemaOf(Target target) {
    return !target.isActiveDirectory();
  }

  abstract boolean findsInSchema(Target target, String objectClass) throws Exception;

  /** Changes a password over TLS, as its user: by RFC 3062, or by {@code unicodePwd}. */
  abstract void changePassword(Target target, String dn) throws Exception;
}
