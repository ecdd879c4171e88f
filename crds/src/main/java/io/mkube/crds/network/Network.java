package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import io.mkube.crds.schema.ObservedStatus;

/** An IP network on a bridge of the device, with its names, leases and addresses. */
@Group("mkube.io")
@Version("v1")
@Kind("Network")
@Plural("networks")
@Singular("network")
@ShortNames("net")
@AdditionalPrinterColumn(name = "Type", jsonPath = ".spec.type")
@AdditionalPrinterColumn(name = "CIDR", jsonPath = ".spec.cidr")
@AdditionalPrinterColumn(name = "Gateway", jsonPath = ".spec.gateway")
@AdditionalPrinterColumn(name = "DNS Zone", jsonPath = ".spec.dns.zone")
@AdditionalPrinterColumn(name = "DNS Server", jsonPath = ".spec.dns.server")
@AdditionalPrinterColumn(
    name = "DHCP",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    jsonPath = ".spec.dhcp.enabled")
@AdditionalPrinterColumn(
    name = "Managed",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    jsonPath = ".spec.managed")
@AdditionalPrinterColumn(name = "Pair", jsonPath = ".spec.pairNetwork", priority = 1)
@AdditionalPrinterColumn(
    name = "Pods",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.podCount",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public final class Network extends CustomResource<NetworkSpec, NetworkStatus> {
  private static final long serialVersionUID = 1;

  /** An empty status, so that readers never meet null. */
  @Override
  protected NetworkStatus initStatus() {
    return NetworkStatus.EMPTY;
  }

  @Override
  @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ObservedStatus.LeftOut.class)
  public NetworkStatus getStatus() {
    return super.getStatus();
  }

  /** Name of the bridge on the device. */
  public String bridgeName() {
    String bridge = getSpec().bridge();
    return bridge == null || bridge.isEmpty() ? "bridge-" + getMetadata().getName() : bridge;
  }
}
