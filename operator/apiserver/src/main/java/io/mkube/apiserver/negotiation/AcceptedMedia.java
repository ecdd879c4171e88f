package io.mkube.apiserver.negotiation;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.negotiation.Representation.Encoding;
import io.mkube.apiserver.protobuf.ProtobufObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

  /**
   * A document of which there are versions.
   *
   * @param encoding how it is written
   * @param version its version
   */
  public record Versioned(Encoding encoding, String version) {}

  /** The form of a kind, in one of some versions, that comes before its plain predecessor. */
  public Optional<Versioned> preferred(String group, List<String> versions, String kind) {
    for (Entry entry : entries) {
      Encoding encoding = encoding(entry.type());
      Map<String, String> parameters = entry.parameters();
      String version = parameters.getOrDefault("v", "");
      if (encoding == null) {
        continue;
      }
      if (!parameters.containsKey("as")) {
        return Optional.empty();
      }
      if (group.equals(parameters.get("g"))
          && versions.contains(version)
          && kind.equals(parameters.get("as"))) {
        return Optional.of(new Versioned(encoding, version));
      }
    }
    return Optional.empty();
  }

  private Representation choose(Use use, boolean encodable) {
    Map<Use, Representation> chosen = encodable ? chosenOfAll : chosenOfText;
    Representation known = chosen.get(use);
    if (known == null) {
      known =
          find(use, encodable)
              .orElseThrow(() -> new ApiException(new Failure.NotAcceptable(PRODUCED)));
      boolean streamed = use == Use.WATCH || use == Use.STREAMED_LIST;
      if (streamed && known.contentType().equals(YAML)) {
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
    Encoding encoding = encoding(entry.type());
    if (encoding == null) {
      return Optional.empty();
    }
    String as = entry.parameters().get("as");
    if (as != null) {
      String version = entry.parameters().getOrDefault("v", "");
      boolean known =
          META_GROUP.equals(entry.parameters().get("g")) && META_VERSIONS.contains(version);
      return known ? Optional.ofNullable(converted(use, as, version, encoding)) : Optional.empty();
    }
    return encoding == Encoding.PROTOBUF && !encodable
        ? Optional.empty()
        : Optional.of(whole(encoding));
  }

  private static @Nullable Encoding encoding(String type) {
    return switch (type) {
      case JSON, "*/*", "application/*" -> Encoding.JSON;
      case YAML -> Encoding.YAML;
      case PROTOBUF -> Encoding.PROTOBUF;
      default -> null;
    };
  }

  private static Representation whole(Encoding encoding) {
    return switch (encoding) {
      case JSON -> new Representation.Json();
      case YAML -> new Representation.Yaml();
      case PROTOBUF -> new Representation.Protobuf();
    };
  }

  /** Tables have no protobuf form, whatever they are about; metadata has one of every object. */
  private static @Nullable Representation converted(
      Use use, String as, String wanted, Encoding encoding) {
    String version = encoding == Encoding.PROTOBUF ? "v1" : wanted;
    boolean table = as.equals("Table") && encoding != Encoding.PROTOBUF;
    boolean metadata = as.equals("PartialObjectMetadata");
    boolean metadataList = as.equals("PartialObjectMetadataList");
    return switch (use) {
      case OBJECT ->
          table
              ? new Representation.Table(encoding, version)
              : metadata ? new Representation.PartialMetadata(encoding, version) : null;
      case LIST ->
          table
              ? new Representation.Table(encoding, version)
              : metadataList ? new Representation.PartialMetadataList(encoding, version) : null;
      case WATCH ->
          table
              ? new Representation.Table(encoding, version)
              : metadata || metadataList
                  ? new Representation.PartialMetadata(encoding, version)
                  : null;
      case STREAMED_LIST ->
          metadata || metadataList ? new Representation.PartialMetadata(encoding, version) : null;
      case STATUS -> table || metadata || metadataList ? whole(encoding) : null;
      case DOCUMENT -> null;
    };
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
