package io.mkube.routeros.rest;

import io.mkube.routeros.container.ContainerMounts;
import io.mkube.routeros.http.Operation;
import java.util.ArrayList;
import java.util.List;

/** Menu {@code /container/mounts}. */
final class RouterOsMounts implements ContainerMounts {
  private final Console console;

  RouterOsMounts(Console console) {
    this.console = console;
  }

  @Override
  public List<ContainerMount> list() {
    Release release = console.release();
    List<String> properties = new ArrayList<>(List.of(".id", "src", "dst"));
    Property.MOUNT_LIST.in(release).ifPresent(properties::add);
    Property.MOUNT_READ_ONLY.in(release).ifPresent(properties::add);
    Property.MOUNT_MODE.in(release).ifPresent(properties::add);
    return console.print(Menu.MOUNT, properties).stream().map(RouterOsMounts::mount).toList();
  }

  @Override
  public String add(String list, String source, String destination, MountMode mode) {
    Release release = console.release();
    Operation operation = console.operation("add", Menu.MOUNT, list + ":" + destination);
    Arguments arguments =
        new Arguments()
            .putIfKnown(Property.MOUNT_LIST, release, list)
            .put("src", Row.withoutSlash(source))
            .put("dst", destination);
    if (mode == MountMode.READ_ONLY) {
      if (Property.MOUNT_MODE.in(release).isPresent()) {
        arguments.putIfKnown(Property.MOUNT_MODE, release, "ro");
      } else {
        arguments.putOrRefuse(Property.MOUNT_READ_ONLY, release, "yes", operation);
      }
    }
    return console.add(Menu.MOUNT, arguments, operation);
  }

  @Override
  public void remove(String id) {
    console.run(
        Menu.MOUNT, "remove", Arguments.of(id), console.operation("remove", Menu.MOUNT, id));
  }

  private static ContainerMount mount(Row row) {
    // The mode reads rw, ro, "rw,noexec" or "ro,noexec".
    boolean readOnly = row.flag("read-only") || row.list("mode").contains("ro");
    return new ContainerMount(
        row.id(),
        row.firstText("list", "name"),
        row.path("src"),
        row.text("dst"),
        readOnly ? MountMode.READ_ONLY : MountMode.READ_WRITE);
  }
}
