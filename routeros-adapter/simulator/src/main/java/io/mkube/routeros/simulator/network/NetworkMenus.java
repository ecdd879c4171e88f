package io.mkube.routeros.simulator.network;

import static io.mkube.routeros.simulator.menu.Property.argument;
import static io.mkube.routeros.simulator.menu.Property.bool;
import static io.mkube.routeros.simulator.menu.Property.choice;
import static io.mkube.routeros.simulator.menu.Property.span;
import static io.mkube.routeros.simulator.menu.Property.text;
import static io.mkube.routeros.simulator.menu.Property.whole;

import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.console.Menu.Verb;
import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.menu.Property;
import io.mkube.routeros.simulator.menu.Property.Trait;
import io.mkube.routeros.simulator.menu.Rules;
import io.mkube.routeros.simulator.menu.Schema;
import io.mkube.routeros.simulator.menu.TableMenu;
import io.mkube.routeros.simulator.menu.ValueType;
import io.mkube.routeros.simulator.world.Timeline;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code /interface}, {@code /interface/veth}, {@code /interface/bridge}, {@code /ip/address}. */
public final class NetworkMenus {
  private static final Set<Verb> ALL =
      EnumSet.of(Verb.LIST, Verb.ADD, Verb.SET, Verb.REMOVE, Verb.UNSET, Verb.ENABLE, Verb.COMMENT);

  private NetworkMenus() {}

  public static List<Menu> of(Interfaces interfaces, RouterOsVersion version, Timeline timeline) {
    return List.of(
        new InterfaceMenu(interfaces),
        new TableMenu(
            interfaces.ethernets(),
            Schema.of(version, List.of(text("name"), text("comment"), bool("disabled"))),
            EnumSet.of(Verb.LIST, Verb.SET, Verb.COMMENT, Verb.ENABLE),
            new Rules() {}),
        new TableMenu(
            interfaces.veths(),
            Schema.of(version, vethProperties()),
            ALL,
            new VethRules(interfaces, version, timeline)),
        new TableMenu(
            interfaces.bridges(),
            Schema.of(version, bridgeProperties()),
            ALL,
            new BridgeRules(interfaces)),
        new TableMenu(
            interfaces.ports(),
            Schema.of(version, portProperties()),
            ALL,
            new BridgePortRules(interfaces)),
        new TableMenu(
            interfaces.addresses(),
            Schema.of(version, addressProperties()),
            ALL,
            new AddressRules(interfaces)));
  }

  private static Property name() {
    return argument("name", new ValueType.Name()).with(Trait.UNIQUE);
  }

  private static List<Property> vethProperties() {
    return List.of(
        name().with(Trait.REQUIRED),
        argument("address", new ValueType.Prefixes()),
        argument("gateway", new ValueType.Addresses()),
        argument("gateway6", new ValueType.Addresses()).since("7.11"),
        bool("dhcp").since("7.20").initially("false"),
        argument("mac-address", new ValueType.Mac()).since("7.20"),
        argument("container-mac-address", new ValueType.Mac()).since("7.21"),
        text("comment"),
        bool("disabled").initially("false"));
  }

  private static List<Property> bridgeProperties() {
    return List.of(
        name(),
        text("mtu").initially("auto"),
        choice("arp", "enabled", "disabled", "local-proxy-arp", "proxy-arp", "reply-only")
            .initially("enabled"),
        text("arp-timeout").initially("auto"),
        bool("auto-mac").initially("true"),
        argument("admin-mac", new ValueType.Mac()),
        span("ageing-time").initially("5m"),
        bool("fast-forward").initially("true"),
        choice("protocol-mode", "none", "rstp", "stp", "mstp").initially("rstp"),
        whole("priority", 0, 65535).initially("0x8000"),
        bool("vlan-filtering").initially("false"),
        whole("pvid", 1, 4094),
        choice(
            "frame-types",
            "admit-all",
            "admit-only-untagged-and-priority-tagged",
            "admit-only-vlan-tagged"),
        bool("ingress-filtering"),
        choice("ether-type", "0x8100", "0x88a8", "0x9100"),
        bool("igmp-snooping").initially("false"),
        bool("dhcp-snooping").initially("false"),
        bool("add-dhcp-option82").until("7.22.3"),
        choice("port-cost-mode", "long", "short").since("7.13").initially("long"),
        bool("mvrp").since("7.15").initially("false"),
        text("max-learned-entries").since("7.16").initially("auto"),
        bool("ra-guard").since("7.22"),
        text("dhcp-agent-circuit-id").since("7.23"),
        text("dhcp-agent-remote-id").since("7.23"),
        text("comment"),
        bool("disabled").initially("false"));
  }

  private static List<Property> portProperties() {
    return List.of(
        argument("bridge", new ValueType.Name()).with(Trait.REQUIRED),
        argument("interface", new ValueType.Name()).with(Trait.REQUIRED),
        whole("pvid", 1, 4094).initially("1"),
        choice(
                "frame-types",
                "admit-all",
                "admit-only-untagged-and-priority-tagged",
                "admit-only-vlan-tagged")
            .initially("admit-all"),
        bool("ingress-filtering").initially("true"),
        bool("hw").initially("true"),
        text("horizon").initially("none"),
        choice("edge", "auto", "no", "no-discover", "yes", "yes-discover").initially("auto"),
        choice("learn", "auto", "no", "yes").initially("auto"),
        whole("path-cost", 1, 200_000_000),
        whole("internal-path-cost", 1, 200_000_000),
        whole("priority", 0, 240).initially("0x80"),
        choice("point-to-point", "auto", "no", "yes").initially("auto"),
        bool("bpdu-guard").initially("false"),
        bool("trusted").initially("false"),
        bool("tag-stacking").initially("false"),
        bool("broadcast-flood").initially("true"),
        bool("unknown-unicast-flood").initially("true"),
        bool("unknown-multicast-flood").initially("true"),
        choice("multicast-router", "disabled", "permanent", "temporary-query")
            .initially("temporary-query"),
        bool("restricted-role").initially("false"),
        bool("restricted-tcn").initially("false"),
        bool("auto-isolate").initially("false"),
        text("comment"),
        bool("disabled").initially("false"));
  }

  private static List<Property> addressProperties() {
    return List.of(
        argument("address", new ValueType.Prefixes()).with(Trait.REQUIRED),
        argument("interface", new ValueType.Name()).with(Trait.REQUIRED),
        argument("network", new ValueType.Addresses()),
        argument("broadcast", new ValueType.Addresses()),
        text("comment"),
        bool("disabled").initially("false"));
  }
}
