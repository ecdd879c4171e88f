package io.mkube.routeros.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.http.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
  private static final Operation START = new Operation("start container", "*1", "router:80");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|Session closed|Unreachable",
        "404|no such item|Missing",
        "400|failure: No Such Item|Missing",
        "400|failure: already have interface with such name|Duplicate",
        "400|failure: device already added as bridge port|Duplicate",
        "400|failure: mount with same dst already exists|Duplicate",
        "400|failure: in use by container|Busy",
        "400|root-dir overlap with /raid1/x|Busy",
        "400|failure: cannot remove running container|Busy",
        "400|input does not match any value of interface|Busy",
        "400|could not acquire interface: no device (6)|Busy",
        "400|failure: action failed|Busy",
        "400|interrupted|Busy",
        "400|no such command prefix|Unsupported",
        "400|bad command name fly|Unsupported",
        "406|no such command or directory (remove)|Unsupported",
        "400|unknown parameter mountlists|Unsupported",
        "400|failure: not allowed by device-mode|Unsupported",
        "400|update canceled|Unsupported",
        "400|missing =interface=|Rejected",
        "400|input does not match any value of protocol-mode|Rejected",
        "400|invalid value for argument address|Rejected",
        "400|value of vlan-ids is out of range (1 .. 4094)|Rejected",
        "400|value of stop-signal contains invalid trailing characters|Rejected",
        "400|failure: could not add|Rejected",
        "415|Unsupported Media Type|Rejected",
        "500|Internal Server Error|Unreachable",
        "503|busy|Unreachable",
        "405|Method Not Allowed|Unsupported"
      })
  void sortsTheTextsOfTheConsole(int status, String detail, String type) {
    DeviceException refusal = refusal(status, json(status, detail), true);

    assertEquals(type, refusal.getClass().getSimpleName(), detail);
    assertEquals(
        "start container *1 on router:80: device answered " + status + " (" + detail + ")",
        refusal.getMessage());
  }

  @Test
  void takesABare404ForARowOnlyWhenOneWasNamed() {
    String body = "{\"error\":404,\"message\":\"Not Found\"}";

    assertInstanceOf(DeviceException.Missing.class, refusal(404, body, true));
    assertInstanceOf(DeviceException.Unsupported.class, refusal(404, body, false));
  }

  @Test
  void takesA401WithoutDetailForWrongCredentials() {
    DeviceException refusal = refusal(401, "{\"error\":401,\"message\":\"Unauthorized\"}", true);

    assertInstanceOf(DeviceException.Unauthorized.class, refusal);
    assertFalse(refusal.retryable());
  }

  @Test
  void understandsAnswersWithoutJson() {
    assertInstanceOf(DeviceException.Rejected.class, refusal(400, "", true));
    DeviceException page = refusal(502, "<html>Bad Gateway</html>", true);
    assertInstanceOf(DeviceException.Unreachable.class, page);
    assertEquals(
        "start container *1 on router:80: device answered 502 (a web page instead of JSON)",
        page.getMessage());
    assertInstanceOf(DeviceException.Unintelligible.class, refusal(302, "", true));
  }

  @Test
  void keepsMessagesOnOneLineAndShort() {
    String message =
        String.valueOf(refusal(400, json(400, "a\\nb" + "x".repeat(5_000)), true).getMessage());

    assertTrue(message.contains("(a bx"), message);
    assertTrue(message.length() < 700, message);
  }

  private static DeviceException refusal(int status, String body, boolean namesRow) {
    return Refusal.of(status, body.getBytes(UTF_8), START, namesRow);
  }

  private static String json(int status, String detail) {
    return "{\"detail\":\"" + detail + "\",\"error\":" + status + ",\"message\":\"Whatever\"}";
  }
}
