package io.mkube.apiserver.negotiation;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.protobuf.ProtobufObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A parsed {@code Accept} header. */
public final class AcceptedMedia {
  public static final String JSON = "application/json";
  public static final String YAML = "application/yaml";

  private static final List<String> META_VERSIONS = List.of("v1", "v1beta1");
  private static final String META_GROUP = "meta.k8s.io";
  private static final String PROTOBUF = ProtobufObjects.MEDIA_TYPE;
  private static final List<String> PRODUCED = List.of(JSON, YAML, PROTOBUF);

  /** YAML documents have no end that a client could see. */
  private static final List<String> STREAMED =
      List.of(JSON + ";stream=watch", PROTOBUF + ";stream=watch");

  /** Clients send the same few headers with every request; others are read each time. */
  private static final int MAX_KNOWN = 128;

  private static final int MAX_KNOWN_LENGTH = 512;
  private static final Map<String, AcceptedMedia> KNOWN = new ConcurrentHashMap<>();

  private final List<Entry> entries;
  private final boolean protobuf;

  /** What was chosen before, where protobuf was and where it was not to be had. */
  private final Map<Use, Representation> chosenOfAll = new ConcurrentHashMap<>();

  private final Map<Use, Representation> chosenOfText = new ConcurrentHashMap<>();

  private AcceptedMedia(List<Entry> entries) {
    this.entries = entries;
    boolean named = false;
    for (Entry entry : entries) {
      named |= entry.type().equals(PROTOBUF);
    }
    this.protobuf = named;
  }

  /** What an answer is about. */
  private enum Use {
    OBJECT,
    LIST,
    WATCH,
    STREAMED_LIST,
    STATUS,
    DOCUMENT
  }

  /** Whether protobuf is among the types, so that somebody has to know whether there is such. */
  public boolean namesProtobuf() {
    return protobuf;
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
    entries.sort(
        Comparator.comparingDouble(Entry::quality)
            .reversed()
            .thenComparing(entry -> entry.type().startsWith("*"))
            .thenComparing(entry -> entry.type().endsWith("*")));
    return new AcceptedMedia(entries);
  }

  /**
   * The form for one object.
   *
   * @param encodable whether the object itself has a protobuf form
   * @throws ApiException with 406
   */
  public Representation forObject(boolean encodable) {
    return choose(Use.OBJECT, encodable);
  }

  /**
   * The form for a list.
   *
   * @param encodable whether the objects themselves have a protobuf form
   * @throws ApiException with 406
   */
  public Representation forList(boolean encodable) {
    return choose(Use.LIST, encodable);
  }

  /**
   * The form for the events of a watch.
   *
   * @param encodable whether the objects themselves have a protobuf form
   * @throws ApiException with 406
   */
  public Representation forWatch(boolean encodable) {
    return choose(Use.WATCH, encodable);
  }

  /**
   * The form for the events of a watch that begins with what there is: no table, of which only the
   * first row would have the columns.
   *
   * @param encodable whether the objects themselves have a protobuf form
   * @throws ApiException with 406
   */
  public Representation forStreamedList(boolean encodable) {
    return choose(Use.STREAMED_LIST, encodable);
  }

  /**
   * The form for a Status, which stays what it is for clients that want tables.
   *
   * @param encodable whether its resource has a protobuf form
   * @throws ApiException with 406
   */
  public Representation forStatus(boolean encodable) {
    return choose(Use.STATUS, encodable);
  }

  /** The form for a failure, which every resource has as protobuf; empty if none is accepted. */
  public Optional<Representation> forFailure() {
    return find(Use.DOCUMENT, true);
  }

  /**
   * The form for what has no other than its own, such as discovery documents.
   *
   * @param encodable whether the document has a protobuf form
   * @throws ApiException with 406
   */
  public Representation plain(boolean encodable) {
    return choose(Use.DOCUMENT, encodable);
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

  private Representation choose(Use use, boolean encodable) {
    Map<Use, Representation> chosen = encodable ? chosenOfAll : chosenOfText;
    Representation known = chosen.get(use);
    if (known == null) {
      known =
          find(use, encodable)
              .orElseThrow(() -> new ApiException(new Failure.NotAcceptable(PRODUCED)));
      boolean streamed = use == Use.WATCH || use == Use.STREAMED_LIST;
      if (streamed && known instanceof Representation.Yaml) {
        throw new ApiException(new Failure.NotAcceptable(STREAMED));
      }
      chosen.put(use, known);
    }
    return known;
  }

  private Optional<Representation> find(Use use, boolean encodable) {
    if (entries.isEmpty()) {
      return Optional.of(new Representation.Json());
    }
    for (Entry entry : entries) {
      Optional<Representation> found = representation(entry, use, encodable);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Representation> representation(Entry entry, Use use, boolean encodable) {
    boolean asProtobuf = entry.type().equals(PROTOBUF);
    String as = entry.parameters().get("as");
    if (as != null) {
      String version = entry.parameters().getOrDefault("v", "");
      boolean known =
          (asProtobuf || matchesJson(entry.type()))
              && META_GROUP.equals(entry.parameters().get("g"))
              && META_VERSIONS.contains(version);
      return known ? converted(use, as, version, asProtobuf) : Optional.empty();
    }
    if (matchesJson(entry.type())) {
      return Optional.of(new Representation.Json());
    }
    if (asProtobuf) {
      return encodable ? Optional.of(new Representation.Protobuf()) : Optional.empty();
    }
    return entry.type().equals(YAML) ? Optional.of(new Representation.Yaml()) : Optional.empty();
  }

  /** Tables have no protobuf form, whatever they are about; metadata has one of every object. */
  private static Optional<Representation> converted(
      Use use, String as, String wanted, boolean asProtobuf) {
    String version = asProtobuf ? "v1" : wanted;
    boolean table = as.equals("Table") && !asProtobuf;
    boolean metadata = as.equals("PartialObjectMetadata");
    boolean metadataList = as.equals("PartialObjectMetadataList");
    Representation form =
        switch (use) {
          case OBJECT ->
              table
                  ? new Representation.Table(version)
                  : metadata ? new Representation.PartialMetadata(asProtobuf, version) : null;
          case LIST ->
              table
                  ? new Representation.Table(version)
                  : metadataList
                      ? new Representation.PartialMetadataList(asProtobuf, version)
                      : null;
          case WATCH ->
              table
                  ? new Representation.Table(version)
                  : metadata || metadataList
                      ? new Representation.PartialMetadata(asProtobuf, version)
                      : null;
          case STREAMED_LIST ->
              metadata || metadataList
                  ? new Representation.PartialMetadata(asProtobuf, version)
                  : null;
          case STATUS -> table || metadata || metadataList ? statusForm(asProtobuf) : null;
          case DOCUMENT -> null;
        };
    return Optional.ofNullable(form);
  }

  private static Representation statusForm(boolean asProtobuf) {
    return asProtobuf ? new Representation.Protobuf() : new Representation.Json();
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
