// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import com.github.benmanes.caffeine.cache.Ticker;
import com.zaxxer.hikari.HikariDataSource;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.testkit.TestDirectory;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import jakarta.servlet.SessionTrackingMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A web application whose users sign in with the password of the company's directory. */
final class WebApp implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebApp.class);
  private static final int IDLE_SECONDS = 30 * 60;
  private static final int MAX_REQUEST_BYTES = 64 * 1024;

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
              + " base-uri 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final Settings settings;
  private final HikariDataSource database;
  private final Directory directory;
  private final AccountStore accounts;
  private final Gate gate;
  private final Javalin server;

  private WebApp(Settings settings, InstantSource clock, Ticker ticker) {
    this.settings = settings;
    this.database =
        Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
    this.accounts = new AccountStore(database);
    try {
      this.directory = new Directory(settings, accounts, clock, ticker);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
    this.gate = new Gate(directory, clock);
    this.server = Javalin.create(this::configure);
  }

  /** Starts the application, with the settings in a file or with an embedded directory. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      start(Settings.read(Path.of(arguments[0])));
    } else {
      startDemo();
    }
  }

  private static void startDemo() {
    TestDirectory company = DemoDirectory.start();
    Properties properties = DemoDirectory.properties(company);
    properties.setProperty("app.port", System.getProperty("port", "8080"));
    try {
      WebApp app = start(Settings.of(properties));
      LOG.info("open {} and sign in as alice, with the password wonderland", app.url());
    } catch (RuntimeException e) {
      company.close();
      throw e;
    }
  }

  static WebApp start(Settings settings) {
    return start(settings, InstantSource.system(), Ticker.systemTicker());
  }

  static WebApp start(Settings settings, InstantSource clock, Ticker ticker) {
    WebApp app = new WebApp(settings, clock, ticker);
    try {
      app.directory
          .findProblems()
          .forEach(problem -> LOG.warn("users may not sign in: {}", problem));
      app.server.start(settings.host(), settings.port());
      return app;
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
  }

  String url() {
    return "http://" + settings.host() + ":" + server.port() + "/";
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.http.maxRequestSize = MAX_REQUEST_BYTES;
    config.staticFiles.add("/public", Location.CLASSPATH, Set.of(Role.VISITOR));
    config.jetty.modifyServletContextHandler(context -> context.setSessionHandler(sessions()));
    pages(config.routes);
    errors(config.routes);
  }

  private void pages(RoutesConfig routes) {
    Clients clients = new Clients(settings.behindTlsProxy());
    SignInPage signIn = new SignInPage(directory, clients);
    PasswordPage password = new PasswordPage(directory, clients, gate);
    AccountPages account = new AccountPages(accounts);

    routes.before(ctx -> HEADERS.forEach(ctx::header));
    if (settings.behindTlsProxy()) {
      routes.before(ctx -> ctx.header("Strict-Transport-Security", "max-age=31536000"));
    }
    routes.beforeMatched(gate::check);
    routes.get("/sign-in", signIn::show, Role.VISITOR);
    routes.post("/sign-in", signIn::submit, Role.VISITOR);
    routes.post("/sign-out", signIn::signOut, Role.VISITOR);
    routes.get("/password", password::show, Role.VISITOR);
    routes.post("/password", password::submit, Role.VISITOR);
    routes.get("/health", new HealthPage(directory, accounts, gate)::show, Role.VISITOR);
    routes.get("/", account::me);
    routes.get("/photo", account::photo);
    routes.get("/staff", account::staff, Role.STAFF);
  }

  private static void errors(RoutesConfig routes) {
    routes.exception(
        LdapDirectoryException.class,
        (e, ctx) -> {
          ctx.header("Retry-After", "30");
          Html.error(ctx, 503, "Directory unavailable", Messages.DIRECTORY_UNAVAILABLE);
        });
    routes.exception(
        HttpResponseException.class,
        (e, ctx) -> Html.error(ctx, e.getStatus(), "This did not work", text(e)));
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
          Html.error(ctx, 500, "This did not work", "The application failed. Please try again.");
        });
  }

  private static String text(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 403 -> String.valueOf(e.getMessage());
      case 404 -> "There is no such page.";
      default -> "The application does not understand this request.";
    };
  }

  /** The id of a session travels in a cookie only, which no script can read. */
  private SessionHandler sessions() {
    boolean secure = settings.behindTlsProxy();
    SessionHandler sessions = new SessionHandler();
    sessions.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
    sessions.setSessionCookie(secure ? "__Host-session" : "session");
    sessions.setSessionPath("/");
    sessions.setHttpOnly(true);
    sessions.setSecureCookies(secure);
    sessions.setSameSite(SameSite.LAX);
    sessions.setMaxInactiveInterval(IDLE_SECONDS);
    return sessions;
  }

  @Override
  public void close() {
    server.stop();
    directory.close();
    database.close();
  }
}
