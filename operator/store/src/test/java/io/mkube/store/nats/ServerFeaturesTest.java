package io.mkube.store.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nats.client.Message;
import io.nats.client.api.ServerInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is used of a server, by its version. */
final class ServerFeaturesTest {
  @ParameterizedTest
  @CsvSource({
    "2.9.10, false, false, false",
    "2.10.27, true, false, false",
    "2.11.0, true, true, false",
    "2.11.9, true, true, false",
    "2.12.0, true, true, true",
    "2.15.1, true, true, true",
    "3.0.0, true, true, true"
  })
  void goesByTheVersion(String version, boolean sync, boolean direct, boolean atomic) {
    ServerInfo info = new ServerInfo("INFO {\"server_id\":\"a\",\"version\":\"" + version + "\"}");

    assertEquals(new ServerFeatures(version, sync, direct, atomic), ServerFeatures.of(info));
  }

  @Test
  void tellsWhatIsUsed() {
    assertEquals("", new ServerFeatures("2.10.27", true, false, false).used(true));
    assertEquals(
        "; uses direct gets of several messages",
        new ServerFeatures("2.11.9", true, true, false).used(false));
    assertEquals(
        "; uses direct gets of several messages and atomic batches",
        new ServerFeatures("2.12.0", true, true, true).used(true));
    assertEquals(
        "; uses direct gets of several messages",
        new ServerFeatures("2.12.0", true, true, true).used(false));
  }

  @Test
  void readsWhereAFetchedMessageStands() {
    Headers headers =
        new Headers()
            .add("Nats-Subject", "$KV.other.a", "$KV.mkube.a")
            .add("Nats-Sequence", "7")
            .add("Nats-Time-Stamp", "2026-11-22T09:58:59.757763364Z");

    StoredMessage message = StoredMessage.fetched(message(headers));

    assertEquals("$KV.mkube.a", message.subject(), "what the server adds comes last");
    assertEquals(7, message.sequence());
    assertEquals(1_795_341_539_757_763_364L, message.nanos());
  }

  @Test
  void takesNoFetchedMessageThatTellsNotWhereItStands() {
    Headers headers = new Headers().add("Nats-Subject", "$KV.mkube.a").add("Nats-Sequence", "7");

    assertThrows(IllegalArgumentException.class, () -> StoredMessage.fetched(message(headers)));
  }

  private static Message message(Headers headers) {
    return NatsMessage.builder().subject("inbox").headers(headers).data("x").build();
  }
}
