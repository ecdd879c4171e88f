package io.mkube.conformance.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mkube.conformance.Command.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a kubectl command printed, and what the server had told it. */
final class Answer {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How an entry of the log that {@code -v=9} writes begins. */
  private static final Pattern LOG = Pattern.compile("[IWEF]\\d{4} \\d{2}:.*");

  private static final Pattern DELETED = Pattern.compile("deleted from \\S+ namespace");

  private final Result result;
  private final List<String> arguments;

  Answer(Result result, List<String> arguments) {
    this.result = result;
    this.arguments = arguments;
  }

  /**
   * Succeeded, and standard output is exactly this, but for space at the ends, and for the
   * namespace that kubectl tells since 1.33 after what it deleted.
   */
  Answer says(String text) {
    succeeds();
    String said = DELETED.matcher(out().strip()).replaceAll("deleted");
    assertEquals(text.strip(), said, this::toString);
    return this;
  }

  /** Succeeded, and these parts stand on standard output in this order. */
  Answer shows(String... parts) {
    succeeds();
    return inOrder(out(), parts);
  }

  /** These parts stand on standard output in this order, whether it failed or not. */
  Answer prints(String... parts) {
    return inOrder(out(), parts);
  }

  /** Succeeded, and standard output matches, the whole of it. */
  Answer matches(String pattern) {
    succeeds();
    assertTrue(
        Pattern.compile(pattern, Pattern.DOTALL).matcher(out().strip()).matches(), this::toString);
    return this;
  }

  /** Succeeded, and standard output has none of these parts. */
  Answer hides(String... parts) {
    succeeds();
    for (String part : parts) {
      assertTrue(!out().contains(part), () -> "\"" + part + "\" in " + this);
    }
    return this;
  }

  /** These parts stand on standard error in this order, whether it failed or not. */
  Answer warns(String... parts) {
    return inOrder(err(), parts);
  }

  /** Exit code 0. */
  Answer succeeds() {
    assertEquals(0, result.exitCode(), this::toString);
    return this;
  }

  /** This exit code. */
  Answer endsWith(int code) {
    assertEquals(code, result.exitCode(), this::toString);
    return this;
  }

  /** Failed before or without a Status of the server; standard error is exactly this. */
  Answer fails(String text) {
    assertNotEquals(0, result.exitCode(), this::toString);
    assertEquals(text.strip(), err().strip(), this::toString);
    return this;
  }

  /** The same where newer versions of kubectl use other words. */
  Answer failsOr(String text, String newer) {
    return fails(err().strip().equals(newer) ? newer : text);
  }

  /** Failed because of the server's Status with this code and reason; kubectl printed this. */
  Answer refused(int code, String reason, String text) {
    fails(text);
    JsonNode status = status();
    assertEquals(code, status.path("code").asInt(), this::toString);
    assertEquals(reason, status.path("reason").asText(), this::toString);
    assertEquals("Failure", status.path("status").asText(), this::toString);
    return this;
  }

  /** The Status has exactly these causes, each as {@code reason field}. */
  Answer causes(String... expected) {
    List<String> causes = new ArrayList<>();
    for (JsonNode cause : status().path("details").path("causes")) {
      causes.add((cause.path("reason").asText() + " " + cause.path("field").asText()).strip());
    }
    assertEquals(List.of(expected), causes, this::toString);
    return this;
  }

  /** The Status is about this: {@code group/kind/name}. */
  Answer about(String expected) {
    JsonNode details = status().path("details");
    assertEquals(
        expected,
        details.path("group").asText()
            + "/"
            + details.path("kind").asText()
            + "/"
            + details.path("name").asText(),
        this::toString);
    return this;
  }

  /** Standard output as JSON. */
  JsonNode json() {
    succeeds();
    try {
      return JSON.readTree(result.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(toString(), e);
    }
  }

  String out() {
    return result.out();
  }

  /** Standard error without the log that carries the answers. */
  String err() {
    StringBuilder text = new StringBuilder();
    String end = "";
    for (String line : result.err().lines().toList()) {
      if (!end.isEmpty()) {
        end = line.equals(end) || line.startsWith(end + " ") ? "" : end;
      } else if (LOG.matcher(line).matches()) {
        end = line.endsWith("<") ? " >" : line.endsWith("[{") ? "}]" : "";
      } else {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private Answer inOrder(String text, String... parts) {
    int at = 0;
    for (String part : parts) {
      int found = text.indexOf(part, at);
      assertTrue(found >= 0, () -> "no \"" + part + "\" in its place in " + this);
      at = found + part.length();
    }
    return this;
  }

  /** The last Status of the server that the log shows. */
  private JsonNode status() {
    JsonNode last = JSON.missingNode();
    for (String body : bodies()) {
      try {
        JsonNode node = JSON.readTree(body);
        if (node.path("kind").asText().equals("Status")) {
          last = node;
        }
      } catch (JsonProcessingException e) {
        assertTrue(!body.startsWith("{\"kind\":\"Status\""), body);
      }
    }
    assertTrue(last.isObject(), () -> "no Status; run it with -v=9: " + this);
    return last;
  }

  /** The answers in the log of {@code -v=9}, which come quoted, as an indented block, or dumped. */
  private List<String> bodies() {
    List<String> bodies = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    boolean inside = false;
    for (String line : result.err().lines().toList()) {
      int at = line.indexOf("\"Response Body\" body=");
      if (at >= 0) {
        String value = line.substring(at + "\"Response Body\" body=".length());
        inside = value.equals("<");
        if (!inside) {
          bodies.add(unquoted(value));
        }
      } else if (inside && line.equals(" >")) {
        String text = block.toString();
        bodies.add(BodyDump.is(text) ? BodyDump.status(text) : text);
        block.setLength(0);
        inside = false;
      } else if (inside) {
        block.append(line.strip()).append('\n');
      }
    }
    return bodies;
  }

  private static String unquoted(String value) {
    try {
      return JSON.readValue(value, String.class);
    } catch (JsonProcessingException e) {
      return value;
    }
  }

  @Override
  public String toString() {
    return "kubectl "
        + String.join(" ", arguments)
        + "\nexit code "
        + result.exitCode()
        + "\n"
        + out()
        + "\n"
        + err();
  }
}
