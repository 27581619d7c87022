// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows a user the own account, and staff all accounts. */
final class AccountPages {

  private final AccountStore accounts;

  AccountPages(AccountStore accounts) {
    this.accounts = accounts;
  }

  void me(Context ctx) {
    SignedIn user = user(ctx);
    Map<String, Object> values = new HashMap<>(values(account(user)));
    values.put(
        "roles",
        user.roles().stream()
            .filter(role -> role != Role.VISITOR)
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .toList());
    Html.render(ctx, "me", values);
  }

  void photo(Context ctx) {
    ctx.contentType("image/jpeg")
        .result(account(user(ctx)).photo().orElseThrow(NotFoundResponse::new));
  }

  void staff(Context ctx) {
    List<Map<String, Object>> all = accounts.all().stream().map(AccountPages::values).toList();
    Html.render(ctx, "staff", Map.of("accounts", all));
  }

  private static SignedIn user(Context ctx) {
    return Session.of(ctx).user().orElseThrow();
  }

  private Account account(SignedIn user) {
    return accounts.find(user.key()).orElseThrow(NotFoundResponse::new);
  }

  private static Map<String, Object> values(Account account) {
    return Map.of(
        "name", account.name(),
        "initial", account.name().substring(0, account.name().offsetByCodePoints(0, 1)),
        "username", account.username(),
        "mail", account.mail().orElse(""),
        "hasPhoto", account.photo().isPresent(),
        "groups", account.groups());
  }
}
