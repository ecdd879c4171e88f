package io.mkube.apiserver;

import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.http.HttpListener;
import io.mkube.apiserver.http.ListenAddresses;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Keys, certificates and sockets. They are made by a thread of their own while the objects are
 * taken into memory, because neither needs the other. Whoever comes before the server is ready
 * waits.
 */
final class Entrance implements AutoCloseable {
  private final CompletableFuture<ServerKeys> keys = new CompletableFuture<>();
  private final CompletableFuture<HttpListener> listener = new CompletableFuture<>();
  private final CompletableFuture<Consumer<Exchange>> handler = new CompletableFuture<>();

  private Entrance() {}

  /**
   * Begins to open it; the thread ends by itself.
   *
   * @param found what the store holds
   */
  static Entrance opening(ApiServerConfig config, ObjectStore store, ObjectStore.Snapshot found) {
    Entrance entrance = new Entrance();
    Thread.ofPlatform()
        .name("api-entrance")
        .daemon()
        .start(() -> entrance.open(config, store, found));
    return entrance;
  }

  private void open(ApiServerConfig config, ObjectStore store, ObjectStore.Snapshot found) {
    try {
      ServerKeys made = ServerKeys.open(config, store, found);
      keys.complete(made);
      listener.complete(
          HttpListener.open(
              new ListenAddresses(config.listenAddresses(), config.port(), config.httpPort()),
              made.pki().serverContext(),
              config.limits(),
              exchange -> handler.join().accept(exchange)));
    } catch (IOException | StoreException | RuntimeException | Error e) {
      keys.completeExceptionally(e);
      listener.completeExceptionally(e);
    }
  }

  /**
   * Waits for the keys.
   *
   * @throws IOException if a file or a key cannot be used; the message is one line for people
   */
  ServerKeys keys() throws IOException, StoreException {
    return joined(keys);
  }

  /**
   * Waits for the sockets.
   *
   * @throws IOException if an address cannot be bound; the message names it
   */
  HttpListener listener() throws IOException, StoreException {
    return joined(listener);
  }

  /** Lets requests in, those that wait as well. */
  void admit(Consumer<Exchange> requests) {
    handler.complete(requests);
  }

  /** Closes the sockets of a server that did not start. */
  @Override
  public void close() {
    handler.completeExceptionally(new CancellationException("the server did not start"));
    try {
      joined(listener).close();
    } catch (IOException | StoreException | RuntimeException e) {
      // Whoever waited for the sockets was told why there are none.
      return;
    }
  }

  private static <T> T joined(CompletableFuture<T> part) throws IOException, StoreException {
    try {
      return part.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
