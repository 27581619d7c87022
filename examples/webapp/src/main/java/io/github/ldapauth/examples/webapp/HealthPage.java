// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.Health.Pause;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells probes by its status, and administrators in detail, whether users can sign in. */
final class HealthPage {

  private final Directory directory;
  private final AccountStore accounts;
  private final Gate gate;

  HealthPage(Directory directory, AccountStore accounts, Gate gate) {
    this.directory = directory;
    this.accounts = accounts;
    this.gate = gate;
  }

  void show(Context ctx) {
    Health health = directory.health();
    boolean databaseIsUp = accounts.isUp();
    boolean isUp = health.isUp() && databaseIsUp;
    boolean isAdministrator =
        gate.user(Session.of(ctx))
            .filter(user -> user.roles().contains(Role.ADMINISTRATOR))
            .isPresent();
    ctx.status(isUp ? 200 : 503);
    Html.render(
        ctx,
        "health",
        Map.of(
            "isUp",
            isUp,
            "details",
            isAdministrator ? List.of(details(health, databaseIsUp)) : List.of()));
  }

  private static Map<String, Object> details(Health health, boolean databaseIsUp) {
    List<Map<String, String>> servers =
        health.servers().stream()
            .map(server -> Map.of("name", server.address(), "state", state(server.pause())))
            .toList();
    return Map.of(
        "servers",
        servers,
        "serviceAccount",
        state(health.serviceAccount().pause()),
        "searches",
        health.searches(),
        "passwordChecks",
        health.passwordChecks(),
        "database",
        databaseIsUp ? "up" : "down");
  }

  private static String state(Optional<Pause> pause) {
    return pause
        .map(down -> "failed, and is tried again by " + down.until() + ": " + down.reason())
        .orElse("up");
  }
}
