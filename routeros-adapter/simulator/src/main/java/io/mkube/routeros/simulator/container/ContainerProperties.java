package io.mkube.routeros.simulator.container;

import static io.mkube.routeros.simulator.menu.Property.argument;
import static io.mkube.routeros.simulator.menu.Property.bool;
import static io.mkube.routeros.simulator.menu.Property.choice;
import static io.mkube.routeros.simulator.menu.Property.size;
import static io.mkube.routeros.simulator.menu.Property.span;
import static io.mkube.routeros.simulator.menu.Property.text;
import static io.mkube.routeros.simulator.menu.Property.whole;

import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.menu.Property;
import io.mkube.routeros.simulator.menu.Property.Trait;
import io.mkube.routeros.simulator.menu.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The arguments of the container menus in every release since 7.9. */
final class ContainerProperties {
  private ContainerProperties() {}

  static List<Property> containers(RouterOsVersion version) {
    List<Property> all = new ArrayList<>(imageAndProcess(version));
    all.addAll(supervision());
    all.addAll(limits());
    all.add(text("comment"));
    return all;
  }

  private static List<Property> imageAndProcess(RouterOsVersion version) {
    return List.of(
        argument("name", new ValueType.Name()).since("7.19").with(Trait.UNIQUE),
        text("file"),
        text("remote-image"),
        argument("interface", new ValueType.Names()),
        text("root-dir"),
        text("layer-dir").since("7.21"),
        text("cmd"),
        text("entrypoint"),
        text("workdir"),
        text("user"),
        text("hostname"),
        text("domain-name"),
        argument("dns", new ValueType.Addresses()),
        text("default-dns").since("7.23"),
        text("hosts").since("7.21"),
        text("envlist").until("7.19.6"),
        argument("envlists", new ValueType.Names()).since("7.20"),
        text("env").since("7.21"),
        argument("mounts", new ValueType.Names()).until("7.20.8"),
        argument("mountlists", new ValueType.Names()).since("7.21"),
        text("mount").since("7.21"),
        bool("logging").initially("false"),
        bool("start-on-boot").initially("false"),
        argument("stop-signal", new ValueType.Signal(version.since(21))),
        span("stop-time").since("7.21"),
        text("shell").since("7.23"),
        bool("check-certificate").since("7.20"),
        bool("ignore-remote-image-change").since("7.23.2"));
  }

  private static List<Property> supervision() {
    return List.of(
        span("auto-restart-interval").since("7.20").until("7.22.3"),
        choice("restart-policy", "no", "always", "on-failure").since("7.23"),
        span("restart-interval").since("7.23"),
        whole("restart-max-count", 0, 4_294_967_295L).since("7.23"),
        bool("stop-on-unhealthy").since("7.23"),
        text("healthcheck-cmd").since("7.22"),
        span("healthcheck-interval").since("7.22"),
        span("healthcheck-timeout").since("7.22"),
        whole("healthcheck-retries", 0, 4_294_967_295L).since("7.22"),
        span("healthcheck-start-period").since("7.22"),
        span("healthcheck-start-interval").since("7.22"));
  }

  private static List<Property> limits() {
    return List.of(
        size("memory-high").since("7.20"),
        size("memory-max").since("7.23"),
        size("swap-max").since("7.24"),
        text("cpu-list").since("7.21"),
        size("shm-size").since("7.21.2"),
        text("tmpfs").since("7.21.2"),
        text("devices").since("7.20"),
        bool("privileged").since("7.24"));
  }

  static List<Property> mounts() {
    return List.of(
        argument("name", new ValueType.Name())
            .until("7.20.8")
            .with(Trait.UNIQUE)
            .with(Trait.REQUIRED),
        argument("list", new ValueType.Name()).since("7.21").with(Trait.REQUIRED),
        text("src").with(Trait.REQUIRED),
        text("dst").with(Trait.REQUIRED),
        bool("read-only").since("7.20").until("7.22.3").initially("false"),
        choice("mode", "rw", "ro", "rw,noexec", "ro,noexec").since("7.23").initially("rw"),
        bool("disabled").since("7.21").initially("false"),
        text("comment"));
  }

  static List<Property> variables() {
    return List.of(
        argument("name", new ValueType.Name()).until("7.19.6").with(Trait.REQUIRED),
        argument("list", new ValueType.Name()).since("7.20").with(Trait.REQUIRED),
        argument("key", new ValueType.Name()).with(Trait.REQUIRED),
        text("value"),
        bool("disabled").since("7.21").initially("false"),
        text("comment"));
  }

  static List<Property> settings() {
    return List.of(
        text("registry-url"),
        text("username"),
        text("password"),
        text("tmpdir"),
        text("layer-dir").since("7.11"),
        size("ram-high").until("7.19.6"),
        size("memory-high").since("7.20"),
        size("memory-max").since("7.23"),
        size("swap-max").since("7.24"));
  }
}
