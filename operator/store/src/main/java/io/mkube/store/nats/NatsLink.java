package io.mkube.store.nats;

import io.mkube.store.StoreOpenException;
import io.mkube.store.nats.access.NatsLogin;
import io.mkube.store.nats.access.NatsTlsContext;
import io.nats.client.AuthHandler;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to NATS, which comes back by itself. Nothing is kept for later while it is away:
 * what cannot be sent now is refused.
 */
final class NatsLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** How long a server may take to come up when the store is opened. */
  private static final Duration OPEN = Duration.ofSeconds(15);

  private static final Duration RETRY = Duration.ofMillis(250);

  /** Two of these without an answer, and the connection counts as lost. */
  private static final Duration PING = Duration.ofSeconds(4);

  private static final int PINGS_OUT = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Runnable> lossListeners = new CopyOnWriteArrayList<>();
  private final QuietErrors errors = new QuietErrors();
  private final String place;
  private @Nullable Connection connection;
  private volatile boolean connected;
  private final AtomicLong epoch = new AtomicLong();
  private volatile boolean closed;

  private NatsLink(String place) {
    this.place = place;
  }

  /**
   * Connects.
   *
   * @throws StoreOpenException if no server takes the connection within 15 s, or one refuses the
   *     credentials
   */
  static NatsLink open(NatsConfig config) throws StoreOpenException {
    NatsLink link = new NatsLink(config.place());
    try {
      Options options = link.options(config);
      link.connect(options, System.nanoTime() + OPEN.toNanos());
      return link;
    } catch (AuthenticationException e) {
      throw new StoreOpenException.Unreachable(
          config.place(), "the server refuses the login " + config.login().described(), e);
    } catch (IOException e) {
      throw new StoreOpenException.Unreachable(config.place(), reason(config, e), e);
    } catch (GeneralSecurityException e) {
      throw new StoreOpenException.Unreachable(config.place(), "not a usable key: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreOpenException.Unreachable(config.place(), "interrupted", e);
    }
  }

  /** What to do where the client of NATS tells only what it met. */
  private static String reason(NatsConfig config, IOException failure) {
    String met = String.valueOf(failure.getMessage());
    if (met.equals("SSL required by server.")) {
      return "the server takes TLS only: use tls:// in place of nats://";
    }
    if (met.equals("SSL connection wanted by client.")) {
      return "the server has no TLS: use nats:// in place of tls://";
    }
    if (met.contains("PKIX path")) {
      return config
          .tls()
          .authority()
          .map(file -> "none of the certificates in tls_ca=" + file + " has signed the server's")
          .orElse(
              "the server's certificate is signed by nobody known; name who has by tls_ca=FILE");
    }
    return met;
  }

  private void connect(Options options, long deadline) throws IOException, InterruptedException {
    while (true) {
      try {
        connection = Nats.connect(options);
        if (errors.refused) {
          throw new AuthenticationException("Authorization Violation");
        }
        errors.opening = false;
        setConnected(true);
        return;
      } catch (AuthenticationException e) {
        throw e;
      } catch (IOException e) {
        if (System.nanoTime() - deadline > 0 || errors.waitingIsUseless()) {
          throw errors.insteadOf(e);
        }
        LOG.debug("{}: not there yet: {}", place, e.getMessage());
        Thread.sleep(RETRY);
      }
    }
  }

  private Options options(NatsConfig config) throws IOException, GeneralSecurityException {
    String scheme = config.tls().required() ? "tls://" : "nats://";
    Options.Builder options =
        Options.builder()
            .servers(config.servers().stream().map(scheme::concat).toArray(String[]::new))
            .connectionName("mkube")
            .connectionTimeout(CONNECT)
            .noEcho() // what others publish can be told from our own
            .maxReconnects(-1)
            .reconnectWait(RETRY)
            .reconnectJitter(RETRY)
            .reconnectJitterTls(RETRY)
            .reconnectBufferSize(0)
            .clientSideLimitChecks(false)
            .pingInterval(PING)
            .maxPingsOut(PINGS_OUT)
            .errorListener(errors)
            .connectionListener(this::changed);
    if (config.tls().required()) {
      // the certificate is for the name, not for the addresses that it has
      options
          .sslContext(NatsTlsContext.of(config.tls()))
          .hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
    }
    switch (config.login()) {
      case NatsLogin.Anonymous anonymous -> {}
      case NatsLogin.UserPassword user ->
          options.userInfo(user.user().toCharArray(), user.password().toCharArray());
      case NatsLogin.Token token -> options.token(token.token().toCharArray());
      case NatsLogin.CredentialsFile credentials -> {
        requireReadable("creds", credentials.file());
        if (!Files.readString(credentials.file()).contains("-----BEGIN USER NKEY SEED-----")) {
          throw new IOException("creds: " + credentials.file() + " holds no credentials of nsc");
        }
        options.authHandler(Nats.credentials(credentials.file().toString()));
      }
      case NatsLogin.NkeyFile nkey -> {
        requireReadable("nkey", nkey.file());
        NkeyHandler handler = new NkeyHandler(nkey.file());
        handler.requireSeed();
        options.authHandler(handler);
      }
    }
    return options.build();
  }

  private static void requireReadable(String option, Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(option + ": " + file + " cannot be read");
    }
  }

  @SuppressWarnings("deprecation") // the interface has no other method to implement
  private void changed(Connection which, ConnectionListener.Events event) {
    switch (event) {
      case CONNECTED, RESUBSCRIBED -> {
        setConnected(true);
        LOG.info("{}: connected to {}", place, which.getServerInfo().getVersion());
      }
      case DISCONNECTED, CLOSED -> {
        if (connected && !closed) {
          LOG.warn("{}: connection lost", place);
        }
        setConnected(false);
        lossListeners.forEach(Runnable::run);
      }
      case RECONNECTED, DISCOVERED_SERVERS, LAME_DUCK -> LOG.debug("{}: {}", place, event);
    }
  }

  private void setConnected(boolean now) {
    lock.lock();
    try {
      if (now != connected) {
        connected = now;
        epoch.incrementAndGet();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  Connection connection() {
    Connection open = connection;
    if (open == null) {
      throw new IllegalStateException(place + " is not open");
    }
    return open;
  }

  boolean connected() {
    return connected;
  }

  /** Changes whenever the connection goes or comes. */
  long epoch() {
    return epoch.get();
  }

  /** Called on every loss of the connection; must not block. */
  void onLoss(Runnable listener) {
    lossListeners.add(listener);
  }

  /** Waits for a connection; false if there is none in time or the link is closed. */
  boolean awaitConnected(Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      while (!connected && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return connected && !closed;
    } finally {
      lock.unlock();
    }
  }

  ServerFeatures features() {
    return ServerFeatures.of(connection().getServerInfo());
  }

  @Override
  public void close() {
    closed = true;
    setConnected(false);
    Connection open = connection;
    if (open == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      open.close();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Signs with a seed that is read at every connect. */
  private record NkeyHandler(Path file) implements AuthHandler {
    @Override
    public byte[] sign(byte[] nonce) {
      NKey key = key();
      try {
        return key.sign(nonce);
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException("nkey: " + file + " cannot sign", e);
      } finally {
        key.clear();
      }
    }

    @Override
    public char[] getID() {
      NKey key = key();
      try {
        return key.getPublicKey();
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException("nkey: " + file + " has no public key", e);
      } finally {
        key.clear();
      }
    }

    @Override
    public char @Nullable [] getJWT() {
      return null;
    }

    void requireSeed() throws IOException {
      try {
        key().clear();
      } catch (IllegalStateException e) {
        throw new IOException(e.getMessage() + " of a user (SU...)", e);
      }
    }

    private NKey key() {
      try {
        return NKey.fromSeed(
            Files.readString(file, StandardCharsets.US_ASCII).strip().toCharArray());
      } catch (IOException | IllegalArgumentException e) {
        throw new IllegalStateException("nkey: " + file + " holds no seed", e);
      }
    }
  }

  /** What goes wrong shows in the answers; the rest is for those who look closer. */
  private static final class QuietErrors implements ErrorListener {
    private volatile @Nullable Throwable last;
    private volatile boolean refused;
    private volatile boolean opening = true;

    /** The client would wait for an answer that the server does not give any more. */
    private static void endAttempt(Connection connection) {
      try {
        connection.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Whether the server was there, but one of the two does not trust the other. */
    boolean waitingIsUseless() {
      return refused || last instanceof SSLException || String.valueOf(last).contains("SSL");
    }

    /** What was heard of the failure, which says more than that there was one. */
    IOException insteadOf(IOException failure) {
      Throwable known = last;
      if (refused) {
        return new AuthenticationException("Authorization Violation");
      }
      return known == null ? failure : new IOException(known.getMessage(), failure);
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
      LOG.debug("server: {}", error);
      if (opening && error.startsWith("Auth")) {
        refused = true;
        endAttempt(connection);
      }
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
      Throwable cause = exception;
      while (cause.getCause() != null && !(cause instanceof SSLException)) {
        cause = cause.getCause();
      }
      last = cause;
      LOG.debug("client: {}", exception.toString());
    }
  }
}
