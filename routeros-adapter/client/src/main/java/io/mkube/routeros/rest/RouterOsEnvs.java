package io.mkube.routeros.rest;

import io.mkube.routeros.container.ContainerEnvs;
import java.util.List;

/** Menu {@code /container/envs}. */
final class RouterOsEnvs implements ContainerEnvs {
  private final Console console;

  RouterOsEnvs(Console console) {
    this.console = console;
  }

  @Override
  public List<ContainerEnv> list() {
    String list = Property.ENV_LIST.in(console.release()).orElse("list");
    return console.print(Menu.ENV, List.of(".id", list, "key", "value")).stream()
        .map(
            row ->
                new ContainerEnv(
                    row.id(), row.firstText("list", "name"), row.text("key"), row.text("value")))
        .toList();
  }

  @Override
  public String add(String list, String key, String value) {
    Arguments arguments =
        new Arguments()
            .putIfKnown(Property.ENV_LIST, console.release(), list)
            .put("key", key)
            .clearOrPut("value", value);
    return console.add(Menu.ENV, arguments, console.operation("add", Menu.ENV, list + "/" + key));
  }

  @Override
  public void remove(String id) {
    console.run(Menu.ENV, "remove", Arguments.of(id), console.operation("remove", Menu.ENV, id));
  }
}
