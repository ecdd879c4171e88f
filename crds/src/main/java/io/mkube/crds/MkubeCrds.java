package io.mkube.crds;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The definitions of mkube's kinds, as they are applied to an API server. */
public final class MkubeCrds {
  /** Full names of the definitions, {@code <plural>.mkube.io}. */
  public static final List<String> NAMES =
      List.of(
          "baremetalhosts.mkube.io",
          "bootconfigs.mkube.io",
          "iscsi-cdroms.mkube.io",
          "networks.mkube.io",
          "registries.mkube.io");

  /**
   * Annotation of the definitions: a number that grows with every change of a schema, so that a
   * program can tell an older definition from a newer one.
   */
  public static final String REVISION_ANNOTATION = "mkube.io/schema-revision";

  private MkubeCrds() {}

  /** All definitions as one YAML stream, each document begun by {@code ---}. */
  public static String yaml() {
    StringBuilder yaml = new StringBuilder();
    NAMES.forEach(name -> yaml.append("---\n").append(yaml(name)));
    return yaml.toString();
  }

  /**
   * One definition as a YAML document.
   *
   * @param name one of {@link #NAMES}
   * @throws IllegalArgumentException if there is no definition of that name
   */
  public static String yaml(String name) {
    String resource = "/META-INF/mkube/crds/" + name + "-v1.yml";
    try (InputStream in = MkubeCrds.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no definition \"" + name + "\" in this build; there are " + NAMES);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + resource, e);
    }
  }

  /** All definitions as objects. */
  public static List<CustomResourceDefinition> definitions() {
    return NAMES.stream()
        .map(name -> Serialization.unmarshal(yaml(name), CustomResourceDefinition.class))
        .toList();
  }
}
