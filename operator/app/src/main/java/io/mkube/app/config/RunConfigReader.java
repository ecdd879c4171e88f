package io.mkube.app.config;

import io.mkube.app.config.RunConfig.Api;
import io.mkube.app.config.RunConfig.Device;
import io.mkube.app.console.CommandException;
import io.mkube.app.console.FileFailure;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.TlsTrust;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@link RunConfig} from YAML and tells everything that is wrong with it at once. */
public final class RunConfigReader {
  private static final Pattern NODE_NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?");

  /** Relative, and without steps upwards. */
  private static final Pattern STORAGE_ROOT = Pattern.compile("(?!.*\\.\\.)[^/]+(/[^/]+)*");

  private static final Duration SHORTEST_CYCLE = Duration.ofSeconds(1);
  private static final String DEFAULT_STORAGE_ROOT = "raid1/mkube";
  private static final String NETWORKS_ARE_OBJECTS =
      "networks are API objects (kubectl apply a Network of mkube.io/v1)";
  private static final String REGISTRIES_ARE_OBJECTS =
      "registries are API objects (kubectl apply a Registry of mkube.io/v1)";
  private static final String PROBES = "restartPolicy and the probes of each Pod decide";

  /** Keys of the configuration of mkube before version 1, and what came in their place. */
  private static final Map<String, String> RETIRED =
      Map.ofEntries(
          Map.entry("nodeName", "use devices[].name"),
          Map.entry("standalone", "use apiServer to serve the API here, or api.kubeconfig"),
          Map.entry("kubeconfig", "use api.kubeconfig"),
          Map.entry("backend", "every device is a RouterOS device"),
          Map.entry("routeros", "use devices[].url, devices[].user and devices[].passwordFile"),
          Map.entry("stormbase", "only RouterOS devices are supported"),
          Map.entry("networks", NETWORKS_ARE_OBJECTS),
          Map.entry("network", NETWORKS_ARE_OBJECTS),
          Map.entry("storage", "use devices[].storageRoot"),
          Map.entry("lifecycle", PROBES),
          Map.entry("systemd", PROBES),
          Map.entry("registry", REGISTRIES_ARE_OBJECTS),
          Map.entry("dzo", "use spec.dns of each Network"),
          Map.entry("namespace", "namespaces are API objects (kubectl create namespace)"),
          Map.entry("logging", "use kubectl logs"),
          Map.entry("nats", "use apiServer.store"),
          Map.entry("bmh", "hosts are API objects (kubectl apply a BareMetalHost of mkube.io/v1)"));

  private static final Map<String, String> RETIRED_IN_DEVICE =
      Map.of(
          "address", "the native API is not used: use url",
          "restUrl", "use url",
          "useTLS", "the scheme of url decides",
          "insecureVerify", "use certificateFile, or acceptAnyCertificate",
          "basePath", "use storageRoot",
          "tarballCache", "use storageRoot");

  private final Problems problems = new Problems();
  private final Map<String, String> environment;

  private RunConfigReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Reads a file.
   *
   * @param environment where {@code passwordEnv} is looked up
   * @throws CommandException if the file cannot be read, is no YAML, or has wrong, missing, unknown
   *     or retired keys; the message names all of them with their lines
   */
  public static RunConfig read(Path file, Map<String, String> environment) throws CommandException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new CommandException(file + ": " + FileFailure.reason(e), e);
    }
    RunConfigReader reader = new RunConfigReader(environment);
    RunConfig config = reader.config(new Section(mapping(file, text), "", reader.problems));
    reader.problems.throwIfAny(file);
    return config;
  }

  private static MappingNode mapping(Path file, String text) throws CommandException {
    try {
      Node document = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (document instanceof MappingNode mapping) {
        return mapping;
      }
      throw new CommandException(
          file
              + (document == null
                  ? ": is empty: it needs at least devices, and api or apiServer"
                  : ": line 1: must be a mapping of keys and values"));
    } catch (MarkedYAMLException e) {
      String where =
          e.getProblemMark() == null ? "" : "line " + (e.getProblemMark().getLine() + 1) + ": ";
      throw new CommandException(file + ": " + where + "not YAML: " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw new CommandException(file + ": not YAML: " + e.getMessage(), e);
    }
  }

  private RunConfig config(Section root) {
    Duration cycle = root.duration("cycle", DeviceSettings.DEFAULT_CYCLE);
    if (cycle.compareTo(SHORTEST_CYCLE) < 0) {
      root.problem("cycle", "must be at least " + SHORTEST_CYCLE.toSeconds() + "s");
      cycle = DeviceSettings.DEFAULT_CYCLE;
    }
    RunConfig config =
        new RunConfig(api(root), devices(root, cycle), root.text("defaultNetwork").orElse(null));
    root.refuseOtherKeys(RETIRED);
    return config;
  }

  private Api api(Section root) {
    Optional<Section> running = root.section("api");
    Optional<Section> served = root.section("apiServer");
    if (running.isPresent() == served.isPresent()) {
      String problem =
          running.isPresent()
              ? "api and apiServer exclude each other"
              : "api or apiServer is required";
      problems.add(served.map(Section::line).orElse(root.line()), problem);
    }
    Optional<Api> api = running.map(RunConfigReader::running);
    Optional<Api> server = served.map(RunConfigReader::served);
    return api.or(() -> server).orElse(new Api.Running(Path.of(""), 0));
  }

  private static Api running(Section section) {
    section.requiredText("kubeconfig");
    Api api =
        new Api.Running(
            section.file("kubeconfig").orElse(Path.of("")), section.port("kubeletPort", 0));
    section.refuseOtherKeys();
    return api;
  }

  private static Api served(Section section) {
    section.requiredText("data");
    Api api =
        new Api.Served(
            section.file("data").orElse(Path.of("")),
            section.store("store"),
            section.text("listen", "127.0.0.1"),
            section.port("port", 6443),
            section.port("httpPort", 8082),
            section.file("kubeconfig"),
            section.file("tokenFile"));
    section.refuseOtherKeys();
    return api;
  }

  private List<Device> devices(Section root, Duration cycle) {
    List<Section> sections = root.sections("devices");
    if (sections.isEmpty()) {
      root.problem("devices", "needs at least one device with name and url");
    }
    Set<String> names = new HashSet<>();
    return sections.stream().map(section -> device(section, cycle, names)).toList();
  }

  private Device device(Section section, Duration cycle, Set<String> names) {
    String name = section.requiredText("name");
    if (!name.isBlank() && !NODE_NAME.matcher(name).matches()) {
      section.problem("name", "must be a Node name: a-z, 0-9, '-' and '.', not '" + name + "'");
    } else if (!names.add(name)) {
      section.problem("name", "another device is called " + name + " too");
    }
    String user = section.text("user", "admin");
    if (user.isEmpty() || user.indexOf(':') >= 0) {
      section.problem("user", "must not be empty nor have a colon");
      user = "admin";
    }
    URI url = section.url("url");
    Device device =
        new Device(
            new DeviceSettings(name, storageRoot(section), literalAddress(url), cycle),
            new RouterOsConfig(url, user, password(section)).withTrust(trust(section)));
    section.refuseOtherKeys(RETIRED_IN_DEVICE);
    return device;
  }

  private static String storageRoot(Section section) {
    String root = section.text("storageRoot", DEFAULT_STORAGE_ROOT);
    if (STORAGE_ROOT.matcher(root).matches()) {
      return root;
    }
    section.problem("storageRoot", "must be a folder such as raid1/mkube, not '" + root + "'");
    return DEFAULT_STORAGE_ROOT;
  }

  /** The router's address, when the URL has no name that would have to be looked up. */
  private static List<String> literalAddress(URI url) {
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    return host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*") ? List.of(host) : List.of();
  }

  private static TlsTrust trust(Section section) {
    Optional<Path> certificate = section.file("certificateFile");
    boolean anything = section.flag("acceptAnyCertificate");
    if (anything && certificate.isPresent()) {
      section.problem("acceptAnyCertificate", "give only one of it and certificateFile");
    }
    if (certificate.isPresent() && !Files.isReadable(certificate.get())) {
      section.problem("certificateFile", certificate.get() + " cannot be read");
    }
    return anything
        ? new TlsTrust.Anything()
        : certificate
            .<TlsTrust>map(TlsTrust.Pinned::new)
            .orElseGet(TlsTrust.PublicAuthorities::new);
  }

  private String password(Section section) {
    Optional<String> inline = section.text("password");
    Optional<String> variable = section.text("passwordEnv");
    Optional<Path> file = section.file("passwordFile");
    long given = List.of(inline, variable, file).stream().filter(Optional::isPresent).count();
    if (given > 1) {
      section.problem("password", "give only one of password, passwordEnv and passwordFile");
    }
    return inline
        .or(() -> variable.map(name -> fromEnvironment(section, name)))
        .or(() -> file.map(path -> fromFile(section, path)))
        .orElse("");
  }

  private String fromEnvironment(Section section, String name) {
    String value = environment.get(name);
    if (value == null) {
      section.problem("passwordEnv", "the environment has no variable " + name);
      return "";
    }
    return value;
  }

  private static String fromFile(Section section, Path file) {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      section.problem("passwordFile", file + ": " + FileFailure.reason(e));
      return "";
    }
  }
}
