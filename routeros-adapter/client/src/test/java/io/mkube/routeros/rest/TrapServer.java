package io.mkube.routeros.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mkube.routeros.RouterOsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that breaks connections in ways that no HTTP library offers. The question for the
 * release is answered at once; every other request takes the next trap.
 */
final class TrapServer implements AutoCloseable {
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Queue<Trap> traps = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger probes = new AtomicInteger();
  private volatile CountDownLatch stalled = new CountDownLatch(0);
  private volatile String release = "7.21.5 (stable)";

  TrapServer(Trap... traps) {
    this.traps.addAll(List.of(traps));
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var unused = threads.submit(this::accept);
  }

  /** What happens to one request; returns whether the connection is used on. */
  @FunctionalInterface
  interface Trap {
    boolean spring(Socket socket) throws IOException, InterruptedException;

    static Trap answer(int status, String body) {
      return socket -> {
        send(socket, status, body);
        return true;
      };
    }

    /** The connection ends without an answer. */
    static Trap endOfFile() {
      return socket -> false;
    }

    static Trap reset() {
      return socket -> {
        socket.setSoLinger(true, 0);
        return false;
      };
    }

    /** The body is shorter than its header says. */
    static Trap halfABody(String body) {
      return socket -> {
        write(
            socket,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + (2 * body.length())
                + "\r\n\r\n"
                + body);
        return false;
      };
    }

    /** An answer, after which the connection is closed although it was promised to be kept. */
    static Trap answerAndClose(String body) {
      return socket -> {
        send(socket, 200, body);
        return false;
      };
    }

    /** The answer comes when the latch is down. */
    static Trap answerAfter(CountDownLatch latch, String body) {
      return socket -> {
        latch.await();
        send(socket, 200, body);
        return true;
      };
    }
  }

  URI rest() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/rest");
  }

  /** Access to this server. */
  RouterOsConfig config() {
    return new RouterOsConfig(rest(), "admin", "");
  }

  void release(String printed) {
    release = printed;
  }

  /** Questions for the release are answered when the latch is down. */
  void stall(CountDownLatch latch) {
    stalled = latch;
  }

  /** Request lines and bodies in order, without the questions for the release. */
  List<String> requests() {
    return requests;
  }

  int connections() {
    return connections.get();
  }

  int probes() {
    return probes.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
    threads.close();
  }

  private Void accept() throws IOException {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        open.add(connection);
        var unused = threads.submit(() -> serve(connection));
      } catch (SocketException closed) {
        break;
      }
    }
    return null;
  }

  private Void serve(Socket connection) throws IOException, InterruptedException {
    try (connection) {
      InputStream in = connection.getInputStream();
      boolean kept = true;
      while (kept) {
        String head = head(in);
        if (head.isEmpty()) {
          break;
        }
        String body = new String(in.readNBytes(length(head)), UTF_8);
        kept = answer(connection, head.lines().findFirst().orElseThrow(), body);
      }
    } finally {
      open.remove(connection);
    }
    return null;
  }

  private boolean answer(Socket connection, String line, String body)
      throws IOException, InterruptedException {
    if (line.contains("/rest/system/resource?")) {
      probes.incrementAndGet();
      stalled.await();
      send(connection, 200, "{\"version\":\"" + release + "\",\"uptime\":\"1h\"}");
      return true;
    }
    requests.add(line.replaceAll(" HTTP/1.1$", "") + (body.isEmpty() ? "" : " " + body));
    Trap trap = traps.poll();
    return (trap == null ? Trap.answer(200, "[]") : trap).spring(connection);
  }

  private static void send(Socket socket, int status, String body) throws IOException {
    write(
        socket,
        "HTTP/1.1 "
            + status
            + " Said\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(UTF_8).length
            + "\r\n\r\n"
            + body);
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        return "";
      }
      head.append(new String(new byte[] {(byte) read}, ISO_8859_1));
    }
    return head.toString();
  }

  private static int length(String head) {
    return head.toLowerCase(Locale.ROOT)
        .lines()
        .filter(line -> line.startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring("content-length:".length()).strip()))
        .findFirst()
        .orElse(0);
  }
}
