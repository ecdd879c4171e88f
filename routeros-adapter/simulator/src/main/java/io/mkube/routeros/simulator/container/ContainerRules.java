package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.file.DevicePath;
import io.mkube.routeros.simulator.menu.Rules;
import io.mkube.routeros.simulator.world.Row;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What a container needs to be added or changed. */
final class ContainerRules implements Rules {
  private final Device device;
  private final Lifecycle lifecycle;
  private final Extraction extraction;
  private final RootDirs rootDirs;

  ContainerRules(Device device, Lifecycle lifecycle, Extraction extraction, RootDirs rootDirs) {
    this.device = device;
    this.lifecycle = lifecycle;
    this.extraction = extraction;
    this.rootDirs = rootDirs;
  }

  @Override
  public Map<String, String> completed(Map<String, String> values) {
    boolean file = values.containsKey("file");
    boolean remote = values.containsKey("remote-image");
    if (file == remote) {
      throw CommandException.failure("No file or remote-image");
    }
    Map<String, String> complete = new LinkedHashMap<>(values);
    if (file) {
      complete.put("file", DevicePath.normal("file", values.getOrDefault("file", "")));
    }
    checkInterfaces(values.getOrDefault("interface", ""));
    checkMounts(values);
    complete.put("name", name(values));
    String rootDir = values.getOrDefault("root-dir", "");
    if (!rootDir.isEmpty()) {
      complete.put("root-dir", rootDir(rootDir));
    }
    if (!device.version().since(21)) {
      complete.putIfAbsent("mounts", "");
    }
    if (remote && device.version().since(20)) {
      complete.putIfAbsent("check-certificate", "true");
    }
    return complete;
  }

  @Override
  public Map<String, String> hidden(Map<String, String> values) {
    return Map.of(State.HIDDEN, State.EXTRACTING.name());
  }

  @Override
  public void added(Row row) {
    lifecycle.extract(row, extraction.image(row.values()));
  }

  @Override
  public Row changed(Row before, Row after) {
    String name = after.value("interface");
    if (!before.value("interface").equals(name)) {
      checkInterfaces(name);
    }
    String rootDir = after.value("root-dir");
    if (!before.value("root-dir").equals(rootDir)) {
      if (State.of(before) != State.STOPPED) {
        throw CommandException.failure("can not change root-dir of a running container");
      }
      return after.with("root-dir", rootDir(rootDir));
    }
    return after;
  }

  @Override
  public void followed(Row before, Row after) {
    boolean other = !before.value("remote-image").equals(after.value("remote-image"));
    if (other && device.version().since(22)) {
      lifecycle.repull(after, extraction.image(after.values()));
    }
  }

  private String name(Map<String, String> values) {
    String given = values.getOrDefault("name", "");
    if (!given.isEmpty()) {
      return given;
    }
    if (!device.version().since(19)) {
      long number = device.timeline().now().toEpochMilli();
      return new UUID(number, device.containers().size() + number).toString();
    }
    String wanted = extraction.nameFor(values);
    String name = wanted;
    for (int i = 1; device.containers().firstWhere("name", name).isPresent(); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }

  private void checkInterfaces(String names) {
    Instant now = device.timeline().now();
    if (names.isEmpty()) {
      return;
    }
    String[] each = names.split(",", -1);
    if (each.length > 1 && !device.version().since(20)) {
      throw CommandException.noMatch("interface");
    }
    for (String name : each) {
      if (!device.veths().free(name, now)) {
        throw CommandException.noMatch("interface");
      }
    }
  }

  private void checkMounts(Map<String, String> values) {
    String names = values.getOrDefault("mounts", "");
    if (!names.isEmpty()) {
      for (String name : names.split(",", -1)) {
        if (device.world().table("/container/mounts").firstWhere("name", name).isEmpty()) {
          throw CommandException.noMatch("mounts");
        }
      }
    }
  }

  private String rootDir(String given) {
    if (given.equals("/") && device.version().since(20)) {
      throw CommandException.invalid("root-dir");
    }
    String path = DevicePath.normal("root-dir", given);
    if (device.version().since(20)) {
      rootDirs
          .overlap(path, device.timeline().now())
          .ifPresent(
              other -> {
                throw CommandException.failure("root-dir overlap with /" + other);
              });
    }
    if (device.version().since(23) && device.files().find(path).isPresent()) {
      throw CommandException.failure("root-dir already exists");
    }
    return path;
  }
}
