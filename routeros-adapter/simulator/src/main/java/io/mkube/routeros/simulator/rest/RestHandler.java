package io.mkube.routeros.simulator.rest;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.ConnectionCut;
import io.mkube.routeros.simulator.console.Console;
import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.Faults;
import io.mkube.routeros.simulator.http.HttpCall;
import io.mkube.routeros.simulator.http.HttpHandler;
import io.mkube.routeros.simulator.http.HttpReply;
import io.mkube.routeros.simulator.http.HttpReply.Answer;
import io.mkube.routeros.simulator.journal.Call;
import io.mkube.routeros.simulator.journal.Call.Kind;
import io.mkube.routeros.simulator.journal.CallJournal;
import io.mkube.routeros.simulator.system.Boot;
import io.mkube.routeros.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The device's web service. A call passes its boot state, sessions, credentials and faults before
 * it becomes a console command. Thread-safe.
 */
public final class RestHandler implements HttpHandler {
  private static final Duration PER_ROW = Duration.ofNanos(50_000);
  private static final Duration PER_FILE = Duration.ofNanos(30_000);
  private static final Duration NO_SESSION = Duration.ofSeconds(30);

  private final World world;
  private final Console console;
  private final Boot boot;
  private final Faults faults;
  private final CallJournal journal;
  private final Credentials credentials;
  private final Duration timeLimit;
  private final Sessions sessions;
  private final Verbs verbs;
  private final Worker worker = new Worker();

  public RestHandler(WebService service) {
    this.world = service.world();
    this.console = service.console();
    this.boot = service.boot();
    this.faults = service.faults();
    this.journal = service.journal();
    this.credentials = service.credentials();
    this.timeLimit = service.timeLimit();
    this.sessions = new Sessions(world, faults);
    this.verbs = new Verbs(world, faults);
  }

  /** Forgets all sessions, as a reboot does; call inside a transaction. */
  public void reboot() {
    sessions.clear();
  }

  @Override
  public HttpReply handle(HttpCall call) throws InterruptedException {
    long begin = System.nanoTime();
    Target target = target(call);
    HttpReply reply = answer(call, target);
    int status = reply instanceof Answer answer ? answer.status() : 0;
    long micros = (System.nanoTime() - begin) / 1000;
    if (!target.segments().isEmpty()) {
      journal.add(
          new Call(
              0,
              call.method(),
              call.path(),
              call.query(),
              target.menu(),
              target.command(call),
              target.kind(call),
              status,
              world.transaction(() -> world.timeline().now()),
              micros));
    }
    return reply;
  }

  private HttpReply answer(HttpCall call, Target target) throws InterruptedException {
    Boot.Phase phase = world.transaction(boot::phase);
    if (phase == Boot.Phase.DOWN) {
      return new HttpReply.Reset();
    }
    if (target.segments().isEmpty()) {
      return webFig(call);
    }
    if (phase == Boot.Phase.NOT_READY) {
      return Printing.error(503, "");
    }
    if (!credentials.match(call.headers().value("Authorization"))) {
      return Printing.error(401, "");
    }
    if (!sessions.admit(call.connection(), credentials.user())) {
      Thread.sleep(faults.window(NO_SESSION));
      return Printing.error(400, "Session closed");
    }
    if (faults.strikes(Fault.RESET) || !delay(target)) {
      return new HttpReply.Reset();
    }
    if (faults.strikes(Fault.INTERNAL_ERROR)) {
      return Printing.error(500, "");
    }
    return command(call, phase == Boot.Phase.CONFUSED ? confused(call, target) : target);
  }

  private HttpReply command(HttpCall call, Target target) throws InterruptedException {
    long begin = System.nanoTime();
    HttpReply reply;
    try {
      reply = verbs.run(call, place(call, target));
    } catch (ConnectionCut e) {
      return new HttpReply.EndOfStream();
    } catch (CommandException e) {
      reply = Printing.error(e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    boolean cut = faults.strikes(Fault.SESSION_CLOSED);
    if (cut) {
      Thread.sleep(timeLimit);
    }
    if (cut || took.compareTo(timeLimit) > 0) {
      return Printing.error(400, "Session closed");
    }
    boolean done = reply instanceof Answer answer && answer.status() < 300;
    boolean lost = done && target.kind(call) == Kind.WRITE && faults.strikes(Fault.LOST_REPLY);
    return lost ? new HttpReply.Reset() : reply;
  }

  private Console.Place place(HttpCall call, Target target) {
    boolean containers = target.menu().startsWith("/container");
    if (containers && faults.strikes(Fault.CONTAINER_PACKAGE_MISSING)) {
      throw absent(call, target);
    }
    if (containers && target.kind(call) == Kind.WRITE && faults.strikes(Fault.DEVICE_MODE_OFF)) {
      throw CommandException.failure("not allowed by device-mode (6)");
    }
    return target.place().orElseThrow(() -> absent(call, target));
  }

  private static CommandException absent(HttpCall call, Target target) {
    return call.method().equals("POST")
        ? CommandException.refused(
            "no such command or directory (" + target.segments().getFirst() + ")")
        : CommandException.notFound();
  }

  private boolean delay(Target target) throws InterruptedException {
    int rows = world.transaction(() -> target.place().map(this::rowsWalked).orElse(0));
    Duration latency = faults.call(rows, target.menu().equals("/file") ? PER_FILE : PER_ROW);
    if (faults.plan().profile().limited()) {
      return worker.occupy(latency);
    }
    if (!latency.isZero()) {
      Thread.sleep(latency);
    }
    return true;
  }

  private int rowsWalked(Console.Place place) {
    boolean listing =
        !place.menu().settings()
            && (place.rest().isEmpty() || place.rest().getFirst().equals("print"));
    return listing ? place.menu().rowsWalked() : 0;
  }

  private Target confused(HttpCall call, Target target) {
    return call.method().equals("GET") ? Target.of(List.of("system", "resource"), console) : target;
  }

  private Target target(HttpCall call) {
    List<String> segments;
    try {
      segments = call.segments();
    } catch (IllegalArgumentException e) {
      return new Target(List.of(call.path()), Optional.empty());
    }
    boolean rest = !segments.isEmpty() && segments.getFirst().equals("rest");
    return Target.of(rest ? segments.subList(1, segments.size()) : List.of(), console);
  }

  /** The web pages beside REST: the start page needs no credentials. */
  private static HttpReply webFig(HttpCall call) {
    if (call.path().equals("/")) {
      byte[] page = "<html><title>RouterOS</title></html>".getBytes(StandardCharsets.UTF_8);
      return new Answer(200, "text/html", page, Map.of());
    }
    return HttpReply.empty(404);
  }
}
