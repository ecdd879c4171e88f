package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.negotiation.AcceptedMedia;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.openapi.OpenApiV2;
import io.mkube.apiserver.openapi.ProtobufDocument;
import io.mkube.apiserver.request.Query;
import io.mkube.apiserver.resource.ResourceCatalog;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Answers what is asked below {@code /openapi}. */
final class OpenApiAnswers {
  /** Without the at sign, which no media type may have; clients ask with it. */
  private static final String PROTOBUF = ProtobufDocument.MEDIA_TYPES.getLast();

  private static final List<String> V2_TYPES =
      List.of(AcceptedMedia.JSON, ProtobufDocument.MEDIA_TYPES.getFirst(), PROTOBUF);

  private static final String PROTOBUF_V3 = ProtobufDocument.MEDIA_TYPES_V3.getLast();

  private static final List<String> V3_TYPES =
      List.of(AcceptedMedia.JSON, PROTOBUF_V3, ProtobufDocument.MEDIA_TYPES_V3.getFirst());

  boolean answer(Exchange exchange, DocumentCache documents, List<String> path) throws IOException {
    if (path.size() == 2 && path.get(1).equals("v2")) {
      return answerV2(exchange, documents);
    }
    return path.size() >= 2 && path.get(1).equals("v3") && answerV3(exchange, documents, path);
  }

  private static boolean answerV2(Exchange exchange, DocumentCache documents) throws IOException {
    AcceptedMedia accepted = AcceptedMedia.parse(exchange.headers("Accept"));
    String type =
        accepted
            .choose(V2_TYPES)
            .orElseThrow(() -> new ApiException(new Failure.NotAcceptable(V2_TYPES)));
    exchange.addHeader("Vary", "Accept");
    boolean json = type.equals(AcceptedMedia.JSON);
    CachedDocument document =
        documents.of(
            "v2 " + json,
            () -> {
              ObjectNode tree = v2(documents.catalog());
              return json
                  ? new CachedDocument(Json.write(tree), AcceptedMedia.JSON)
                  : new CachedDocument(ProtobufDocument.encode(tree), PROTOBUF);
            });
    document.send(exchange);
    return true;
  }

  private static ObjectNode v2(ResourceCatalog catalog) {
    OpenApiDocuments documents = new OpenApiDocuments(catalog);
    List<ObjectNode> all = new ArrayList<>();
    for (String group : catalog.groups()) {
      catalog.versions(group).forEach(version -> all.add(documents.tree(group, version)));
    }
    return OpenApiV2.document(all, ServerVersion.document().path("gitVersion").asText());
  }

  private static boolean answerV3(Exchange exchange, DocumentCache cache, List<String> path)
      throws IOException {
    OpenApiDocuments documents = new OpenApiDocuments(cache.catalog());
    if (path.size() == 2) {
      // always JSON, whatever the client accepts
      cache.json("v3", documents::index).send(exchange);
      return true;
    }
    String name = String.join("/", path.subList(2, path.size()));
    if (!documents.has(name)) {
      return false;
    }
    String type =
        AcceptedMedia.parse(exchange.headers("Accept"))
            .choose(V3_TYPES)
            .orElseThrow(() -> new ApiException(new Failure.NotAcceptable(V3_TYPES)));
    CachedDocument json =
        cache.of(
            "v3 " + name,
            () ->
                new CachedDocument(
                    documents.bytes(name), AcceptedMedia.JSON, documents.hash(name)));
    sendV3(
        exchange,
        type.equals(AcceptedMedia.JSON)
            ? json
            : cache.of("v3 protobuf " + name, () -> protobuf(json)));
    return true;
  }

  /** The same document under the same hash, as with kube-apiserver. */
  private static CachedDocument protobuf(CachedDocument json) {
    return new CachedDocument(ProtobufDocument.encodeV3(json.tree()), PROTOBUF_V3, json.hash());
  }

  /** A wrong hash is an old link; a right one may be kept for ever. */
  private static void sendV3(Exchange exchange, CachedDocument document) throws IOException {
    exchange.addHeader("Vary", "Accept");
    String asked = Query.parse(exchange.query()).text("hash");
    if (!asked.isEmpty()) {
      if (!asked.equals(document.hash())) {
        exchange.addHeader("Location", exchange.path() + "?hash=" + document.hash());
        exchange.answer(301, AcceptedMedia.JSON, new byte[0]);
        return;
      }
      exchange.addHeader("Cache-Control", "public, immutable");
      exchange.addHeader(
          "Expires",
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              ZonedDateTime.now(ZoneOffset.UTC).plusYears(1)));
    }
    document.send(exchange);
  }
}
