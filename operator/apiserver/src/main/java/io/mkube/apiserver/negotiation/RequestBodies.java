package io.mkube.apiserver.negotiation;

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
   * @throws ApiException with 400, 413 or 415
   */
  public JsonBody object(Exchange exchange) {
    byte[] bytes = bytes(exchange);
    String type = mediaType(exchange);
    JsonBody body =
        switch (type) {
          case "", AcceptedMedia.JSON -> json(bytes);
          case AcceptedMedia.YAML, "application/x-yaml", "text/yaml" -> yaml(bytes);
          case PROTOBUF -> new JsonBody(protobuf(bytes), List.of());
          default -> throw new ApiException(new Failure.UnsupportedMediaType(ACCEPTED));
        };
    if (!(body.value() instanceof ObjectNode)) {
      throw ApiException.badRequest(
          "couldn't get version/kind; json parse error: the body is not an object");
    }
    return body;
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
    JsonBody body =
        switch (mediaType(exchange)) {
          case PROTOBUF -> new JsonBody(protobuf(bytes), List.of());
          case AcceptedMedia.YAML -> yaml(bytes);
          default -> json(bytes);
        };
    if (body.value() instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("the options are not an object");
  }

  /**
   * Reads any JSON or YAML document, such as a patch.
   *
   * @throws ApiException with 400 or 413
   */
  public JsonBody document(Exchange exchange) {
    return json(bytes(exchange));
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
      throw new ApiException(new Failure.BadRequest("error decoding YAML: " + e.getMessage()), e);
    }
    if (!(body.value() instanceof ObjectNode)) {
      throw ApiException.badRequest("error decoding YAML: the configuration is not an object");
    }
    return body;
  }

  /** Most clients send JSON, for which there is a faster parser. */
  private static JsonBody configuration(byte[] bytes) throws IOException {
    if (bytes.length > 0 && bytes[0] == '{') {
      try {
        JsonBody json = JsonBody.parse(bytes);
        if (json.duplicates().isEmpty()) {
          return json;
        }
      } catch (IOException e) {
        // YAML in braces; if it is not even that, its parser says what is wrong.
        return YamlBody.parseConfiguration(bytes);
      }
    }
    return YamlBody.parseConfiguration(bytes);
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

  private static JsonBody json(byte[] bytes) {
    try {
      return JsonBody.parse(bytes);
    } catch (IOException e) {
      throw new ApiException(new Failure.BadRequest("json parse error: " + JsonBody.reason(e)), e);
    }
  }

  private static JsonBody yaml(byte[] bytes) {
    try {
      return YamlBody.parse(bytes);
    } catch (IOException e) {
      throw new ApiException(new Failure.BadRequest("yaml parse error: " + e.getMessage()), e);
    }
  }

  private static ObjectNode protobuf(byte[] bytes) {
    try {
      return ProtobufBodies.decode(bytes);
    } catch (ProtobufException e) {
      throw new ApiException(new Failure.BadRequest("protobuf error: " + e.getMessage()), e);
    }
  }
}
