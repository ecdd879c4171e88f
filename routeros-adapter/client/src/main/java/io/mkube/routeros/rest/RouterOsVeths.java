package io.mkube.routeros.rest;

import io.mkube.routeros.http.Operation;
import io.mkube.routeros.network.Veths;
import java.util.ArrayList;
import java.util.List;

/** Menu {@code /interface/veth}. */
final class RouterOsVeths implements Veths {
  private final Console console;

  RouterOsVeths(Console console) {
    this.console = console;
  }

  @Override
  public List<Veth> list() {
    List<String> properties =
        new ArrayList<>(List.of(".id", "name", "address", "gateway", "comment", "running"));
    Property.VETH_GATEWAY6.in(console.release()).ifPresent(properties::add);
    return console.print(Menu.VETH, properties).stream().map(RouterOsVeths::veth).toList();
  }

  @Override
  public String add(VethSpec spec) {
    Operation operation = console.operation("add", Menu.VETH, spec.name());
    Arguments arguments =
        new Arguments()
            .put("name", spec.name())
            .put("address", spec.addresses())
            .put("gateway", spec.gateway())
            .putOrRefuse(Property.VETH_GATEWAY6, console.release(), spec.gateway6(), operation)
            .put("comment", spec.comment());
    return console.add(Menu.VETH, arguments, operation);
  }

  @Override
  public void set(String id, VethSpec spec) {
    Operation operation = console.operation("change", Menu.VETH, spec.name() + " (" + id + ")");
    Release release = console.release();
    Arguments arguments =
        Arguments.of(id)
            .clearOrPut("address", String.join(",", spec.addresses()))
            .clearOrPut("gateway", spec.gateway())
            .clearOrPut("comment", spec.comment());
    if (spec.gateway6().isEmpty()) {
      Property.VETH_GATEWAY6.in(release).ifPresent(name -> arguments.clearOrPut(name, ""));
    } else {
      arguments.putOrRefuse(Property.VETH_GATEWAY6, release, spec.gateway6(), operation);
    }
    console.run(Menu.VETH, "set", arguments, operation);
  }

  @Override
  public void remove(String id) {
    console.run(Menu.VETH, "remove", Arguments.of(id), console.operation("remove", Menu.VETH, id));
  }

  private static Veth veth(Row row) {
    VethSpec spec =
        new VethSpec(
            row.text("name"),
            row.list("address"),
            row.text("gateway"),
            row.text("gateway6"),
            row.text("comment"));
    return new Veth(row.id(), spec, row.flag("running"));
  }
}
