package io.mkube.routeros.http;

import com.fasterxml.jackson.core.JacksonException;
import io.mkube.routeros.CallListener;
import io.mkube.routeros.CallListener.DeviceCall;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.TlsTrust;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import retrofit2.Call;
import retrofit2.Response;

/**
 * The connections to one server. Requests take turns: a few reads beside a few writes, first come
 * first served, so that the server never sees more connections than it can bear. Every request has
 * a deadline. A write is sent once and never repeated here; a read may be sent again on a fresh
 * connection when a kept one turns out to be closed. Thread-safe.
 */
public final class HttpLink implements AutoCloseable {
  // A full /file listing of a large device is a few megabytes.
  private static final long LONGEST_ANSWER = 64L << 20;

  private final Limits limits;
  private final Semaphore readers;
  private final Semaphore writers;
  private final OkHttpClient reading;
  private final OkHttpClient writing;
  private final CallListener listener;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Prepares connections; none is opened yet.
   *
   * @param headers sets the headers that every request carries
   * @throws IllegalArgumentException if the trust names an unreadable file
   */
  public HttpLink(Limits limits, TlsTrust trust, Interceptor headers, CallListener listener) {
    this.limits = limits;
    this.readers = new Semaphore(limits.readers(), true);
    this.writers = new Semaphore(limits.writers(), true);
    this.listener = listener;
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionPool(
                new ConnectionPool(
                    limits.readers() + limits.writers(),
                    limits.keepAlive().toMillis(),
                    TimeUnit.MILLISECONDS))
            .connectTimeout(limits.connect())
            // The deadline of each call covers these.
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            // Credentials go to the configured server only.
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(true)
            .addInterceptor(new BodyLimit(LONGEST_ANSWER))
            .addInterceptor(headers);
    Tls.apply(trust, builder);
    this.reading = builder.build();
    this.writing = reading.newBuilder().retryOnConnectionFailure(false).build();
  }

  /** Makes the calls of a Retrofit interface use these connections. */
  public okhttp3.Call.Factory calls() {
    return request -> (isRead(request) ? reading : writing).newCall(request);
  }

  /**
   * Sends a request and waits for the whole answer, whatever its status.
   *
   * @throws DeviceException.Busy if no turn came within the limit; nothing was sent
   * @throws DeviceException.Unreachable if no complete answer came; for a write it is unknown
   *     whether it took effect
   * @throws DeviceException.Unintelligible if the answer is not the expected JSON
   */
  public <T> Response<T> send(Call<T> call, Operation operation, Duration deadline) {
    okhttp3.Request request = call.request();
    Semaphore turns = isRead(request) ? readers : writers;
    takeTurn(turns, operation);
    try {
      if (closed.get()) {
        throw new IllegalStateException(operation.failed("the connection was closed"));
      }
      call.timeout().timeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
      return exchange(call, request, operation, deadline);
    } finally {
      turns.release();
    }
  }

  /** Cuts calls in flight and closes the connections. Later calls are refused. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      // Both clients share one dispatcher and one pool.
      reading.dispatcher().cancelAll();
      reading.dispatcher().executorService().shutdown();
      reading.connectionPool().evictAll();
    }
  }

  private <T> Response<T> exchange(
      Call<T> call, okhttp3.Request request, Operation operation, Duration deadline) {
    long start = System.nanoTime();
    String outcome = "interrupted";
    try {
      Response<T> response = call.execute();
      outcome = Integer.toString(response.code());
      return response;
    } catch (IOException e) {
      outcome = e.getClass().getSimpleName();
      throw failure(e, operation, deadline);
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      listener.ended(new DeviceCall(request.method(), request.url().encodedPath(), took, outcome));
    }
  }

  private void takeTurn(Semaphore turns, Operation operation) {
    try {
      if (!turns.tryAcquire(limits.queue().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DeviceException.Busy(
            operation.failed("other calls kept it busy for " + limits.queue().toSeconds() + " s"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException.Unreachable(operation.failed("interrupted before sending"), e);
    }
  }

  private static DeviceException failure(IOException e, Operation operation, Duration deadline) {
    if (e instanceof JacksonException json) {
      // Without the source that Jackson would quote: it may hold a secret.
      return new DeviceException.Unintelligible(
          operation.failed("answer is not the expected JSON: " + json.getOriginalMessage()), e);
    }
    if (Thread.currentThread().isInterrupted()) {
      return new DeviceException.Unreachable(operation.failed("interrupted"), e);
    }
    if (e instanceof InterruptedIOException) {
      return new DeviceException.Unreachable(
          operation.failed("no answer within " + seconds(deadline) + " s"), e);
    }
    if (e instanceof SSLException) {
      return new DeviceException.Unreachable(
          operation.failed("no secure connection: " + said(e)), e);
    }
    return new DeviceException.Unreachable(operation.failed("no answer: " + said(e)), e);
  }

  private static String said(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private static boolean isRead(okhttp3.Request request) {
    return request.method().equals("GET");
  }

  /**
   * How many requests are in flight at once and how long they wait.
   *
   * @param readers reads at a time
   * @param writers writes at a time
   * @param queue longest wait for a turn
   * @param connect longest wait for a connection
   * @param keepAlive how long an unused connection is kept
   */
  public record Limits(
      int readers, int writers, Duration queue, Duration connect, Duration keepAlive) {}
}
