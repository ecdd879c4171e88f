package io.mkube.routeros.rest;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.container.CommandLine;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.ContainerSpec.CertificateCheck;
import io.mkube.routeros.container.ContainerSpec.ImageSource;
import io.mkube.routeros.container.ContainerState;
import io.mkube.routeros.container.Containers;
import io.mkube.routeros.http.Operation;
import java.util.ArrayList;
import java.util.List;

/** Menu {@code /container}. */
final class RouterOsContainers implements Containers {
  private static final List<String> KEPT_NAMES =
      List.of(
          ".id",
          "name",
          "comment",
          "file",
          "interface",
          "root-dir",
          "cmd",
          "entrypoint",
          "workdir",
          "user",
          "hostname",
          "dns",
          "start-on-boot",
          "logging");

  private final Console console;

  RouterOsContainers(Console console) {
    this.console = console;
  }

  @Override
  public List<Container> list() {
    Release release = console.release();
    List<String> properties = new ArrayList<>(KEPT_NAMES);
    Property.CONTAINER_MOUNT_LISTS.in(release).ifPresent(properties::add);
    Property.CONTAINER_ENV_LISTS.in(release).ifPresent(properties::add);
    // In which release these changed is not documented and reports differ: all are asked for. The
    // device passes over names that it does not know (inferred from the binary interface).
    properties.addAll(List.of("tag", "repo", "about"));
    properties.addAll(StateColumns.names());
    return console.print(Menu.CONTAINER, properties).stream()
        .map(RouterOsContainers::container)
        .toList();
  }

  @Override
  public String add(ContainerSpec spec) {
    Operation operation = console.operation("add", Menu.CONTAINER, spec.name());
    return console.add(Menu.CONTAINER, arguments(spec, operation), operation);
  }

  @Override
  public void start(String id) {
    run("start", id);
  }

  @Override
  public void stop(String id) {
    run("stop", id);
  }

  @Override
  public void remove(String id) {
    run("remove", id);
  }

  private void run(String command, String id) {
    console.run(
        Menu.CONTAINER, command, Arguments.of(id), console.operation(command, Menu.CONTAINER, id));
  }

  private Arguments arguments(ContainerSpec spec, Operation operation) {
    Release release = console.release();
    Arguments arguments =
        new Arguments()
            .putIfKnown(Property.CONTAINER_NAME, release, spec.name())
            .put("comment", spec.comment())
            .put("interface", spec.interfaceName())
            .put("root-dir", Row.withoutSlash(spec.rootDir()))
            .putIfKnown(
                Property.CONTAINER_MOUNT_LISTS, release, String.join(",", spec.mountLists()))
            .putIfKnown(Property.CONTAINER_ENV_LISTS, release, envLists(spec, release, operation))
            .put("cmd", CommandLine.join(spec.cmd()))
            .put("entrypoint", CommandLine.join(spec.entrypoint()))
            .put("workdir", spec.workdir())
            .put("user", spec.user())
            .put("hostname", spec.hostname())
            .put("dns", spec.dns())
            .put("start-on-boot", spec.startOnBoot() ? "yes" : "")
            .put("logging", spec.logging() ? "yes" : "");
    if (spec.stopSeconds() > 0) {
      arguments.putIfKnown(Property.CONTAINER_STOP_TIME, release, spec.stopSeconds() + "s");
    }
    switch (spec.image()) {
      case ImageSource.Archive archive -> arguments.put("file", Row.withoutSlash(archive.path()));
      case ImageSource.Remote remote -> {
        arguments.put("remote-image", remote.reference());
        if (remote.check() == CertificateCheck.OFF) {
          arguments.putIfKnown(Property.CONTAINER_CHECK_CERTIFICATE, release, "no");
        }
      }
    }
    return arguments;
  }

  private static String envLists(ContainerSpec spec, Release release, Operation operation) {
    boolean one = Property.CONTAINER_ENV_LISTS.in(release).orElse("").equals("envlist");
    if (one && spec.envLists().size() > 1) {
      throw new DeviceException.Unsupported(
          operation.failed("RouterOS " + release + " takes one environment list per container"));
    }
    return String.join(",", spec.envLists());
  }

  private static Container container(Row row) {
    ContainerState state = StateColumns.read(row);
    return new Container(
        row.id(),
        row.text("name"),
        row.text("comment"),
        state,
        row.firstText("tag", "repo"),
        row.path("file"),
        row.list("interface"),
        row.path("root-dir"),
        mountOrEnvLists(row, "mountlists", "mounts"),
        mountOrEnvLists(row, "envlists", "envlist"),
        row.text("cmd"),
        row.text("entrypoint"),
        row.text("workdir"),
        row.text("user"),
        row.text("hostname"),
        row.list("dns"),
        row.flag("start-on-boot"),
        row.flag("logging"),
        row.text("about"));
  }

  private static List<String> mountOrEnvLists(Row row, String today, String before) {
    return row.has(today) ? row.list(today) : row.list(before);
  }
}
