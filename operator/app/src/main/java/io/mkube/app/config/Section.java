package io.mkube.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a YAML document. Values are read by key, wrong ones are noted as problems with their
 * line and path, and {@link #refuseOtherKeys} notes the keys that nobody asked for.
 */
final class Section {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  /** Stands for an address that was noted as a problem. */
  private static final URI NO_URL = URI.create("http://not-given");

  private final String path;
  private final int line;
  private final Problems problems;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  Section(MappingNode node, String path, Problems problems) {
    this.path = path;
    this.line = lineOf(node);
    this.problems = problems;
    for (NodeTuple entry : node.getValue()) {
      Node key = entry.getKeyNode();
      String name = key instanceof ScalarNode scalar ? scalar.getValue() : key.toString();
      if (entries.putIfAbsent(name, entry) != null) {
        problems.add(lineOf(key), at(name) + ": the key stands here twice");
      }
    }
  }

  /** Counts from 1. */
  int line() {
    return line;
  }

  /** A text, a number or a truth value as it is written; empty if the key is absent. */
  Optional<String> text(String key) {
    return value(key).flatMap(node -> scalar(key, node));
  }

  String text(String key, String absent) {
    return text(key).orElse(absent);
  }

  /** Notes a problem if the key is absent or empty. */
  String requiredText(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty() && !entries.containsKey(key)) {
      problems.add(line, at(key) + ": is required");
    } else if (text.isPresent() && text.get().isBlank()) {
      problem(key, "must not be empty");
    }
    return text.orElse("");
  }

  /** A TCP port; 0 asks for a free one. */
  int port(String key, int absent) {
    return parse(key, Section::toPort).orElse(absent);
  }

  /** A whole number with its unit, such as {@code 500ms}, {@code 10s} or {@code 5m}. */
  Duration duration(String key, Duration absent) {
    return parse(key, Section::toDuration).orElse(absent);
  }

  Optional<Path> file(String key) {
    return parse(key, Path::of);
  }

  Optional<StoreLocation> store(String key) {
    return parse(key, StoreLocation::parse);
  }

  /** An absolute {@code http} or {@code https} address; required. */
  URI url(String key) {
    requiredText(key);
    return parse(key, Section::toUrl).orElse(NO_URL);
  }

  /** {@code true} or {@code false}. */
  boolean flag(String key) {
    return parse(key, Section::toFlag).orElse(false);
  }

  Optional<Section> section(String key) {
    return value(key)
        .flatMap(
            node -> {
              if (node instanceof MappingNode mapping) {
                return Optional.of(new Section(mapping, at(key), problems));
              }
              problem(key, "must be a mapping of keys and values");
              return Optional.empty();
            });
  }

  List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    value(key)
        .ifPresent(
            node -> {
              if (node instanceof SequenceNode sequence) {
                collect(key, sequence, sections);
              } else {
                problem(key, "must be a list");
              }
            });
    return sections;
  }

  boolean has(String key) {
    asked.add(key);
    return entries.containsKey(key);
  }

  /** Notes a problem with the value of a key of this section. */
  void problem(String key, String what) {
    NodeTuple entry = entries.get(key);
    problems.add(entry == null ? line : lineOf(entry.getKeyNode()), at(key) + ": " + what);
  }

  /**
   * Notes every key that was not asked for.
   *
   * @param retired what replaces keys that once existed
   */
  void refuseOtherKeys(Map<String, String> retired) {
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      String key = entry.getKey();
      if (!asked.contains(key)) {
        String successor = retired.get(key);
        String hint =
            successor != null
                ? "is not used any more: " + successor
                : "is not known" + nearest(key).map(n -> ", did you mean " + n + "?").orElse("");
        problem(key, hint);
      }
    }
  }

  void refuseOtherKeys() {
    refuseOtherKeys(Map.of());
  }

  private <T> Optional<T> parse(String key, Function<String, T> parser) {
    return text(key)
        .flatMap(
            text -> {
              try {
                return Optional.of(parser.apply(text));
              } catch (IllegalArgumentException e) {
                problem(key, String.valueOf(e.getMessage()));
                return Optional.empty();
              }
            });
  }

  private static int toPort(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException("must be a port from 0 to 65535, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private static boolean toFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false, not '" + text + "'");
    };
  }

  private static Duration toDuration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "must be a duration such as 500ms, 10s or 5m, not '" + text + "'");
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static URI toUrl(String text) {
    URI url = URI.create(text);
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null) {
      throw new IllegalArgumentException("must be an http or https URL, not '" + text + "'");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("must not hold credentials: use user and password");
    }
    return url;
  }

  private void collect(String key, SequenceNode sequence, List<Section> sections) {
    int index = 0;
    for (Node element : sequence.getValue()) {
      String elementPath = at(key) + "[" + index++ + "]";
      if (element instanceof MappingNode mapping) {
        sections.add(new Section(mapping, elementPath, problems));
      } else {
        problems.add(lineOf(element), elementPath + ": must be a mapping of keys and values");
      }
    }
  }

  private Optional<Node> value(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key))
        .map(NodeTuple::getValueNode)
        .filter(node -> !node.getTag().equals(Tag.NULL));
  }

  private Optional<String> scalar(String key, Node node) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    problem(key, "must be a single value");
    return Optional.empty();
  }

  private Optional<String> nearest(String key) {
    return asked.stream()
        .filter(known -> editDistance(key, known) <= Math.max(1, known.length() / 3))
        .min(Comparator.comparingInt(known -> editDistance(key, known)));
  }

  /** Levenshtein's distance, upper and lower case being equal. */
  private static int editDistance(String a, String b) {
    int[] previous = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = previous[j - 1] + (same ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
