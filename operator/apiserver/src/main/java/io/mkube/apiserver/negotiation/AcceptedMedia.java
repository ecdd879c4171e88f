package io.mkube.apiserver.negotiation;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** A parsed {@code Accept} header. */
public final class AcceptedMedia {
  public static final String JSON = "application/json";
  public static final String YAML = "application/yaml";

  private static final List<String> META_VERSIONS = List.of("v1", "v1beta1");
  private static final String META_GROUP = "meta.k8s.io";
  private static final List<String> PRODUCED = List.of(JSON, YAML);

  /** YAML documents have no end that a client could see. */
  private static final List<String> STREAMED = List.of(JSON + ";stream=watch");

  /** Clients send the same few headers with every request; others are read each time. */
  private static final int MAX_KNOWN = 128;

  private static final int MAX_KNOWN_LENGTH = 512;
  private static final Map<String, AcceptedMedia> KNOWN = new ConcurrentHashMap<>();

  private final List<Entry> entries;

  private AcceptedMedia(List<Entry> entries) {
    this.entries = entries;
  }

  /** Parses all values of the header; none means JSON. */
  public static AcceptedMedia parse(List<String> headers) {
    if (headers.size() != 1 || headers.getFirst().length() > MAX_KNOWN_LENGTH) {
      return read(headers);
    }
    AcceptedMedia known = KNOWN.get(headers.getFirst());
    if (known == null) {
      known = read(headers);
      if (KNOWN.size() < MAX_KNOWN) {
        KNOWN.put(headers.getFirst(), known);
      }
    }
    return known;
  }

  private static AcceptedMedia read(List<String> headers) {
    List<Entry> entries = new ArrayList<>();
    for (String header : headers) {
      for (String part : header.split(",", -1)) {
        if (!part.isBlank()) {
          entries.add(entry(part));
        }
      }
    }
    entries.sort(Comparator.comparingDouble(Entry::quality).reversed());
    return new AcceptedMedia(entries);
  }

  /**
   * The form for one object.
   *
   * @throws ApiException with 406
   */
  public Representation forObject() {
    return choose(
        (as, version) ->
            switch (as) {
              case "Table" -> Optional.of(new Representation.Table(version));
              case "PartialObjectMetadata" -> Optional.of(new Representation.PartialMetadata());
              default -> Optional.empty();
            });
  }

  /**
   * The form for a list or a watch.
   *
   * @throws ApiException with 406
   */
  public Representation forList() {
    return choose(
        (as, version) ->
            switch (as) {
              case "Table" -> Optional.of(new Representation.Table(version));
              case "PartialObjectMetadataList" ->
                  Optional.of(new Representation.PartialMetadataList());
              default -> Optional.empty();
            });
  }

  /**
   * The form for the events of a watch.
   *
   * @throws ApiException with 406
   */
  public Representation forWatch() {
    return choose(
        (as, version) ->
            switch (as) {
              case "Table" -> Optional.of(new Representation.Table(version));
              case "PartialObjectMetadata", "PartialObjectMetadataList" ->
                  Optional.of(new Representation.PartialMetadata());
              default -> Optional.empty();
            },
        STREAMED);
  }

  /**
   * The form for a Status, which stays what it is for clients that want tables.
   *
   * @throws ApiException with 406
   */
  public Representation forStatus() {
    return choose(
        (as, version) ->
            switch (as) {
              case "Table", "PartialObjectMetadata", "PartialObjectMetadataList" ->
                  Optional.of(new Representation.Json());
              default -> Optional.empty();
            });
  }

  /**
   * The form for what has no other than its own, such as discovery documents.
   *
   * @throws ApiException with 406
   */
  public Representation plain() {
    return choose((as, version) -> Optional.empty());
  }

  /**
   * The first of some types that the client takes.
   *
   * @param produced media types without parameters, the one to prefer first
   */
  public Optional<String> choose(List<String> produced) {
    if (entries.isEmpty()) {
      return Optional.of(produced.getFirst());
    }
    return entries.stream()
        .flatMap(
            entry ->
                produced.stream()
                    .filter(type -> entry.type().equals(type) || matchesAny(entry.type(), type)))
        .findFirst();
  }

  private static boolean matchesAny(String pattern, String type) {
    return pattern.equals("*/*")
        || (pattern.equals("application/*") && type.startsWith("application/"));
  }

  /** The first of some versions of a kind that comes before plain JSON. */
  public Optional<String> preferred(String group, List<String> versions, String kind) {
    return entries.stream()
        .map(entry -> entry.parameters().getOrDefault("v", ""))
        .filter(versions::contains)
        .filter(version -> prefers(group, version, kind))
        .findFirst();
  }

  /** Whether a media type with these parameters comes before plain JSON. */
  private boolean prefers(String group, String version, String kind) {
    for (Entry entry : entries) {
      Map<String, String> parameters = entry.parameters();
      if (parameters.containsKey("as")) {
        if (group.equals(parameters.get("g"))
            && version.equals(parameters.get("v"))
            && kind.equals(parameters.get("as"))
            && entry.type().equals(JSON)) {
          return true;
        }
      } else if (matchesJson(entry.type())) {
        return false;
      }
    }
    return false;
  }

  private Representation choose(BiFunction<String, String, Optional<Representation>> converted) {
    return choose(converted, PRODUCED);
  }

  private Representation choose(
      BiFunction<String, String, Optional<Representation>> converted, List<String> produced) {
    if (entries.isEmpty()) {
      return new Representation.Json();
    }
    for (Entry entry : entries) {
      Optional<Representation> found = representation(entry, converted);
      boolean streamable =
          produced.contains(YAML) || !(found.orElse(null) instanceof Representation.Yaml);
      if (found.isPresent() && streamable) {
        return found.get();
      }
    }
    throw new ApiException(new Failure.NotAcceptable(produced));
  }

  private static Optional<Representation> representation(
      Entry entry, BiFunction<String, String, Optional<Representation>> converted) {
    String as = entry.parameters().get("as");
    if (as != null) {
      String version = entry.parameters().getOrDefault("v", "");
      boolean known =
          matchesJson(entry.type())
              && META_GROUP.equals(entry.parameters().get("g"))
              && META_VERSIONS.contains(version);
      return known ? converted.apply(as, version) : Optional.empty();
    }
    if (matchesJson(entry.type())) {
      return Optional.of(new Representation.Json());
    }
    return entry.type().equals(YAML) ? Optional.of(new Representation.Yaml()) : Optional.empty();
  }

  private static boolean matchesJson(String type) {
    return type.equals(JSON) || type.equals("*/*") || type.equals("application/*");
  }

  private static Entry entry(String text) {
    String[] parts = text.split(";", -1);
    Map<String, String> parameters = new HashMap<>();
    double quality = 1;
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].strip().split("=", 2);
      String value = pair.length > 1 ? pair[1].strip() : "";
      if (pair[0].strip().equals("q")) {
        quality = quality(value);
      } else {
        parameters.put(pair[0].strip().toLowerCase(Locale.ROOT), value);
      }
    }
    return new Entry(parts[0].strip().toLowerCase(Locale.ROOT), parameters, quality);
  }

  private static double quality(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private record Entry(String type, Map<String, String> parameters, double quality) {}
}
