package io.mkube.conformance.machinery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.conformance.wire.Wire;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long lists in pages, as tables, as metadata, and streamed by a watch. */
final class PagesAndTablesTest extends MachineryTest {
  private static final int ALL = 60;
  private String templates = "";

  @BeforeEach
  void fill() {
    templates = core + "/podtemplates";
    for (int i = 0; i < ALL; i++) {
      template("t" + (100 + i));
    }
  }

  private void template(String name) {
    create(
        templates,
        "{\"metadata\":{\"name\":\"%s\"},".formatted(name)
            + "\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}");
  }

  private String page(int limit, String token) {
    return templates
        + "?limit="
        + limit
        + (token.isEmpty() ? "" : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
  }

  @Test
  void showOneStateInPagesOfAnySizeWhileOthersWrite() {
    List<String> names = new ArrayList<>();
    String token = "";
    String revision = "";
    int limit = 1;
    do {
      JsonNode list = wire.get(page(limit, token)).json();
      JsonNode metadata = list.path("metadata");
      revision = revision.isEmpty() ? metadata.path("resourceVersion").asText() : revision;
      list.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
      token = metadata.path("continue").asText();

      assertEquals(revision, metadata.path("resourceVersion").asText());
      assertEquals(token.isEmpty(), metadata.path("remainingItemCount").isMissingNode());
      assertEquals(ALL, names.size() + metadata.path("remainingItemCount").asInt());
      template("t100-" + limit);
      delete(templates + "/t" + (160 - limit), "");
      limit += 3;
    } while (!token.isEmpty());

    assertEquals(ALL, names.size());
    assertEquals("t100", names.getFirst());
    assertEquals("t159", names.getLast());
  }

  @Test
  void comeAsTablesInPages() {
    String table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    JsonNode first = wire.get(page(2, ""), "Accept", table).json();
    JsonNode second =
        wire.get(page(2, first.at("/metadata/continue").asText()), "Accept", table).json();

    assertEquals("t101", first.at("/rows/1/cells/0").asText());
    assertEquals("t102", second.at("/rows/0/cells/0").asText());
    assertEquals(first.at("/columnDefinitions").size(), second.at("/rows/0/cells").size());
    assertEquals("PartialObjectMetadata", first.at("/rows/0/object/kind").asText());
    Wire.Reply review =
        wire.send(
            "POST",
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            "{\"spec\":{\"nonResourceAttributes\":{\"path\":\"/\",\"verb\":\"get\"}}}",
            "Content-Type",
            "application/json",
            "Accept",
            table);
    assertEquals(406, review.code(), review.text());
  }

  @Test
  void comeAsMetadataInTheVersionThatIsWanted() {
    for (String version : new String[] {"v1", "v1beta1"}) {
      String accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=" + version;
      JsonNode list = wire.get(page(1, ""), "Accept", accept).json();

      assertEquals("meta.k8s.io/" + version, list.path("apiVersion").asText());
      assertEquals("meta.k8s.io/" + version, list.at("/items/0/apiVersion").asText());
      assertFalse(list.at("/items/0").has("template"));
    }
  }

  @Test
  void areStreamedByAWatchUpToItsMark() {
    String query =
        "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&sendInitialEvents=true"
            + "&resourceVersionMatch=NotOlderThan";
    List<JsonNode> events = wire.watch(templates + query);
    JsonNode mark = events.get(ALL);

    events.subList(0, ALL).forEach(one -> assertEquals("ADDED", one.path("type").asText()));
    assertEquals("BOOKMARK", mark.path("type").asText());
    assertEquals("PodTemplate", mark.at("/object/kind").asText());
    assertEquals(
        "true", mark.at("/object/metadata/annotations/k8s.io~1initial-events-end").asText());
    String table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    assertEquals(406, wire.get(templates + query, "Accept", table).code());
    assertTrue(
        wire.get(templates + "?sendInitialEvents=true").text().contains("forbidden for list"));
  }
}
