package io.mkube.apiserver.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.StatusAnswer;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.negotiation.AcceptedMedia;
import io.mkube.apiserver.negotiation.Indentation;
import io.mkube.apiserver.negotiation.Representation;
import io.mkube.apiserver.negotiation.Representation.Encoding;
import io.mkube.apiserver.object.IndentedJson;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.protobuf.ProtobufList;
import io.mkube.apiserver.protobuf.ProtobufObjects;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.table.TableColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Writes answers in the form that the client asked for. Thread-safe. */
public final class AnswerWriter {
  /** Smaller answers are not worth compressing. */
  private static final long COMPRESSED_FROM = 128 << 10;

  private static final String ITEMS = "items";
  private static final byte[] COMMA = {','};
  private static final byte[] END = "]}\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};
  private static final byte[] LINE_FEED = {'\n'};
  private final RecentAnswers recent =
      new RecentAnswers((resource, object) -> resource.encode(object, NOTHING, LINE_FEED));
  private final RecentAnswers recentProtobuf =
      new RecentAnswers((resource, object) -> ProtobufObjects.encode(resource.decode(object)));
  private final Clock clock;

  public AnswerWriter(Clock clock) {
    this.clock = clock;
  }

  /**
   * Checks that a form can be produced before anything is changed.
   *
   * @throws io.mkube.apiserver.error.ApiException with 406
   */
  public static void requireAcceptable(Exchange exchange, ServedResource resource) {
    AcceptedMedia accepted = accepted(exchange);
    accepted.forObject(encodable(accepted, resource));
  }

  /**
   * Checks that the answer to a delete can be read before anything is deleted.
   *
   * @throws io.mkube.apiserver.error.ApiException with 406
   */
  public static void requireStatusAcceptable(Exchange exchange, ServedResource resource) {
    AcceptedMedia accepted = accepted(exchange);
    accepted.forStatus(encodable(accepted, resource));
  }

  private static AcceptedMedia accepted(Exchange exchange) {
    return AcceptedMedia.parse(exchange.headers("Accept"));
  }

  /** Whether objects of a resource have a protobuf form, if the client asks for that. */
  private static boolean encodable(AcceptedMedia accepted, ServedResource resource) {
    return accepted.namesProtobuf() && resource.hasProtobufForm();
  }

  /**
   * Writes an answer.
   *
   * @param resource the resource that was asked
   */
  public void write(Exchange exchange, ServedResource resource, Answer answer, String includeObject)
      throws IOException {
    AcceptedMedia accepted = accepted(exchange);
    boolean encodable = encodable(accepted, resource);
    if (answer instanceof Answer.One one) {
      // before the first switch over types
      writeOne(exchange, one, accepted.forObject(encodable), includeObject);
      return;
    }
    switch (answer) {
      case Answer.One one -> writeOne(exchange, one, accepted.forObject(encodable), includeObject);
      case Answer.Computed computed -> {
        Representation form = accepted.forObject(encodable);
        ObjectNode tree =
            converted(computed.resource().columns(), computed.object(), form, includeObject);
        writeTree(exchange, computed.status(), tree, form);
      }
      case Answer.Many many ->
          writeMany(exchange, many, accepted.forList(encodable), includeObject);
      case Answer.Document document when document.isScale() -> {
        Representation form = accepted.forObject(encodable);
        ObjectNode tree =
            converted(AnswerWriter::scaleColumns, document.body(), form, includeObject);
        writeTree(exchange, document.status(), tree, form);
      }
      case Answer.Document document ->
          writeTree(
              exchange,
              document.status(),
              document.body(),
              isStatus(document) ? accepted.forStatus(encodable) : accepted.plain(encodable));
    }
  }

  private static boolean isStatus(Answer.Document document) {
    return document.body().path("kind").asText().equals("Status");
  }

  /** Writes a failure; as laid out JSON if the client accepts nothing that it could be. */
  public static void writeStatus(Exchange exchange, StatusAnswer status) throws IOException {
    if (status.retryAfterSeconds() > 0) {
      exchange.addHeader("Retry-After", Integer.toString(status.retryAfterSeconds()));
    }
    Optional<Representation> form = accepted(exchange).forFailure();
    if (form.isPresent()) {
      writeTree(exchange, status.code(), status.body(), form.get());
    } else {
      byte[] body = IndentedJson.of(Json.writeInOrder(status.body()));
      exchange.answer(status.code(), AcceptedMedia.JSON, body);
    }
  }

  private void writeOne(
      Exchange exchange, Answer.One one, Representation form, String includeObject)
      throws IOException {
    if (form instanceof Representation.Json) {
      writeBytes(exchange, one.status(), form, recent.of(one.resource(), one.object()));
    } else if (form instanceof Representation.Protobuf) {
      writeBytes(exchange, one.status(), form, recentProtobuf.of(one.resource(), one.object()));
    } else {
      ObjectNode object = one.resource().decode(one.object());
      writeTree(
          exchange,
          one.status(),
          converted(one.resource().columns(), object, form, includeObject),
          form);
    }
  }

  private static TableColumns scaleColumns() {
    return TableColumns.forBuiltIn(new GroupVersionKind("autoscaling", "v1", "Scale"));
  }

  private ObjectNode converted(
      Supplier<TableColumns> columns,
      ObjectNode object,
      Representation form,
      String includeObject) {
    return switch (form) {
      case Representation.Json json -> object;
      case Representation.Yaml yaml -> object;
      case Representation.Protobuf protobuf -> object;
      case Representation.Table table -> {
        TableRenderer renderer = renderer(columns, table, includeObject);
        ObjectNode result = renderer.table();
        renderer.addRow(result, object);
        result
            .withObject("/metadata")
            .put("resourceVersion", object.path("metadata").path("resourceVersion").asText());
        yield result;
      }
      case Representation.PartialMetadata partial -> PartialMetadata.of(object, partial.version());
      case Representation.PartialMetadataList list -> PartialMetadata.of(object);
    };
  }

  private void writeMany(
      Exchange exchange, Answer.Many many, Representation form, String includeObject)
      throws IOException {
    ServedResource resource = many.resource();
    switch (form) {
      case Representation.Json json ->
          stream(
              exchange,
              many,
              ListHeads.open(ListHeads.listHead(many), ITEMS),
              (item, out) -> writeItem(resource, item, out));
      case Representation.Yaml yaml ->
          writeTree(
              exchange,
              200,
              filled(ListHeads.listHead(many), ITEMS, many, UnaryOperator.identity()),
              form);
      case Representation.Table table -> {
        TableRenderer renderer = renderer(resource.columns(), table, includeObject);
        ObjectNode head = ListHeads.tableHead(many, renderer);
        if (table.encoding() == Encoding.YAML) {
          writeTree(exchange, 200, filled(head, "rows", many, renderer::row), form);
        } else {
          stream(
              exchange,
              many,
              ListHeads.open(head, "rows"),
              (item, out) ->
                  out.write(Json.MAPPER.writeValueAsBytes(renderer.row(resource.decode(item)))));
        }
      }
      case Representation.Protobuf protobuf ->
          streamProtobuf(exchange, many, ListHeads.wholeList(many), resource::decode);
      case Representation.PartialMetadata partial ->
          writePartial(exchange, many, partial.encoding(), partial.version());
      case Representation.PartialMetadataList list ->
          writePartial(exchange, many, list.encoding(), list.version());
    }
  }

  private static void writePartial(
      Exchange exchange, Answer.Many many, Encoding encoding, String version) throws IOException {
    ServedResource resource = many.resource();
    switch (encoding) {
      case JSON ->
          stream(
              exchange,
              many,
              ListHeads.open(ListHeads.partialHead(many, version), ITEMS),
              partialItem(resource, version));
      case YAML -> {
        ObjectNode list =
            filled(
                ListHeads.partialHead(many, version),
                ITEMS,
                many,
                object -> PartialMetadata.of(object, version));
        writeTree(exchange, 200, list, new Representation.Yaml());
      }
      case PROTOBUF ->
          streamProtobuf(exchange, many, ListHeads.partialList(many), resource::decode);
    }
  }

  /** A whole list as a tree, which only YAML needs. */
  private static ObjectNode filled(
      ObjectNode head, String array, Answer.Many many, UnaryOperator<ObjectNode> element) {
    ArrayNode elements = head.putArray(array);
    many.items().forEach(item -> elements.add(element.apply(many.resource().decode(item))));
    return head;
  }

  private static ItemWriter partialItem(ServedResource resource, String version) {
    return (item, out) ->
        out.write(Json.writeInOrder(PartialMetadata.of(resource.decode(item), version)));
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
      Supplier<TableColumns> columns, Representation.Table table, String includeObject) {
    return new TableRenderer(
        columns.get(), table.version(), TableRenderer.IncludedObject.parse(includeObject), clock);
  }

  private static void stream(Exchange exchange, Answer.Many many, byte[] head, ItemWriter writer)
      throws IOException {
    boolean indented = Indentation.wanted(exchange);
    OutputStream packed = open(exchange, many, AcceptedMedia.JSON);
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

  private static void streamProtobuf(
      Exchange exchange,
      Answer.Many many,
      ProtobufList list,
      Function<CachedObject, ObjectNode> decoder)
      throws IOException {
    try (OutputStream out = open(exchange, many, ProtobufObjects.MEDIA_TYPE)) {
      list.write(many.items(), decoder, out);
    }
  }

  /** Begins the answer with a list. */
  private static OutputStream open(Exchange exchange, Answer.Many many, String contentType)
      throws IOException {
    boolean compressed = takesGzip(exchange) && size(many) >= COMPRESSED_FROM;
    if (compressed) {
      exchange.addHeader("Content-Encoding", "gzip");
    }
    OutputStream plain = exchange.answerStream(200, contentType);
    return compressed ? new FastGzip(plain) : plain;
  }

  private static long size(Answer.Many many) {
    return many.items().stream().mapToLong(CachedObject::size).sum();
  }

  private static void writeTree(Exchange exchange, int status, ObjectNode tree, Representation form)
      throws IOException {
    byte[] bytes =
        switch (form.contentType()) {
          case AcceptedMedia.JSON -> line(Json.writeInOrder(tree));
          case AcceptedMedia.YAML -> line(Yaml.MAPPER.writeValueAsBytes(tree));
          default -> ProtobufObjects.encode(tree);
        };
    writeBytes(exchange, status, form, bytes);
  }

  private static void writeBytes(Exchange exchange, int status, Representation form, byte[] bytes)
      throws IOException {
    boolean indented =
        form.contentType().equals(AcceptedMedia.JSON) && Indentation.wanted(exchange);
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
    byte[] body = Arrays.copyOf(bytes, bytes.length + 1);
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
