package io.mkube.apiserver.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.error.StatusAnswer;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.negotiation.AcceptedMedia;
import io.mkube.apiserver.negotiation.Indentation;
import io.mkube.apiserver.negotiation.Representation;
import io.mkube.apiserver.object.IndentedJson;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.resource.ServedResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes answers in the form that the client asked for. Thread-safe. */
public final class AnswerWriter {
  /** Smaller answers are not worth compressing. */
  private static final long COMPRESSED_FROM = 128 << 10;

  private static final byte[] COMMA = {','};
  private static final byte[] END = "]}\n".getBytes(StandardCharsets.US_ASCII);
  private final RecentAnswers recent = new RecentAnswers();
  private final Clock clock;

  public AnswerWriter(Clock clock) {
    this.clock = clock;
  }

  /**
   * Checks that a form can be produced before anything is changed.
   *
   * @throws io.mkube.apiserver.error.ApiException with 406
   */
  public static void requireAcceptable(Exchange exchange) {
    AcceptedMedia.parse(exchange.headers("Accept")).forObject();
  }

  /** Writes an answer. */
  public void write(Exchange exchange, Answer answer, String includeObject) throws IOException {
    AcceptedMedia accepted = AcceptedMedia.parse(exchange.headers("Accept"));
    if (answer instanceof Answer.One one) {
      writeOne(exchange, one, accepted, includeObject); // before the first switch over types
      return;
    }
    switch (answer) {
      case Answer.One one -> writeOne(exchange, one, accepted, includeObject);
      case Answer.Computed computed ->
          writeTree(
              exchange,
              computed.status(),
              converted(
                  computed.resource(), computed.object(), accepted.forObject(), includeObject),
              accepted.forObject());
      case Answer.Many many -> writeMany(exchange, many, accepted.forList(), includeObject);
      case Answer.Document document ->
          writeTree(
              exchange,
              document.status(),
              document.body(),
              isStatus(document) ? accepted.forStatus() : accepted.plain());
    }
  }

  /**
   * Checks that the answer to a delete can be read before anything is deleted.
   *
   * @throws io.mkube.apiserver.error.ApiException with 406
   */
  public static void requireStatusAcceptable(Exchange exchange) {
    AcceptedMedia.parse(exchange.headers("Accept")).forStatus();
  }

  private static boolean isStatus(Answer.Document document) {
    return document.body().path("kind").asText().equals("Status");
  }

  /** Writes a failure: as YAML for who prefers it, else as JSON, whatever the client accepts. */
  public static void writeStatus(Exchange exchange, StatusAnswer status) throws IOException {
    if (status.retryAfterSeconds() > 0) {
      exchange.addHeader("Retry-After", Integer.toString(status.retryAfterSeconds()));
    }
    boolean yaml =
        AcceptedMedia.parse(exchange.headers("Accept"))
            .choose(List.of(AcceptedMedia.JSON, AcceptedMedia.YAML))
            .filter(AcceptedMedia.YAML::equals)
            .isPresent();
    Representation form = yaml ? new Representation.Yaml() : new Representation.Json();
    writeTree(exchange, status.code(), status.body(), form);
  }

  private void writeOne(
      Exchange exchange, Answer.One one, AcceptedMedia accepted, String includeObject)
      throws IOException {
    Representation form = accepted.forObject();
    if (form instanceof Representation.Json) {
      writeBytes(exchange, one.status(), form, recent.of(one.resource(), one.object()));
    } else {
      ObjectNode object = one.resource().decode(one.object());
      writeTree(
          exchange, one.status(), converted(one.resource(), object, form, includeObject), form);
    }
  }

  private ObjectNode converted(
      ServedResource resource, ObjectNode object, Representation form, String includeObject) {
    return switch (form) {
      case Representation.Json json -> object;
      case Representation.Yaml yaml -> object;
      case Representation.Table table -> {
        TableRenderer renderer = renderer(resource, table, includeObject);
        ObjectNode result = renderer.table();
        renderer.addRow(result, object);
        result
            .withObject("/metadata")
            .put("resourceVersion", object.path("metadata").path("resourceVersion").asText());
        yield result;
      }
      case Representation.PartialMetadata partial -> PartialMetadata.of(object);
      case Representation.PartialMetadataList list -> PartialMetadata.of(object);
    };
  }

  private void writeMany(
      Exchange exchange, Answer.Many many, Representation form, String includeObject)
      throws IOException {
    ServedResource resource = many.resource();
    switch (form) {
      case Representation.Json json ->
          stream(exchange, many, listHead(many), (item, out) -> writeItem(resource, item, out));
      case Representation.Yaml yaml -> writeTree(exchange, 200, listTree(many), form);
      case Representation.Table table -> {
        TableRenderer renderer = renderer(resource, table, includeObject);
        stream(
            exchange,
            many,
            tableHead(many, renderer),
            (item, out) ->
                out.write(Json.MAPPER.writeValueAsBytes(renderer.row(resource.decode(item)))));
      }
      case Representation.PartialMetadata partial ->
          stream(exchange, many, partialHead(many), partialItem(resource));
      case Representation.PartialMetadataList list ->
          stream(exchange, many, partialHead(many), partialItem(resource));
    }
  }

  private static ItemWriter partialItem(ServedResource resource) {
    return (item, out) -> out.write(Json.write(PartialMetadata.of(resource.decode(item))));
  }

  private static void writeItem(ServedResource resource, CachedObject item, OutputStream out)
      throws IOException {
    if (resource.location().form().servesAsStored(item)) {
      item.writeTo(out);
    } else {
      out.write(Json.write(resource.decode(item)));
    }
  }

  private TableRenderer renderer(
      ServedResource resource, Representation.Table table, String includeObject) {
    return new TableRenderer(
        resource, table.version(), TableRenderer.IncludedObject.parse(includeObject), clock);
  }

  private static void stream(Exchange exchange, Answer.Many many, byte[] head, ItemWriter writer)
      throws IOException {
    boolean indented = Indentation.wanted(exchange);
    boolean compressed = takesGzip(exchange) && size(many) >= COMPRESSED_FROM;
    if (compressed) {
      exchange.addHeader("Content-Encoding", "gzip");
    }
    OutputStream plain = exchange.answerStream(200, AcceptedMedia.JSON);
    OutputStream packed = compressed ? new FastGzip(plain) : plain;
    try (OutputStream out = indented ? new IndentedJson(packed) : packed) {
      out.write(head);
      boolean first = true;
      for (CachedObject item : many.items()) {
        if (!first) {
          out.write(COMMA);
        }
        first = false;
        writer.write(item, out);
      }
      out.write(END);
    }
  }

  private static long size(Answer.Many many) {
    return many.items().stream().mapToLong(CachedObject::size).sum();
  }

  private static byte[] listHead(Answer.Many many) {
    ObjectNode head = Json.object();
    head.put("kind", many.resource().type().listKind());
    head.put("apiVersion", many.resource().type().kind().apiVersion());
    head.set("metadata", listMetadata(many));
    return open(head, "items");
  }

  private static byte[] partialHead(Answer.Many many) {
    ObjectNode head = Json.object();
    head.put("kind", "PartialObjectMetadataList");
    head.put("apiVersion", "meta.k8s.io/v1");
    head.set("metadata", listMetadata(many));
    return open(head, "items");
  }

  private static byte[] tableHead(Answer.Many many, TableRenderer renderer) {
    ObjectNode head = renderer.table();
    head.remove("rows");
    head.set("metadata", listMetadata(many));
    return open(head, "rows");
  }

  /** The head of a document whose last field is an array that follows piece by piece. */
  private static byte[] open(ObjectNode head, String array) {
    String text = new String(Json.write(head), StandardCharsets.UTF_8);
    return (text.substring(0, text.length() - 1) + ",\"" + array + "\":[")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode listMetadata(Answer.Many many) {
    ObjectNode metadata = Json.object();
    metadata.put("resourceVersion", Long.toString(many.revision()));
    if (!many.continueToken().isEmpty()) {
      metadata.put("continue", many.continueToken());
    }
    many.remaining().ifPresent(count -> metadata.put("remainingItemCount", count));
    return metadata;
  }

  private static ObjectNode listTree(Answer.Many many) {
    ObjectNode list = Json.object();
    list.put("apiVersion", many.resource().type().kind().apiVersion());
    list.put("kind", many.resource().type().listKind());
    list.set("metadata", listMetadata(many));
    var items = list.putArray("items");
    many.items().forEach(item -> items.add(many.resource().decode(item)));
    return list;
  }

  private static void writeTree(Exchange exchange, int status, ObjectNode tree, Representation form)
      throws IOException {
    byte[] bytes =
        form instanceof Representation.Yaml
            ? Yaml.MAPPER.writeValueAsBytes(tree)
            : Json.write(tree);
    writeBytes(exchange, status, form, line(bytes));
  }

  private static void writeBytes(Exchange exchange, int status, Representation form, byte[] bytes)
      throws IOException {
    boolean indented = !(form instanceof Representation.Yaml) && Indentation.wanted(exchange);
    byte[] body = indented ? IndentedJson.of(bytes) : bytes;
    if (body.length >= COMPRESSED_FROM && takesGzip(exchange)) {
      exchange.addHeader("Content-Encoding", "gzip");
      ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
      try (OutputStream out = new FastGzip(packed)) {
        out.write(body);
      }
      body = packed.toByteArray();
    }
    exchange.answer(status, form.contentType(), body);
  }

  private static byte[] line(byte[] bytes) {
    byte[] body = java.util.Arrays.copyOf(bytes, bytes.length + 1);
    body[bytes.length] = '\n';
    return body;
  }

  private static boolean takesGzip(Exchange exchange) {
    return exchange.header("Accept-Encoding").filter(value -> value.contains("gzip")).isPresent();
  }

  private interface ItemWriter {
    void write(CachedObject item, OutputStream out) throws IOException;
  }

  /** Loaded only when somebody asks for YAML. */
  private static final class Yaml {
    static final YAMLMapper MAPPER = new YAMLMapper();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(1);
    }
  }
}
