package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Definitions whose names are wanted by several. */
class DefinitionNamesTest extends WidgetsTest {
  @Test
  void waitForNamesThatAreTaken() {
    define();
    String second = definition("gadgets", "Widget");

    TestServer.Reply reply = server.post(DEFINITIONS, second);
    server.delete(DEFINITIONS + "/widgets." + group, "");

    assertEquals(201, reply.status(), reply.text());
    assertEquals("False ListKindConflict", condition(reply.json(), "NamesAccepted"));
    assertEquals("False NotAccepted", condition(reply.json(), "Established"));
    Awaitility.await()
        .until(
            () ->
                condition(server.get(DEFINITIONS + "/gadgets." + group).json(), "Established")
                    .startsWith("True"));
    assertEquals(200, server.get(widgets.replace("widgets", "gadgets")).status());
  }

  @Test
  void staySettledWhateverIsWrittenToTheStatusOfTheirDefinition() {
    define();
    String url = DEFINITIONS + "/widgets." + group;
    TestServer.Reply patched =
        server.send(
            "PATCH",
            url + "/status",
            "application/json-patch+json",
            "[{\"op\":\"add\",\"path\":\"/status/conditions\",\"value\":[{\"message\":\"mine\"}]},"
                + "{\"op\":\"remove\",\"path\":\"/status/acceptedNames\"}]");

    assertEquals(200, patched.status(), patched.text());
    assertEquals("mine", patched.at("/status/conditions/0/message"));
    assertEquals("True NoConflicts", condition(patched.json(), "NamesAccepted"));
    assertEquals("True InitialNamesAccepted", condition(patched.json(), "Established"));
    assertEquals("Widget", patched.at("/status/acceptedNames/kind"));
    assertEquals(201, create("w", "{}").status());
  }

  @Test
  void takeOverNamesWhileTheirPredecessorGoes() {
    String last = "takers";
    assertEquals(201, server.post(DEFINITIONS, definition(last, "Taker")).status());
    for (int i = 0; i < 5; i++) {
      String next = "takers" + i;
      server.delete(DEFINITIONS + "/" + last + "." + group, "");
      assertEquals(201, server.post(DEFINITIONS, definition(next, "Taker")).status());
      String url = DEFINITIONS + "/" + next + "." + group;
      Awaitility.await()
          .until(() -> condition(server.get(url).json(), "Established").startsWith("True"));
      last = next;
    }
  }
}
