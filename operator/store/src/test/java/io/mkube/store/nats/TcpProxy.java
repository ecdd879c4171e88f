package io.mkube.store.nats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between a client and a server, to hold up or cut what goes from one to the other. */
public final class TcpProxy implements AutoCloseable {
  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean stalled;
  private volatile boolean cut;

  /** Listens on a free port for connections to another one. */
  public TcpProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The port to connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections and takes no others. */
  public void cut() throws IOException {
    cut = true;
    closeAll();
  }

  /** Takes connections again. */
  public void restore() {
    cut = false;
  }

  /** Holds up what the server sends. */
  public void stall() {
    setStalled(true);
  }

  /** Lets it go on. */
  public void release() {
    setStalled(false);
  }

  private void setStalled(boolean now) {
    lock.lock();
    try {
      stalled = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitReleased() {
    lock.lock();
    try {
      while (stalled) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      acceptOne();
    }
  }

  private void acceptOne() {
    try {
      serve(listener.accept());
    } catch (IOException e) {
      return; // the server is down, or the listener was closed
    }
  }

  private void serve(Socket client) throws IOException {
    if (cut) {
      client.close();
      return;
    }
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      client.close();
      throw e;
    }
    open.add(client);
    open.add(server);
    Thread.ofVirtual().start(() -> pump(client, server, false));
    Thread.ofVirtual().start(() -> pump(server, client, true));
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[64 << 10];
    try (from;
        to) {
      int count = from.getInputStream().read(buffer);
      while (count >= 0) {
        if (answers) {
          awaitReleased();
        }
        to.getOutputStream().write(buffer, 0, count);
        count = from.getInputStream().read(buffer);
      }
    } catch (IOException e) {
      return; // one side is gone, so the other is closed
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void closeAll() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    release();
    closeAll();
  }
}
