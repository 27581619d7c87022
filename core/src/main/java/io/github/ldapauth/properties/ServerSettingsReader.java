// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static java.util.function.Function.identity;

import io.github.ldapauth.directory.LdapServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** A reader of the settings of the servers. */
final class ServerSettingsReader {

  private static final String SOME_HOST = "missing";

  /** The ways to name servers, of which only one can be used. */
  private static final String[] SOURCES = {
    "server.urls",
    "server.srv",
    "server.ldaps-srv",
    "server.active-directory-srv",
    "server.active-directory-site",
    "server.hosts",
    "server.protocol"
  };

  private final TextSettings settings;

  ServerSettingsReader(TextSettings settings) {
    this.settings = settings;
  }

  LdapServer read() {
    return tuned(servers());
  }

  /** Reads the settings of servers that a preset names, unless a setting names others. */
  LdapServer readOver(LdapServer ofPreset) {
    return tuned(settings.has(SOURCES) ? servers() : ofPreset);
  }

  private LdapServer tuned(LdapServer servers) {
    return new SettingApplier<>(settings, withClientCertificate(servers), LdapServer::mistakes)
        .setAll("server.targets-also-below", identity(), LdapServer::targetsAlsoBelow)
        .set("server.trusted-certificates", ValueParsers::path, LdapServer::trustedCertificates)
        .set("server.connect-timeout", ValueParsers::duration, LdapServer::connectTimeout)
        .set("server.response-timeout", ValueParsers::duration, LdapServer::responseTimeout)
        .set("server.max-connections", ValueParsers::number, LdapServer::maxConnections)
        .set("server.cool-down", ValueParsers::duration, LdapServer::coolDown)
        .set("server.follow-referrals", ValueParsers::names, LdapServer::followReferrals)
        .set(
            "server.round-robin",
            ValueParsers::bool,
            (server, inTurn) -> inTurn ? server.roundRobin() : server)
        .get();
  }

  private LdapServer servers() {
    return only("server.urls", urls -> LdapServer.url(ValueParsers.names(urls)))
        .or(() -> only("server.srv", LdapServer::srv))
        .or(() -> only("server.ldaps-srv", LdapServer::ldapsSrv))
        .or(this::activeDirectory)
        .orElseGet(this::hosts);
  }

  /** Reads the servers from one setting, beside which no other one may name them. */
  private Optional<LdapServer> only(String name, Function<String, LdapServer> servers) {
    return settings
        .take(name)
        .map(
            text -> {
              settings.rejectTogetherWith(text, SOURCES);
              LdapServer server = servers.apply(text.value());
              settings.claimMistakes(text, server.mistakes());
              return server;
            });
  }

  private Optional<LdapServer> activeDirectory() {
    Optional<Text> site = settings.take("server.active-directory-site");
    if (!settings.has("server.active-directory-srv")) {
      return site.map(this::withoutDomain);
    }
    return only(
        "server.active-directory-srv",
        domain ->
            site.map(text -> LdapServer.activeDirectorySrv(domain, text.value()))
                .orElseGet(() -> LdapServer.activeDirectorySrv(domain)));
  }

  private LdapServer withoutDomain(Text site) {
    settings.missing("server.active-directory-srv", 0);
    settings.rejectTogetherWith(site, SOURCES);
    return LdapServer.activeDirectorySrv(SOME_HOST, site.value());
  }

  private LdapServer hosts() {
    Function<String[], LdapServer> protocol =
        settings
            .take("server.protocol")
            .flatMap(text -> settings.parse(text, ValueParsers::protocol))
            .orElse(LdapServer::ldaps);
    Function<String, LdapServer> servers = hosts -> protocol.apply(ValueParsers.names(hosts));
    return servers.apply(
        settings.require("server.hosts", 0, SOME_HOST, hosts -> servers.apply(hosts).mistakes()));
  }

  private LdapServer withClientCertificate(LdapServer server) {
    Optional<Text> chain = settings.take("server.client-certificate");
    Optional<Text> key = settings.take("server.client-key");
    if (chain.isPresent() != key.isPresent()) {
      settings.missing(chain.isPresent() ? "server.client-key" : "server.client-certificate", 0);
    }
    Optional<Path> chainFile = chain.flatMap(text -> settings.parse(text, ValueParsers::path));
    Optional<Path> keyFile = key.flatMap(text -> settings.valueOf(ValueParsers.secretFile(text)));
    if (chainFile.isEmpty() || keyFile.isEmpty()) {
      return server;
    }
    LdapServer presenting = server.clientCertificate(chainFile.get(), keyFile.get());
    settings.claimMistakes(chain.get(), presenting.mistakes());
    return presenting;
  }
}
