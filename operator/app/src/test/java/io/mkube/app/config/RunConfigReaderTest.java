package io.mkube.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.app.config.RunConfig.Api;
import io.mkube.app.console.CommandException;
import io.mkube.routeros.TlsTrust;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunConfigReaderTest {
  private static final String DEVICE =
      """
      devices:
        - name: rose1
          url: https://192.168.88.1/rest
      """;
  private static final String API = "api: {kubeconfig: /etc/mkube/kubeconfig}\n";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("mkube.yaml");
  }

  @Test
  void readsAnApiServerThatRunsAlready() throws Exception {
    RunConfig config = read(API + DEVICE);

    assertEquals(new Api.Running(Path.of("/etc/mkube/kubeconfig"), 0), config.api());
    RunConfig.Device device = config.devices().getFirst();
    assertEquals("rose1", device.settings().nodeName());
    assertEquals(List.of("192.168.88.1"), device.settings().addresses());
    assertEquals(URI.create("https://192.168.88.1/rest"), device.connection().url());
    assertEquals("admin", device.connection().user());
    assertEquals("", device.connection().password());
    assertEquals("raid1/mkube", device.settings().root());
    assertNull(config.defaultNetwork());
    assertEquals(Duration.ofSeconds(10), device.settings().cycle());
  }

  @Test
  void readsAnApiServerOfItsOwnAndEveryOtherKey() throws Exception {
    Path password = folder.resolve("password");
    Files.writeString(password, "geheim\n");
    RunConfig config =
        read(
            """
            apiServer:
              data: /var/lib/mkube
              store: "memory:"
              listen: 0.0.0.0
              port: 0
              httpPort: 8083
              kubeconfig: /etc/mkube/kubeconfig
              tokenFile: /etc/mkube/tokens
            devices:
              - {name: a, url: http://10.0.0.1:8080/rest, user: ops, password: "12 34"}
              - {name: b, url: "https://[2001:db8::1]/rest", passwordEnv: ROUTER, storageRoot: nvme1/k, acceptAnyCertificate: true}
              - {name: c, url: https://c.example/rest, passwordFile: %1$s, certificateFile: %1$s}
            defaultNetwork: gt
            cycle: 1m
            """
                .formatted(password));

    assertEquals(
        new Api.Served(
            Path.of("/var/lib/mkube"),
            Optional.of(new StoreLocation.Memory()),
            "0.0.0.0",
            0,
            8083,
            Optional.of(Path.of("/etc/mkube/kubeconfig")),
            Optional.of(Path.of("/etc/mkube/tokens"))),
        config.api());
    assertEquals("12 34", config.devices().get(0).connection().password());
    assertEquals("from environment", config.devices().get(1).connection().password());
    assertEquals("nvme1/k", config.devices().get(1).settings().root());
    assertEquals(new TlsTrust.PublicAuthorities(), trust(config, 0));
    assertEquals(new TlsTrust.Anything(), trust(config, 1));
    assertEquals(new TlsTrust.Pinned(password), trust(config, 2));
    assertEquals("geheim", config.devices().get(2).connection().password());
    assertEquals("gt", config.defaultNetwork());
    assertEquals(Duration.ofMinutes(1), config.devices().get(1).settings().cycle());
    assertEquals(List.of("2001:db8::1"), config.devices().get(1).settings().addresses());
    assertEquals(List.of(), config.devices().get(2).settings().addresses());
  }

  @Nested
  class WhenSomethingIsWrong {
    @Test
    void tellsAllProblemsWithTheirLinesAndKeys() {
      String message =
          problem(
              """
              apiServer:
                port: 70000
              devices:
                - name: Rose_1
                  url: 192.168.88.1
                  password: a
                  passwordEnv: B
                - name: b
                  url: https://b/rest
                  passwordEnv: NOT_THERE
              cycle: 10
              """);

      assertEquals(
          file
              + ": line 2: apiServer.data: is required; line 2: apiServer.port: must be a port from"
              + " 0 to 65535, not '70000'; line 4: devices[0].name: must be a Node name: a-z, 0-9,"
              + " '-' and '.', not 'Rose_1'; line 5: devices[0].url: must be an http or https URL,"
              + " not '192.168.88.1'; line 6: devices[0].password: give only one of password,"
              + " passwordEnv and passwordFile; line 10: devices[1].passwordEnv: the environment"
              + " has no variable NOT_THERE; line 11: cycle: must be a duration such as 500ms, 10s"
              + " or 5m, not '10'",
          message);
    }

    @Test
    void hintsAtTheKeyThatWasMeant() {
      String message = problem(API + DEVICE + "    passwordfile: /x\nDefaultNetwork: gt\nfoo: 1\n");

      assertTrue(
          message.contains(
              "line 5: devices[0].passwordfile: is not known, did you mean passwordFile?"),
          message);
      assertTrue(
          message.contains("line 6: DefaultNetwork: is not known, did you mean defaultNetwork?"),
          message);
      assertTrue(message.endsWith("line 7: foo: is not known"), message);
    }

    @ParameterizedTest
    @CsvSource({
      "nodeName, devices[].name",
      "standalone, apiServer",
      "kubeconfig, api.kubeconfig",
      "backend, RouterOS",
      "routeros, devices[].url",
      "stormbase, RouterOS",
      "networks, kubectl apply a Network",
      "network, kubectl apply a Network",
      "storage, devices[].storageRoot",
      "lifecycle, restartPolicy",
      "systemd, restartPolicy",
      "registry, Registry",
      "dzo, spec.dns",
      "namespace, kubectl create namespace",
      "logging, kubectl logs",
      "nats, apiServer.store",
      "bmh, BareMetalHost"
    })
    void namesTheSuccessorOfARetiredKey(String key, String successor) {
      String message = problem(API + DEVICE + key + ": {}\n");

      assertTrue(message.contains("line 5: " + key + ": is not used any more: "), message);
      assertTrue(message.contains(successor), message);
    }

    @Test
    void refusesBothKindsOfApiAndNone() {
      assertTrue(problem(DEVICE).contains("line 1: api or apiServer is required"));
      assertTrue(problem(API + DEVICE + "apiServer: {data: /d}\n").contains("exclude each other"));
    }

    @Test
    void refusesTwoDevicesOfOneName() {
      assertTrue(
          problem(API + DEVICE + "  - {name: rose1, url: http://b/rest}\n")
              .endsWith("line 5: devices[1].name: another device is called rose1 too"));
    }

    @Test
    void refusesCredentialsInTheUrlWithoutPrintingThem() {
      String message = problem(API + "devices: [{name: a, url: 'http://u:geheim@b/rest'}]\n");

      assertTrue(message.contains("devices[0].url: must not hold credentials"), message);
      assertFalse(message.contains("geheim"), message);
    }

    @ParameterizedTest
    @CsvSource({
      "storageRoot: /raid1, must be a folder",
      "storageRoot: raid1/../x, must be a folder",
      "storageRoot: '', must be a folder",
      "user: 'a:b', must not be empty nor have a colon",
      "certificateFile: /not/there, /not/there cannot be read",
      "acceptAnyCertificate: yes, must be true or false"
    })
    void refusesWrongDevices(String setting, String problem) {
      String message = problem(API + DEVICE + "    " + setting + "\n");

      String key = setting.replaceFirst(":.*", "");
      assertTrue(message.contains("line 5: devices[0]." + key + ": " + problem), message);
    }

    @Test
    void refusesWrongShapes() {
      String message = problem("api: here\ndevices: {name: a}\ncycle: [1]\n");

      assertTrue(message.contains("line 1: api: must be a mapping of keys and values"), message);
      assertTrue(message.contains("line 2: devices: must be a list"), message);
      assertTrue(message.contains("line 3: cycle: must be a single value"), message);
    }

    @Test
    void refusesAKeyThatStandsTwice() {
      assertTrue(problem(API + DEVICE + API).contains("line 5: api: the key stands here twice"));
    }

    @Test
    void refusesWhatIsNoYaml() throws IOException {
      assertTrue(problem("api: [\n").startsWith(file + ": line 2: not YAML: "));
      assertTrue(problem("- a\n").contains("line 1: must be a mapping"));
      assertTrue(problem("").contains("is empty"));
      Files.write(file, "gr\u00fcn: 1".getBytes(StandardCharsets.ISO_8859_1));
      assertEquals(file + ": it is not UTF-8 text", message());
    }

    @Test
    void refusesAFileThatIsNotThere() {
      file = folder.resolve("other.yaml");
      assertEquals(file + ": there is no such file or folder", message());
    }
  }

  private static TlsTrust trust(RunConfig config, int device) {
    return config.devices().get(device).connection().trust();
  }

  private RunConfig read(String yaml) throws CommandException, IOException {
    Files.writeString(file, yaml);
    return RunConfigReader.read(file, Map.of("ROUTER", "from environment"));
  }

  private String problem(String yaml) {
    return String.valueOf(assertThrows(CommandException.class, () -> read(yaml)).getMessage());
  }

  private String message() {
    return String.valueOf(
        assertThrows(CommandException.class, () -> RunConfigReader.read(file, Map.of()))
            .getMessage());
  }
}
