// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.caching;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.map.IMap;
import io.github.ldapauth.cache.LookupCache;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what look-ups found in a map that all members of a Hazelcast cluster share. */
public final class HazelcastLookupCache implements LookupCache {

  private final IMap<String, String> map;

  /** Takes the map, which is for nothing else. */
  public HazelcastLookupCache(IMap<String, String> map) {
    this.map = map;
  }

  /**
   * Describes a member that speaks to this machine alone: it finds the others by TCP on the given
   * ports of the loopback interface, and sends nothing by multicast. In production, the members are
   * other machines, and the network between them is one that only they can reach: whoever can write
   * into the map decides what look-ups see.
   */
  public static Config loopback(int port, List<Integer> portsOfAll) {
    Config config = new Config();
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(port).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true);
    portsOfAll.forEach(p -> network.getJoin().getTcpIpConfig().addMember("127.0.0.1:" + p));
    return config;
  }

  @Override
  public @Nullable String get(Key key) {
    return map.get(key.text());
  }

  @Override
  public void put(Key key, String value, Duration timeToLive) {
    map.set(key.text(), value, timeToLive.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void remove(Key key) {
    map.delete(key.text());
  }
}
