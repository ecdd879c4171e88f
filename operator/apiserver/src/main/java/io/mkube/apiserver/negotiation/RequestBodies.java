package io.mkube.apiserver.negotiation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.protobuf.ProtobufBodies;
import io.mkube.apiserver.protobuf.ProtobufException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Reads request bodies in every media type that clients write. */
public final class RequestBodies {
  /** Bodies of built-in kinds. */
  public static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  private static final List<String> ACCEPTED =
      List.of(AcceptedMedia.JSON, AcceptedMedia.YAML, PROTOBUF);

  private final int limit;

  /** Bodies of at most {@code limit} bytes. */
  public RequestBodies(int limit) {
    this.limit = limit;
  }

  /**
   * Reads an object.
   *
   * @param kind the kind that is expected, for messages
   * @throws ApiException with 400, 413 or 415
   */
  public JsonBody object(Exchange exchange, String kind) {
    return object(bytes(exchange), mediaType(exchange), kind);
  }

  /**
   * Reads an object that has to tell its kind, because no Go type stands for it.
   *
   * @param kind the kind that is expected, for messages
   * @throws ApiException with 400, 413 or 415
   */
  public JsonBody customObject(Exchange exchange, String kind) {
    byte[] bytes = bytes(exchange);
    JsonBody body = object(bytes, mediaType(exchange), kind);
    if (body.value().path("kind").asText("").isEmpty()) {
      throw Unreadable.noKind(kind, bytes);
    }
    return body;
  }

  private static JsonBody object(byte[] bytes, String mediaType, String kind) {
    try {
      JsonBody body =
          switch (mediaType) {
            case "", AcceptedMedia.JSON -> JsonBody.parse(bytes);
            case AcceptedMedia.YAML, "application/x-yaml", "text/yaml" -> YamlBody.parse(bytes);
            case PROTOBUF -> JsonBody.of(ProtobufBodies.decode(bytes));
            default -> throw new ApiException(new Failure.UnsupportedMediaType(ACCEPTED));
          };
      if (body.value().isNull()) {
        return JsonBody.of(Json.object());
      }
      if (!(body.value() instanceof ObjectNode)) {
        throw Unreadable.noObject(kind, body.value(), bytes);
      }
      return body;
    } catch (JsonProcessingException e) {
      throw Unreadable.json(kind, e, bytes);
    } catch (IOException | ProtobufException e) {
      throw Unreadable.other(kind, e, bytes);
    }
  }

  /**
   * Reads the options of a delete; an empty body is an empty object.
   *
   * @throws ApiException with 400, 413 or 415
   */
  public ObjectNode options(Exchange exchange) {
    byte[] bytes = bytes(exchange);
    if (bytes.length == 0) {
      return Json.object();
    }
    return (ObjectNode) object(bytes, mediaType(exchange), "DeleteOptions").value();
  }

  /**
   * Reads any JSON document, such as a patch.
   *
   * @param prefix what the reason of a refusal begins with
   * @throws ApiException with 400 or 413
   */
  public JsonBody document(Exchange exchange, String prefix) {
    byte[] bytes = bytes(exchange);
    try {
      return JsonBody.parse(bytes);
    } catch (IOException e) {
      throw new ApiException(new Failure.BadRequest(prefix + Unreadable.reason(e, bytes)), e);
    }
  }

  /**
   * Reads a configuration that is to be applied: YAML or JSON. Its duplicates are told as a YAML
   * decoder tells them, with lines.
   *
   * @throws ApiException with 400 or 413
   */
  public JsonBody configuration(Exchange exchange) {
    byte[] bytes = bytes(exchange);
    JsonBody body;
    try {
      body = configuration(bytes);
    } catch (IOException e) {
      throw new ApiException(
          new Failure.BadRequest(
              "error decoding YAML: error converting YAML to JSON: " + e.getMessage()),
          e);
    }
    if (body.value().isNull()) {
      return JsonBody.of(Json.object());
    }
    if (!(body.value() instanceof ObjectNode)) {
      throw ApiException.badRequest(
          "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot"
              + " unmarshal "
              + Unreadable.goName(body.value())
              + " into Go value of type map[string]interface {}");
    }
    return body;
  }

  /** Most clients send JSON, for which there is a faster parser. */
  private static JsonBody configuration(byte[] bytes) throws IOException {
    if (beginsWithBrace(bytes) && !JsonBody.mayEscapeSurrogates(bytes)) {
      try {
        return JsonBody.parse(bytes);
      } catch (IOException e) {
        // YAML in braces; if it is not even that, its parser says what is wrong.
        return YamlBody.parse(bytes);
      }
    }
    return YamlBody.parse(bytes);
  }

  private static boolean beginsWithBrace(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && (bytes[at] == ' ' || (bytes[at] >= '\t' && bytes[at] <= '\r'))) {
      at++;
    }
    return at < bytes.length && bytes[at] == '{';
  }

  /** The {@code Content-Type} without parameters, in lower case, {@code ""} if absent. */
  public static String mediaType(Exchange exchange) {
    String type = exchange.header("Content-Type").orElse("");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private byte[] bytes(Exchange exchange) {
    try {
      return exchange.body(limit);
    } catch (Exchange.BodyTooLargeException e) {
      throw new ApiException(
          new Failure.TooLarge("Request entity too large: limit is " + limit), e);
    } catch (Exchange.BodiesTooManyException e) {
      throw new ApiException(
          new Failure.TooManyRequests("Too many requests, please try again later.", 1), e);
    } catch (IOException e) {
      throw new ApiException(
          new Failure.BadRequest("the body could not be read: " + e.getMessage()), e);
    }
  }
}
