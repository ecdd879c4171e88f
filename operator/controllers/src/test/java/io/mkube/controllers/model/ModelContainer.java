package io.mkube.controllers.model;

import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.ContainerState;
import java.util.List;

/** Rows of containers. */
public final class ModelContainer {
  private ModelContainer() {}

  /** A container with a state. */
  public static Container with(Container row, ContainerState state) {
    return copy(row, state, row.hint());
  }

  /** A container with a text that tells what is wrong with it. */
  public static Container withHint(Container row, String hint) {
    return copy(row, row.state(), hint);
  }

  private static Container copy(Container row, ContainerState state, String hint) {
    return new Container(
        row.id(),
        row.name(),
        row.comment(),
        state,
        row.image(),
        row.file(),
        row.interfaces(),
        row.rootDir(),
        row.mountLists(),
        row.envLists(),
        row.cmd(),
        row.entrypoint(),
        row.workdir(),
        row.user(),
        row.hostname(),
        row.dns(),
        row.startOnBoot(),
        row.logging(),
        hint);
  }

  /** A container as a device has it after it was added. */
  public static Container of(String id, ContainerSpec spec, ContainerState state) {
    return new Container(
        id,
        spec.name(),
        spec.comment(),
        state,
        spec.image() instanceof ContainerSpec.ImageSource.Remote r ? r.reference() : "",
        spec.image() instanceof ContainerSpec.ImageSource.Archive a ? a.path() : "",
        List.of(spec.interfaceName()),
        spec.rootDir(),
        spec.mountLists(),
        spec.envLists(),
        String.join(" ", spec.cmd()),
        String.join(" ", spec.entrypoint()),
        spec.workdir(),
        spec.user(),
        spec.hostname(),
        spec.dns(),
        spec.startOnBoot(),
        true,
        "");
  }
}
