package io.mkube.routeros.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.mkube.routeros.CallListener;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.TlsTrust;
import io.mkube.routeros.http.HttpLink.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.GET;
import retrofit2.http.POST;

class HttpLinkTest {
  private static final Operation OPERATION = new Operation("read", "it", "server");

  private MockWebServer server;

  interface Api {
    @GET("x")
    Call<ResponseBody> read();

    @POST("x")
    Call<ResponseBody> change();
  }

  @BeforeEach
  void listen() {
    server = new MockWebServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void doesNotFollowARedirectWithCredentials() {
    server.enqueue(
        new MockResponse().setResponseCode(302).addHeader("Location", "http://198.51.100.1/x"));
    server.start();
    try (HttpLink link = link(new TlsTrust.PublicAuthorities(), Duration.ofSeconds(5))) {
      assertEquals(302, send(link, "http", api(link, "http").read()));
    }
  }

  @Test
  void saysBusyWhenNoTurnComesInTime() throws Exception {
    server.enqueue(
        new MockResponse()
            .setResponseCode(200)
            .setBody("late")
            .setBodyDelay(Duration.ofSeconds(2)));
    server.start();
    try (HttpLink link = link(new TlsTrust.PublicAuthorities(), Duration.ofMillis(50));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Api api = api(link, "http");
      Future<Integer> first = callers.submit(() -> send(link, "http", api.change()));
      await().until(() -> server.getRequestCount() == 1);

      DeviceException busy =
          assertThrows(DeviceException.Busy.class, () -> send(link, "http", api.change()));

      assertTrue(busy.retryable());
      assertEquals(200, first.get());
      assertEquals(1, server.getRequestCount());
    }
  }

  @Test
  void cutsCallsInFlightOnClose() throws Exception {
    server.enqueue(
        new MockResponse()
            .setResponseCode(200)
            .setBody("late")
            .setBodyDelay(Duration.ofSeconds(20)));
    server.start();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      HttpLink link = link(new TlsTrust.PublicAuthorities(), Duration.ofSeconds(5));
      Future<Integer> call = callers.submit(() -> send(link, "http", api(link, "http").read()));
      await().until(() -> server.getRequestCount() == 1);

      link.close();

      ExecutionException thrown = assertThrows(ExecutionException.class, call::get);
      assertInstanceOf(DeviceException.Unreachable.class, thrown.getCause());
    }
  }

  @Nested
  class WhenTheServerSpeaksTls {
    @BeforeEach
    void secure() {
      server.useHttps();
      server.enqueue(new MockResponse().setResponseCode(200).setBody("ok"));
      server.start();
    }

    @Test
    void refusesAnUnknownCertificate() {
      try (HttpLink link = link(new TlsTrust.PublicAuthorities(), Duration.ofSeconds(5))) {
        DeviceException thrown =
            assertThrows(
                DeviceException.Unreachable.class,
                () -> send(link, "https", api(link, "https").read()));
        assertTrue(String.valueOf(thrown.getMessage()).contains("no secure connection"));
      }
    }

    @Test
    void believesAPinnedCertificateOfAnotherName() {
      Path pem = Path.of(server.getSelfSignedCertificate().certificatePath());
      try (HttpLink link = link(new TlsTrust.Pinned(pem), Duration.ofSeconds(5))) {
        // The certificate is for localhost; a device is reached by its address.
        assertEquals(200, send(link, "https", api(link, "https").read()));
      }
    }

    @Test
    void believesAnythingWhenToldSo() {
      try (HttpLink link = link(new TlsTrust.Anything(), Duration.ofSeconds(5))) {
        assertEquals(200, send(link, "https", api(link, "https").read()));
      }
    }

    @Test
    void refusesAServerWithAnotherCertificateThanThePinnedOne() throws Exception {
      MockWebServer other = new MockWebServer();
      other.useHttps();
      other.start();
      Path pem = Path.of(other.getSelfSignedCertificate().certificatePath());
      try (HttpLink link = link(new TlsTrust.Pinned(pem), Duration.ofSeconds(5))) {
        assertThrows(
            DeviceException.Unreachable.class,
            () -> send(link, "https", api(link, "https").read()));
      } finally {
        other.close();
      }
    }
  }

  @Test
  void namesAPinThatCannotBeRead(@TempDir Path folder) throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");

    for (Path pem : new Path[] {empty, text, folder.resolve("absent.pem")}) {
      IllegalArgumentException thrown =
          assertThrows(
              IllegalArgumentException.class,
              () -> link(new TlsTrust.Pinned(pem), Duration.ofSeconds(5)));
      assertTrue(String.valueOf(thrown.getMessage()).contains(pem.toString()));
    }
  }

  private static HttpLink link(TlsTrust trust, Duration queue) {
    Limits limits = new Limits(1, 1, queue, Duration.ofSeconds(5), Duration.ofSeconds(5));
    return new HttpLink(limits, trust, chain -> chain.proceed(chain.request()), CallListener.NONE);
  }

  private Api api(HttpLink link, String scheme) {
    URI base = URI.create(scheme + "://127.0.0.1:" + server.getPort() + "/");
    return new Retrofit.Builder()
        .baseUrl(base.toString())
        .callFactory(link.calls())
        .build()
        .create(Api.class);
  }

  private static int send(HttpLink link, String scheme, Call<ResponseBody> call) {
    assertEquals(scheme, call.request().url().scheme());
    return link.send(call, OPERATION, Duration.ofSeconds(10)).code();
  }
}
