package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.file.DevicePath;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;

/** The folders behind the mounts of a container. Used inside transactions. */
final class Volumes {
  private final Device device;

  Volumes(Device device) {
    this.device = device;
  }

  /** Makes the folders that do not exist yet, as the device does at the first start. */
  void make(Row container) {
    boolean lists = device.version().since(21);
    String names = container.value(lists ? "mountlists" : "mounts");
    Table mounts = device.world().table("/container/mounts");
    for (String name : names.split(",", -1)) {
      for (Row mount : mounts.where(lists ? "list" : "name", name)) {
        make(mount.value("src"));
      }
    }
  }

  private void make(String source) {
    try {
      device.files().makeFolders(DevicePath.normal("src", source));
    } catch (CommandException e) {
      // A source such as "/" is no folder of its own; the device mounts it as it is.
      device.log().write("container,warning", "mount source " + source + " is not a folder");
    }
  }
}
