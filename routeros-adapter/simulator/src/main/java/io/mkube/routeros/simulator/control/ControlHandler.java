package io.mkube.routeros.simulator.control;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.FaultPlan;
import io.mkube.routeros.simulator.http.HttpCall;
import io.mkube.routeros.simulator.http.HttpHandler;
import io.mkube.routeros.simulator.http.HttpReply;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The control port: JSON answers, problems as {@code {"error":"…"}}. Thread-safe. */
public final class ControlHandler implements HttpHandler {
  private static final String HELP =
      """
      Control port of the simulated router

      GET    /calls                          counts and the calls that were made
      DELETE /calls                          forget them
      GET    /world                          all rows, per menu
      GET    /faults                         probabilities in force
      PUT    /faults                         body: profile=off|demo|realistic|hostile[,seed=N][,NAME=P]...
      POST   /reboot                         reboot
      POST   /power-cycle                    cut the power and switch it on again
      POST   /fill-disk?full=true|false      fill the disks, or empty them
      POST   /advance?seconds=N              move the device's clock forward
      POST   /containers/NAME/exit?code=N    end the process of a container
      """;

  private final Controls controls;

  public ControlHandler(Controls controls) {
    this.controls = controls;
  }

  @Override
  public HttpReply handle(HttpCall call) {
    try {
      return answer(call);
    } catch (IllegalArgumentException e) {
      return error(400, String.valueOf(e.getMessage()));
    } catch (CommandException e) {
      return error(e.detail().equals("no such item") ? 404 : 409, e.detail());
    }
  }

  private HttpReply answer(HttpCall call) {
    List<String> segments = call.segments();
    String path = call.method() + " /" + String.join("/", segments);
    return switch (path) {
      case "GET /" -> HttpReply.text(200, HELP);
      case "GET /calls" -> HttpReply.json(200, controls.callsAsJson());
      case "DELETE /calls" -> done(controls::clearCalls);
      case "GET /world" -> HttpReply.json(200, controls.world());
      case "GET /faults" -> HttpReply.json(200, faults());
      case "PUT /faults" -> done(() -> controls.faults(plan(call)));
      case "POST /reboot" -> done(controls::reboot);
      case "POST /power-cycle" -> done(controls::powerCycle);
      case "POST /fill-disk" ->
          done(() -> controls.fillDisk(!call.parameter("full").orElse("true").equals("false")));
      case "POST /advance" -> done(() -> controls.advance(seconds(call)));
      default -> container(call, segments);
    };
  }

  private HttpReply container(HttpCall call, List<String> segments) {
    boolean exit =
        call.method().equals("POST")
            && segments.size() == 3
            && segments.getFirst().equals("containers")
            && segments.getLast().equals("exit");
    if (!exit) {
      return error(404, "no " + call.method() + " " + call.path() + "; see GET /");
    }
    return done(() -> controls.exit(segments.get(1), code(call)));
  }

  private Map<String, Object> faults() {
    FaultPlan plan = controls.faults();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("profile", plan.profile().name().toLowerCase(Locale.ROOT));
    json.put("seed", plan.seed());
    for (Fault fault : Fault.values()) {
      json.put(fault.label(), plan.probability(fault));
    }
    return json;
  }

  private static FaultPlan plan(HttpCall call) {
    return FaultPlan.parse(new String(call.body(), StandardCharsets.UTF_8).strip());
  }

  private static Duration seconds(HttpCall call) {
    String text =
        call.parameter("seconds")
            .orElseThrow(() -> new IllegalArgumentException("seconds=N is missing"));
    if (!text.matches("\\d{1,9}(\\.\\d{1,3})?")) {
      throw new IllegalArgumentException("seconds='" + text + "' is not a number of seconds");
    }
    return Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact());
  }

  private static int code(HttpCall call) {
    String text = call.parameter("code").orElse("0");
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > 255) {
      throw new IllegalArgumentException("code='" + text + "' is not 0..255");
    }
    return Integer.parseInt(text);
  }

  private static HttpReply done(Runnable action) {
    action.run();
    return HttpReply.json(200, Map.of());
  }

  private static HttpReply error(int status, String message) {
    return HttpReply.json(status, Map.of("error", message));
  }
}
