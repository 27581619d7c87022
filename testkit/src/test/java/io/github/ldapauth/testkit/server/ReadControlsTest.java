// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.PostReadRequestControl;
import com.unboundid.ldap.sdk.controls.PostReadResponseControl;
import com.unboundid.ldap.sdk.controls.PreReadRequestControl;
import com.unboundid.ldap.sdk.controls.PreReadResponseControl;
import com.unboundid.ldap.sdk.controls.ServerSideSortRequestControl;
import com.unboundid.ldap.sdk.controls.ServerSideSortResponseControl;
import com.unboundid.ldap.sdk.controls.SortKey;
import io.github.ldapauth.testkit.Conversation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Controls in answers show a client what a search shows. */
class ReadControlsTest {

  private static TestDirectory directory() {
    return TestDirectory.builder()
        .like(ServerKind.OPEN_LDAP)
        .user("alice", "wonderland")
        .user("bob", "builder")
        .group("staff", "alice")
        .readableOnlyBy("bob")
        .start();
  }

  private static LDAPResult change(Conversation client, String dn, String... requested)
      throws LDAPException {
    Modification change = new Modification(ModificationType.REPLACE, "title", "Engineer");
    ModifyRequest request = new ModifyRequest(dn, change);
    request.addControl(new PreReadRequestControl(requested));
    request.addControl(new PostReadRequestControl(requested));
    return client.connection().modify(request);
  }

  private static List<String> names(Entry entry) {
    return entry.getAttributes().stream().map(Attribute::getName).sorted().toList();
  }

  @Test
  void changesShowNoPasswordAndNothingUnasked() throws LDAPException {
    try (TestDirectory directory = directory();
        Conversation client = new Conversation(directory)) {
      client.bind("alice", "wonderland");
      LDAPResult all = change(client, directory.dn("alice"));

      assertThat(names(PreReadResponseControl.get(all).getEntry()))
          .containsExactly("cn", "objectClass", "sn", "uid");
      assertThat(names(PostReadResponseControl.get(all).getEntry()))
          .containsExactly("cn", "objectClass", "sn", "title", "uid");
    }
  }

  @Test
  void changesShowWhatIsRequestedAndMayBeRead() throws LDAPException {
    try (TestDirectory directory = directory();
        Conversation client = new Conversation(directory)) {
      client.bind("alice", "wonderland");
      LDAPResult some =
          change(client, directory.dn("alice"), "userPassword", "memberOf", "modifiersName");

      assertThat(names(PreReadResponseControl.get(some).getEntry()))
          .containsExactly("memberOf", "modifiersName");
      Entry after = PostReadResponseControl.get(some).getEntry();
      assertThat(after.getAttributeValue("memberOf")).isEqualTo(directory.dn("staff"));
      assertThat(after.getAttributeValue("modifiersName")).isEqualTo(directory.dn("alice"));
    }
  }

  @Test
  void changesShowNoEntryThatMayNotBeRead() throws LDAPException {
    try (TestDirectory directory = directory();
        Conversation client = new Conversation(directory)) {
      client.bind("alice", "wonderland");
      LDAPResult foreign = change(client, directory.dn("bob"));

      assertThat(foreign.getResponseControls()).isEmpty();
    }
  }

  @Test
  void sizeLimitKeepsTheAnswerAboutTheOrder() throws LDAPException {
    SearchRequest request = new SearchRequest("dc=example,dc=com", SearchScope.SUB, "(uid=*)");
    request.setSizeLimit(1);
    request.addControl(new ServerSideSortRequestControl(true, new SortKey("uid", true)));
    try (TestDirectory directory =
            TestDirectory.builder().user("alice", "x").user("bob", "x").start();
        Conversation client = new Conversation(directory)) {
      assertThatExceptionOfType(LDAPSearchException.class)
          .isThrownBy(() -> client.connection().search(request))
          .satisfies(
              e -> {
                assertThat(e.getResultCode().intValue()).isEqualTo(4);
                assertThat(ServerSideSortResponseControl.get(e.getSearchResult())).isNotNull();
              });
    }
  }
}
