package io.mkube.routeros.simulator.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.http.HttpReply;
import io.mkube.routeros.simulator.http.HttpReply.Answer;
import io.mkube.routeros.simulator.json.Json;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.RowId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows and errors as the device's JSON: every value a text, unset properties absent. */
final class Printing {
  private static final char MARK = '\uF8FF';

  private final boolean controlCharacters;

  /** A printer; with raw control characters it writes JSON that strict parsers refuse. */
  Printing(boolean controlCharacters) {
    this.controlCharacters = controlCharacters;
  }

  Answer list(int status, List<Row> rows, Set<String> properties) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256 + 512 * rows.size());
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartArray();
      for (Row row : rows) {
        write(json, row, properties);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer(status, out);
  }

  Answer object(int status, Row row, Set<String> properties) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = Json.generator(out)) {
      write(json, row, properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer(status, out);
  }

  static Answer error(CommandException e) {
    return error(e.status(), e.detail());
  }

  static Answer error(int status, String detail) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (!detail.isEmpty()) {
      body.put("detail", detail);
    }
    body.put("error", status);
    body.put("message", phrase(status));
    return (Answer) HttpReply.json(status, body);
  }

  private void write(JsonGenerator json, Row row, Set<String> properties) throws IOException {
    json.writeStartObject();
    boolean all = properties.isEmpty();
    if (!row.id().equals(RowId.SETTINGS) && (all || properties.contains(".id"))) {
      json.writeStringField(".id", row.id().toString());
    }
    for (Map.Entry<String, String> entry : row.values().entrySet()) {
      String name = entry.getKey();
      if (all || properties.contains(name)) {
        boolean spoilt = controlCharacters && name.equals("comment");
        json.writeStringField(name, spoilt ? entry.getValue() + MARK : entry.getValue());
      }
    }
    json.writeEndObject();
  }

  private Answer answer(int status, ByteArrayOutputStream out) {
    byte[] body = out.toByteArray();
    return new Answer(
        status, "application/json", controlCharacters ? spoilt(body) : body, Map.of());
  }

  /** Puts a raw 0x0B where the mark is; the mark is three bytes of UTF-8. */
  private static byte[] spoilt(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
    for (int i = 0; i < body.length; i++) {
      boolean mark =
          i + 2 < body.length
              && (body[i] & 0xFF) == 0xEF
              && (body[i + 1] & 0xFF) == 0xA3
              && (body[i + 2] & 0xFF) == 0xBF;
      if (mark) {
        out.write(0x0B);
        i += 2;
      } else {
        out.write(body[i]);
      }
    }
    return out.toByteArray();
  }

  private static String phrase(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 415 -> "Unsupported Media Type";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
