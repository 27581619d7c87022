// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches find the entries whole that the server makes of others. */
class ViewsTest {

  private static final String BASE = "dc=example,dc=com";
  private static final String VIEW = "cn=view," + BASE;

  /** What happens, once, after the server has read what a view shows. */
  private Runnable meanwhile = () -> {};

  private final Emulation emulation =
      new Emulation() {
        @Override
        protected boolean isView(DN dn) {
          return dn.toString().equals(VIEW);
        }

        @Override
        protected List<Entry> views(Entries entries) {
          Entry view = new Entry(VIEW);
          view.addAttribute("objectClass", "device");
          view.addAttribute("cn", "view");
          view.addAttribute("description", original(entries));
          Runnable once = meanwhile;
          meanwhile = () -> {};
          once.run();
          return List.of(view);
        }
      };

  private final EmulatedServer server =
      new EmulatedServer(
          emulation,
          new EmulatedServer.Options(List.of(BASE), Map.of(), List.of(), Set.of(), false));
  private final Entries entries = server.entries();

  @BeforeEach
  void addTheOriginal() throws LDAPException {
    Entry original = new Entry(BASE);
    original.addAttribute("objectClass", "domain");
    original.addAttribute("dc", "example");
    original.addAttribute("description", "first");
    server.add(original);
  }

  private static String original(Entries entries) {
    return entries.at(BASE).orElseThrow().getAttributeValue("description");
  }

  private String search() {
    entries.prepare(VIEW, SearchScope.BASE);
    return entries.at(VIEW).map(view -> view.getAttributeValue("description")).orElse("missing");
  }

  @Test
  void secondSearchWaitsForTheViewsThatTheFirstMakes() throws Exception {
    FutureTask<String> second = new FutureTask<>(this::search);
    Thread client = new Thread(second);
    meanwhile =
        () -> {
          client.start();
          while (client.isAlive() && client.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
          }
        };
    assertThat(search()).isEqualTo("first");
    assertThat(second.get()).isEqualTo("first");
  }

  @Test
  void changeWhileViewsAreMadeShowsInTheNextSearch() {
    meanwhile = () -> entries.edit(BASE).set("description", "second");
    assertThat(search()).isEqualTo("first");
    assertThat(search()).isEqualTo("second");
  }

  @Test
  void searchAfterOneThatFailedMakesTheViews() {
    meanwhile =
        () -> {
          throw new IllegalStateException("no views today");
        };
    assertThatIllegalStateException().isThrownBy(this::search);
    assertThat(search()).isEqualTo("first");
  }
}
