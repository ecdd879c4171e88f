package io.mkube.crds.registry;

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

/** An image registry that the control plane runs or knows. */
@Group("mkube.io")
@Version("v1")
@Kind("Registry")
@Plural("registries")
@Singular("registry")
@ShortNames("reg")
@AdditionalPrinterColumn(name = "Network", jsonPath = ".spec.network")
@AdditionalPrinterColumn(name = "IP", jsonPath = ".spec.staticIP")
@AdditionalPrinterColumn(name = "Hostname", jsonPath = ".spec.hostname")
@AdditionalPrinterColumn(
    name = "Managed",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    jsonPath = ".spec.managed")
@AdditionalPrinterColumn(
    name = "Alive",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    jsonPath = ".status.alive")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public final class Registry extends CustomResource<RegistrySpec, RegistryStatus> {
  private static final long serialVersionUID = 1;

  /** An empty status, so that readers never meet null. */
  @Override
  protected RegistryStatus initStatus() {
    return RegistryStatus.EMPTY;
  }

  @Override
  @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ObservedStatus.LeftOut.class)
  public RegistryStatus getStatus() {
    return super.getStatus();
  }
}
