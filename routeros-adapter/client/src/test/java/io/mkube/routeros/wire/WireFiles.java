package io.mkube.routeros.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.rest.RouterOs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The wire files of one area; when its tests are done, each of them must have been used. */
final class WireFiles implements AfterAllCallback {
  /** Answers that only other clients provoke: the simulator is tested against them. */
  private static final Set<String> NOT_SENT =
      Set.of(
          "system-identity-post-print",
          "veth-add-unknown-argument",
          "mount-add-old-name-refused",
          "container-add-no-image",
          "container-add-unknown-tag",
          "unknown-command");

  private static final Predicate<String> NETWORK = beginsWith("veth-", "bridge-");
  private static final Predicate<String> CONTAINERS = beginsWith("container-", "mount-", "env-");
  private final Predicate<String> area;
  private final Set<String> used = new HashSet<>();

  private WireFiles(Predicate<String> area) {
    this.area = area;
  }

  static WireFiles ofNetwork() {
    return new WireFiles(NETWORK);
  }

  static WireFiles ofContainers() {
    return new WireFiles(CONTAINERS);
  }

  /** All others. */
  static WireFiles ofSystem() {
    return new WireFiles(NETWORK.or(CONTAINERS).negate());
  }

  /** Makes a call that leads to the request of a file, and returns what it made of the answer. */
  <T> T read(String file, Function<RouterOsDevice, T> call) {
    return read(List.of(file), call);
  }

  private <T> T read(List<String> files, Function<RouterOsDevice, T> call) {
    used.addAll(files);
    try (WireServer server = new WireServer(files.toArray(String[]::new));
        RouterOsDevice device = connect(server)) {
      T result = call.apply(device);
      assertEquals(List.of(), server.strangers());
      return result;
    }
  }

  /** Makes a call that leads to the request of a file. */
  void sends(String file, Consumer<RouterOsDevice> call) {
    sends(List.of(file), call);
  }

  /** Makes a call that leads to the requests of several files. */
  void sends(List<String> files, Consumer<RouterOsDevice> call) {
    String done =
        read(
            files,
            device -> {
              call.accept(device);
              return "done";
            });
    assertEquals("done", done);
  }

  /** Makes a call that fails with the answer of a file; the message holds all fragments. */
  void refuses(
      Class<? extends DeviceException> type,
      String file,
      Consumer<RouterOsDevice> call,
      String... fragments) {
    used.add(file);
    try (WireServer server = new WireServer(file);
        RouterOsDevice device = connect(server)) {
      DeviceException thrown = assertThrows(type, () -> call.accept(device));
      assertEquals(List.of(), server.strangers());
      String message = String.valueOf(thrown.getMessage());
      for (String fragment : fragments) {
        assertTrue(message.contains(fragment), () -> fragment + " in " + message);
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getTestClass().filter(Class::isMemberClass).isPresent()) {
      return;
    }
    Set<String> known = new HashSet<>(used);
    NOT_SENT.stream().filter(area).forEach(known::add);
    assertEquals(
        WireExchange.all().stream()
            .map(WireExchange::name)
            .filter(area)
            .collect(Collectors.toSet()),
        known);
  }

  private static Predicate<String> beginsWith(String... beginnings) {
    return name -> List.of(beginnings).stream().anyMatch(name::startsWith);
  }

  private static RouterOsDevice connect(WireServer server) {
    return RouterOs.connect(new RouterOsConfig(server.rest(), "admin", ""));
  }
}
