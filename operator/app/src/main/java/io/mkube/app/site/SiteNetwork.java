package io.mkube.app.site;

import java.util.List;

/**
 * A network of a site.
 *
 * @param name name of the Network object and of the bridge
 * @param cidr its addresses
 * @param gateway address of the router in it
 * @param zone zone of its names
 * @param nameServer address of its microdns; empty when somebody else runs its name server
 * @param firstAddress first address for containers; empty for the whole network
 * @param lastAddress last address for containers; empty for the whole network
 */
public record SiteNetwork(
    String name,
    String cidr,
    String gateway,
    String zone,
    String nameServer,
    String firstAddress,
    String lastAddress) {

  /** The network of pods that name none. */
  public static final String DEFAULT = "gt";

  /** The networks of the site that mkube was made for. */
  public static final List<SiteNetwork> ALL =
      List.of(
          new SiteNetwork(
              DEFAULT, "192.168.200.0/24", "192.168.200.1", "gt.lo", "192.168.200.199", "", ""),
          new SiteNetwork(
              "g10",
              "192.168.10.0/24",
              "192.168.10.1",
              "g10.lo",
              "192.168.10.199",
              "192.168.10.200",
              "192.168.10.250"),
          new SiteNetwork(
              "g11",
              "192.168.11.0/24",
              "192.168.11.1",
              "g11.lo",
              "192.168.11.199",
              "192.168.11.200",
              "192.168.11.250"),
          new SiteNetwork("gw", "192.168.1.0/24", "192.168.1.1", "gw.lo", "", "", ""));

  /** Whether the site has a microdns for it. */
  public boolean hasNameServer() {
    return !nameServer.isEmpty();
  }

  /** The router's address in it with the length of the network prefix. */
  public String gatewayWithPrefix() {
    return gateway + cidr.substring(cidr.indexOf('/'));
  }
}
