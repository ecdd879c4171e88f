import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerationInfo;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.mkube.crds.MkubeCrds;
import io.mkube.crds.baremetalhost.BareMetalHost;
import io.mkube.crds.bootconfig.BootConfig;
import io.mkube.crds.iscsicdrom.IscsiCdrom;
import io.mkube.crds.network.Network;
import io.mkube.crds.registry.Registry;
import io.mkube.crds.schema.Formats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the definition of each kind into the folder that is named as the only argument, and adds
 * what the generator's annotations cannot say.
 */
final class GenerateCrds {
  /** To be raised with every change of a golden file that was released. */
  private static final String REVISION = "1";

  /** Kinds and what {@code kubectl explain} says about them. */
  private static final Map<Class<? extends HasMetadata>, String> KINDS =
      Map.of(
          BareMetalHost.class, "A machine with power control and network cards.",
          BootConfig.class, "What a host receives when it boots.",
          IscsiCdrom.class, "An ISO image that is exported to hosts over iSCSI.",
          Network.class, "An IP network on a bridge of the device: names, leases and addresses.",
          Registry.class, "An image registry that the control plane runs or knows.");

  /** Lists whose items have an identity: field name to the fields that identify an item. */
  private static final Map<String, List<String>> MAP_KEYS =
      Map.of(
          "allocations", List.of("address"),
          "conditions", List.of("type"),
          "subscribers", List.of("name"),
          "zones", List.of("endpoint", "zone"));

  private static final Map<String, String> ITEM_PATTERNS =
      Map.of(
          "ntpServers", Formats.HOST,
          "dnsServers", Formats.IP,
          "bootConfigs", Formats.OBJECT_NAME);

  /** Numbers that may exceed 32 bits. */
  private static final Set<String> LONGS = Set.of("observedGeneration", "isoSize", "size");

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    CRDGenerationInfo written =
        new CRDGenerator()
            .customResourceClasses(KINDS.keySet())
            .forCRDVersions("v1")
            .withPostProcessor(new Completion())
            .inOutputDir(folder.toFile())
            .detailedGenerate();
    if (written.numberOfGeneratedCRDs() != KINDS.size()) {
      throw new IllegalStateException(
          "expected " + KINDS.size() + " definitions, got " + written.numberOfGeneratedCRDs());
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(GenerateCrds::writeWholeNumbers);
    }
  }

  private static final class Completion implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata crd, String version) {
      return complete((CustomResourceDefinition) crd);
    }
  }

  private static CustomResourceDefinition complete(CustomResourceDefinition crd) {
    Class<? extends HasMetadata> kind =
        KINDS.keySet().stream()
            .filter(k -> HasMetadata.getKind(k).equals(crd.getSpec().getNames().getKind()))
            .findFirst()
            .orElseThrow();
    crd.getMetadata().setAnnotations(Map.of(MkubeCrds.REVISION_ANNOTATION, REVISION));
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      version.getAdditionalPrinterColumns().sort(inSourceOrder(kind));
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      root.setDescription(KINDS.get(kind));
      root.setRequired(List.of("spec"));
      root.setProperties(withStandardFields(root.getProperties()));
      root.getProperties().get("spec").setDescription("What is wanted.");
      root.getProperties().get("status").setDescription("What is known.");
      root.getProperties().forEach(GenerateCrds::complete);
    }
    return crd;
  }

  /** The generator sorts columns by path; people read them in the order of the annotations. */
  private static Comparator<CustomResourceColumnDefinition> inSourceOrder(Class<?> kind) {
    List<String> order =
        Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    return Comparator.comparing(column -> order.indexOf(column.getName()));
  }

  private static Map<String, JSONSchemaProps> withStandardFields(
      Map<String, JSONSchemaProps> properties) {
    Map<String, JSONSchemaProps> all = new LinkedHashMap<>();
    all.put("apiVersion", text("Version of the schema of this object."));
    all.put("kind", text("Kind of this object."));
    all.put("metadata", new JSONSchemaPropsBuilder().withType("object").build());
    all.putAll(properties);
    return all;
  }

  private static JSONSchemaProps text(String description) {
    return new JSONSchemaPropsBuilder().withType("string").withDescription(description).build();
  }

  private static void complete(String name, JSONSchemaProps schema) {
    if ("integer".equals(schema.getType())) {
      schema.setFormat(LONGS.contains(name) ? "int64" : "int32");
    }
    if ("conditions".equals(name)) {
      describeConditions(schema.getItems().getSchema());
    }
    if (MAP_KEYS.containsKey(name)) {
      schema.setXKubernetesListType("map");
      schema.setXKubernetesListMapKeys(MAP_KEYS.get(name));
    }
    if (ITEM_PATTERNS.containsKey(name)) {
      schema.getItems().getSchema().setPattern(ITEM_PATTERNS.get(name));
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(GenerateCrds::complete);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      complete("", schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null
        && schema.getAdditionalProperties().getSchema() != null) {
      complete("", schema.getAdditionalProperties().getSchema());
    }
  }

  /** The rules of {@code metav1.Condition}. */
  private static void describeConditions(JSONSchemaProps condition) {
    condition.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
    Map<String, JSONSchemaProps> fields = condition.getProperties();
    describe(fields, "type", "Type of the condition.").setMaxLength(316L);
    describe(fields, "status", "True, False or Unknown.").setPattern("^(True|False|Unknown)$");
    describe(fields, "reason", "Reason of the last change, in one word.").setMaxLength(1024L);
    describe(fields, "message", "Details for people.").setMaxLength(32768L);
    describe(fields, "lastTransitionTime", "When the status last changed.").setFormat("date-time");
    describe(fields, "observedGeneration", "Generation that the condition describes.");
  }

  private static JSONSchemaProps describe(
      Map<String, JSONSchemaProps> fields, String name, String description) {
    JSONSchemaProps field = fields.get(name);
    field.setDescription(description);
    return field;
  }

  /** Bounds are doubles in the model; an integer field deserves {@code 1}, not {@code 1.0}. */
  private static void writeWholeNumbers(Path file) {
    try {
      String yaml = Files.readString(file);
      Files.writeString(
          file,
          java.util.regex.Pattern.compile("(minimum|maximum): ([-0-9.E]+)")
              .matcher(yaml)
              .replaceAll(m -> m.group(1) + ": " + (long) Double.parseDouble(m.group(2))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
