// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.entry.ParsedSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which servers there are, and how to speak to them.
 *
 * @param addresses the servers, unless DNS names them
 * @param service the service whose servers DNS names; null if the addresses are known
 */
record ServerSource(
    ServerAddress.Protocol protocol,
    List<ServerAddress> addresses,
    @Nullable SrvService service,
    List<String> mistakes) {

  private static final String ACTIVE_DIRECTORY = "LdapServer.activeDirectorySrv";
  private static final String TARGETS_ALSO_BELOW = "LdapServer.targetsAlsoBelow";
  private static final String DC = ".dc._msdcs";

  /** The beginning of a DN after a host. */
  private static final String BASE = "(?s).*[\\w.:\\]-]/\\w+=.*";

  /**
   * Parses hosts or URLs.
   *
   * @param setting the method that sets them
   */
  static ServerSource of(String setting, ServerAddress.Protocol protocol, String... hosts) {
    if (ServerAddress.mayHavePassword(hosts)) {
      String mistake = setting + ServerAddress.NO_PASSWORD;
      return new ServerSource(protocol, List.of(), null, List.of(mistake));
    }
    // A comma in a DN may have cut it into several hosts.
    String all = String.join(",", hosts);
    if (all.contains("=") && all.matches(BASE)) {
      String mistake = setting + " \"" + LogText.of(all) + "\": " + ServerAddress.NO_MORE;
      return new ServerSource(protocol, List.of(), null, List.of(mistake));
    }
    List<ServerAddress> addresses = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    if (hosts.length == 0) {
      mistakes.add(setting + ": names no host");
    }
    for (String host : hosts) {
      ParsedSetting<ServerAddress> parsed =
          ParsedSetting.parse(setting, host, text -> ServerAddress.parse(text, protocol));
      parsed.addMistakeTo(mistakes);
      if (parsed.value().isPresent()) {
        addresses.add(parsed.get());
      }
    }
    return new ServerSource(protocol, List.copyOf(addresses), null, List.copyOf(mistakes));
  }

  /**
   * Names a service in DNS.
   *
   * @param setting the method that sets it
   * @param service what comes before the domain in the name of the records
   */
  static ServerSource srv(
      String setting, ServerAddress.Protocol protocol, String domain, String service) {
    ParsedSetting<SrvService> parsed =
        ParsedSetting.parse(setting, domain, text -> SrvService.of(service, text));
    return new ServerSource(
        protocol, List.of(), parsed.value().orElse(null), parsed.mistake().stream().toList());
  }

  /** Names the domain controllers of Active Directory. */
  static ServerSource activeDirectory(String domain) {
    return srv(ACTIVE_DIRECTORY, ServerAddress.Protocol.START_TLS, domain, "_ldap._tcp" + DC);
  }

  /** Names the domain controllers of a site of Active Directory. */
  static ServerSource activeDirectory(String domain, String site) {
    ParsedSetting<String> label =
        ParsedSetting.parse(ACTIVE_DIRECTORY + " site", site, SrvService::site);
    String service = "_ldap._tcp." + label + "._sites" + DC;
    ServerSource source = srv(ACTIVE_DIRECTORY, ServerAddress.Protocol.START_TLS, domain, service);
    return source.with(source.service, label.mistake());
  }

  /** Accepts hosts in another domain too. */
  ServerSource targetsAlsoBelow(String domain) {
    if (service == null) {
      // A mistake in the domain asked for is reported already.
      String missing =
          TARGETS_ALSO_BELOW + ": needs srv(...), ldapsSrv(...) or activeDirectorySrv(...)";
      return mistakes.isEmpty() ? with(null, Optional.of(missing)) : this;
    }
    ParsedSetting<SrvService> wider =
        ParsedSetting.parse(TARGETS_ALSO_BELOW, domain, service::alsoBelow);
    return with(wider.value().orElse(service), wider.mistake());
  }

  /** Returns the same, with DNS servers other than those of the machine. */
  ServerSource askingDns(String url) {
    return with(Objects.requireNonNull(service).askedAt(url), Optional.empty());
  }

  private ServerSource with(@Nullable SrvService changed, Optional<String> mistake) {
    List<String> all = Stream.concat(mistakes.stream(), mistake.stream()).toList();
    return new ServerSource(protocol, addresses, changed, all);
  }

  /** Returns the same with one address. */
  ServerSource only(ServerAddress address) {
    return new ServerSource(protocol, List.of(address), null, mistakes);
  }

  /** Returns whether passwords are sent with TLS, or to loopback addresses only. */
  boolean protectsPasswords() {
    return protocol.tls() || addresses.stream().allMatch(ServerAddress::isLoopback);
  }

  /** Returns the servers as {@code host:port}, or the name of their records. */
  @Override
  public String toString() {
    if (service != null) {
      return service.toString();
    }
    StringJoiner text = new StringJoiner(", ");
    for (ServerAddress address : addresses) {
      text.add(address.toString());
    }
    return text.toString();
  }
}
