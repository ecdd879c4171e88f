package io.mkube.app.wiring;

import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.apiserver.ApiServerException;
import io.mkube.app.config.RunConfig.Api;
import io.mkube.app.config.Security;
import io.mkube.app.console.CommandException;
import io.mkube.app.lifecycle.ClosingStack;
import io.mkube.controllers.kubelet.KubeletSettings;
import io.mkube.store.ObjectStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An API server and the store behind it. */
public final class ServedApi implements AutoCloseable {
  private final ClosingStack open;
  private final ApiServer server;
  private final String host;

  private ServedApi(ClosingStack open, ApiServer server, String host) {
    this.open = open;
    this.server = server;
    this.host = host;
  }

  /**
   * Starts an API server.
   *
   * @throws CommandException if the store cannot be opened, or a port or file cannot be used
   */
  public static ServedApi start(Api.Served options) throws CommandException {
    return start(options, UnaryOperator.identity());
  }

  /**
   * Starts an API server.
   *
   * @param change adds what the options do not say
   * @throws CommandException as {@link #start(Api.Served)}
   */
  public static ServedApi start(Api.Served options, UnaryOperator<ApiServerConfig> change)
      throws CommandException {
    if (options.tokenFile().isPresent() && !Files.isReadable(options.tokenFile().get())) {
      throw new CommandException("token file " + options.tokenFile().get() + ": cannot be read");
    }
    ClosingStack open = new ClosingStack();
    try {
      List<InetAddress> addresses = addresses(options.listen());
      ObjectStore store =
          open.opened(Stores.open(options.store().orElse(Stores.in(options.data()))));
      ApiServer server =
          open.opened(ApiServer.start(change.apply(config(options, addresses)), store));
      return new ServedApi(open, server, server.url().getHost());
    } catch (ApiServerException e) {
      open.closeAfter(e);
      throw new CommandException(String.valueOf(e.getMessage()), e);
    } catch (CommandException | RuntimeException e) {
      open.closeAfter(e);
      throw e;
    }
  }

  /** {@code host:port} of the API, for clients on this machine. */
  public String api() {
    return host + ":" + server.port();
  }

  /** {@code host:port} of health and metrics over plain HTTP. */
  public Optional<String> http() {
    return server.httpPort().isPresent()
        ? Optional.of(host + ":" + server.httpPort().getAsInt())
        : Optional.empty();
  }

  /** The administrator's kubeconfig. */
  public String kubeconfig() {
    return server.adminKubeconfig();
  }

  /** How controllers in this process serve logs to this API server: over the loopback. */
  public KubeletSettings kubelet() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    String address = loopback.getHostAddress();
    return new KubeletSettings(
        loopback,
        0,
        address,
        () -> server.nodeTls(Set.of(address)),
        "",
        Set.of(ApiServer.NODE_CLIENT));
  }

  @Override
  public void close() {
    open.close();
  }

  /**
   * The addresses that a person gave, with commas between them.
   *
   * @return at least one
   * @throws CommandException if one is no address or name of a machine
   */
  public static List<InetAddress> addresses(String listen) throws CommandException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String address : listen.split(",", -1)) {
      addresses.add(address(address.strip()));
    }
    return addresses;
  }

  /**
   * The address that a person gave.
   *
   * @throws CommandException if it is no address or name of a machine
   */
  public static InetAddress address(String listen) throws CommandException {
    if (listen.isEmpty()) {
      // The JDK reads it as the loopback address, a person hardly.
      throw new CommandException("address to listen on: there is none");
    }
    try {
      return InetAddress.getByName(listen);
    } catch (UnknownHostException e) {
      throw new CommandException("address to listen on: '" + listen + "' is not known", e);
    }
  }

  private static ApiServerConfig config(Api.Served options, List<InetAddress> addresses) {
    ApiServerConfig config =
        ApiServerConfig.of(options.data())
            .withListenAddresses(addresses)
            .withPort(options.port())
            .withHttpPort(options.httpPort());
    Security security = options.security();
    ApiServerConfig secured = config.withExtraNames(security.names()).withAudit(security.audit());
    ApiServerConfig keyed = security.keyFile().map(secured::withKeyFile).orElse(secured);
    return options.tokenFile().map(keyed::withTokenFile).orElse(keyed);
  }
}
