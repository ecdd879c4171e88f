package io.mkube.conformance.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Cases of one kubectl verb. Each case has a namespace of its own, so cases run beside each other.
 * A case reads:
 *
 * <pre>{@code
 * kubectl("create configmap settings --from-literal=colour=red").says("configmap/settings created");
 * the("configmaps/settings").has("data.colour", "red");
 * refusal("create configmap settings").refused(409, "AlreadyExists", "Error from server …");
 * }</pre>
 *
 * In commands and files {@code $NS} is the namespace. Words with spaces stand in single quotes.
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class KubectlCases {
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

  private final Supplier<Site> site;
  private String namespace = "";

  KubectlCases(Supplier<Site> site) {
    this.site = site;
  }

  @BeforeEach
  void makeNamespace() {
    String purpose = getClass().getSuperclass().getSimpleName().replace("Cases", "");
    namespace = site().newNamespace(purpose.toLowerCase(Locale.ROOT));
  }

  final Site site() {
    return site.get();
  }

  final String namespace() {
    return namespace;
  }

  /** Runs a command in the case's namespace. */
  final Answer kubectl(String command) {
    return kubectl(command, "");
  }

  /** Runs a command in the case's namespace with a text on standard input, for {@code -f -}. */
  final Answer kubectl(String command, String input) {
    return kubectl(command, input, Map.of());
  }

  /** Runs a command with an environment, such as {@code KUBE_EDITOR}. */
  final Answer kubectl(String command, String input, Map<String, String> environment) {
    List<String> arguments = new ArrayList<>(List.of("--namespace=" + namespace));
    arguments.addAll(words(resolved(command)));
    return site().kubectl(arguments, environment, resolved(input));
  }

  /** Runs a command that the server is to refuse, with a log that shows its Status. */
  final Answer refusal(String command) {
    return refusal(command, "");
  }

  /** Like {@link #refusal(String)} with a text on standard input. */
  final Answer refusal(String command, String input) {
    return kubectl("-v=9 " + command, input);
  }

  /** Creates objects, as a beginning of a case. */
  final void given(String yaml) {
    kubectl("create -f -", yaml).succeeds();
  }

  /** A file with this content. */
  final Path file(String name, String content) {
    return site().file(namespace + "/" + name, resolved(content));
  }

  /**
   * An object of the case's namespace: {@code plural/name} or {@code plural.group[/version]/name}.
   */
  final Seen the(String object) {
    return new Seen(site(), path("namespaces/" + namespace + "/", resolved(object)));
  }

  /** An object outside namespaces. */
  final Seen theCluster(String object) {
    return new Seen(site(), path("", resolved(object)));
  }

  private static String path(String namespace, String object) {
    String[] parts = object.split("/", -1);
    String resource = parts[0];
    int dot = resource.indexOf('.');
    String version = parts.length == 3 ? parts[1] : "v1";
    String name = parts[parts.length - 1];
    if (dot < 0) {
      return "/api/v1/" + namespace + resource + "/" + name;
    }
    String group = resource.substring(dot + 1);
    return "/apis/"
        + group
        + "/"
        + version
        + "/"
        + namespace
        + resource.substring(0, dot)
        + "/"
        + name;
  }

  private String resolved(String text) {
    return text.replace("$NS", namespace);
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group().replace("'", ""));
    }
    return words;
  }

  /** An object as the server has it now. */
  record Seen(Site site, String path) {
    /**
     * The object's value at a dotted path such as {@code spec.template.spec.containers.0.image}.
     */
    String at(String field) {
      JsonNode node = value(field);
      return node.isContainerNode() ? node.toString() : node.asText();
    }

    /** The same for keys with dots in them: a JSON pointer. */
    String pointer(String pointer) {
      return site.get(path).at(pointer).asText();
    }

    /** Has this value there. */
    Seen has(String field, String expected) {
      assertEquals(expected, at(field), () -> field + " of " + site.get(path).toPrettyString());
      return this;
    }

    /** Has nothing there. */
    Seen lacks(String field) {
      assertTrue(
          value(field).isMissingNode(), () -> field + " of " + site.get(path).toPrettyString());
      return this;
    }

    /** There is no such object. */
    void isGone() {
      JsonNode status = site.get(path);
      assertEquals("NotFound", status.path("reason").asText(), status::toPrettyString);
    }

    /** There is such an object. */
    Seen exists() {
      JsonNode found = site.get(path);
      assertTrue(found.path("metadata").has("uid"), found::toPrettyString);
      return this;
    }

    private JsonNode value(String field) {
      JsonNode node = site.get(path);
      for (String step : field.split("\\.", -1)) {
        node = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
      }
      return node;
    }
  }
}
