package io.mkube.crds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class MkubeCrdsTest {
  static final List<String> NAMES = MkubeCrds.NAMES;

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** {@code mvn test -pl crds -Dgolden.update=true} writes the files anew. */
  @ParameterizedTest
  @FieldSource("NAMES")
  void staysAsTheGoldenFileSays(String name) throws IOException {
    Path golden = GOLDEN.resolve(name + ".yml");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, MkubeCrds.yaml(name));
    }

    assertEquals(Files.readString(golden), MkubeCrds.yaml(name));
  }

  @Test
  void namesKindsScopesAndShortNamesAsUsersTypeThem() {
    Map<String, String> kinds = new TreeMap<>();
    for (CustomResourceDefinition crd : MkubeCrds.definitions()) {
      kinds.put(
          crd.getMetadata().getName(),
          crd.getSpec().getNames().getKind()
              + " "
              + crd.getSpec().getScope()
              + " "
              + crd.getSpec().getNames().getShortNames());
    }

    assertEquals(
        Map.of(
            "networks.mkube.io", "Network Cluster [net]",
            "registries.mkube.io", "Registry Cluster [reg]",
            "iscsi-cdroms.mkube.io", "ISCSICdrom Cluster [icd]",
            "bootconfigs.mkube.io", "BootConfig Cluster [bc]",
            "baremetalhosts.mkube.io", "BareMetalHost Namespaced [bmh]"),
        kinds);
  }

  @Test
  void explainsEveryField() {
    List<String> silent = new ArrayList<>();
    everySchema(
        (path, schema) -> {
          if (schema.getDescription() == null && !path.endsWith(".metadata")) {
            silent.add(path);
          }
        });

    assertEquals(List.of(), silent);
  }

  /** A structural schema names a type for every field, or keeps it as it is. */
  @Test
  void givesEveryFieldAType() {
    List<String> untyped = new ArrayList<>();
    everySchema(
        (path, schema) -> {
          boolean kept = Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields());
          boolean list = "array".equals(schema.getType());
          if ((schema.getType() == null && !kept)
              || (list && schema.getItems().getSchema().getType() == null)) {
            untyped.add(path);
          }
        });

    assertEquals(List.of(), untyped);
  }

  @Test
  void requiresTheKeysOfKeyedLists() {
    List<String> keyed = new ArrayList<>();
    everySchema(
        (path, schema) -> {
          if ("map".equals(schema.getXKubernetesListType())) {
            keyed.add(path);
            assertTrue(
                schema
                    .getItems()
                    .getSchema()
                    .getRequired()
                    .containsAll(schema.getXKubernetesListMapKeys()),
                path);
          }
        });

    assertTrue(keyed.contains("networks.mkube.io.status.allocations"), keyed.toString());
  }

  @Test
  void usesPatternsThatCompile() {
    everySchema(
        (path, schema) -> {
          if (schema.getPattern() != null) {
            Pattern.compile(schema.getPattern());
          }
        });
  }

  @Test
  void keepsStatusApartFromSpec() {
    for (CustomResourceDefinition crd : MkubeCrds.definitions()) {
      for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
        assertTrue(version.getSubresources().getStatus() != null, crd.getMetadata().getName());
      }
    }
  }

  @Test
  void streamsAllDefinitionsAsYamlDocuments() {
    assertEquals(NAMES.size(), MkubeCrds.yaml().split("(?m)^---$", -1).length - 1);
  }

  @Test
  void namesTheDefinitionThatDoesNotExist() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> MkubeCrds.yaml("disks"));

    assertTrue(refusal.toString().contains("\"disks\""), refusal.toString());
  }

  private static void everySchema(BiConsumer<String, JSONSchemaProps> visitor) {
    for (CustomResourceDefinition crd : MkubeCrds.definitions()) {
      for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
        visit(crd.getMetadata().getName(), version.getSchema().getOpenAPIV3Schema(), visitor);
      }
    }
  }

  private static void visit(
      String path, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> visitor) {
    visitor.accept(path, schema);
    Map<String, JSONSchemaProps> fields = new TreeMap<>();
    if (schema.getProperties() != null) {
      fields.putAll(schema.getProperties());
    }
    if (schema.getItems() != null && schema.getItems().getSchema().getProperties() != null) {
      fields.putAll(schema.getItems().getSchema().getProperties());
    }
    fields.forEach((name, field) -> visit(path + "." + name, field, visitor));
  }
}
