package io.mkube.controllers.world;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.ApiServerConfig;
import io.mkube.apiserver.ApiServerException;
import io.mkube.controllers.ControllersConfig;
import io.mkube.controllers.ControllersConfig.Router;
import io.mkube.controllers.MkubeControllers;
import io.mkube.controllers.device.DeviceSettings;
import io.mkube.images.ResolvedImage;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.microdns.MicroDns;
import io.mkube.routeros.microdns.RecordData;
import io.mkube.routeros.rest.RouterOs;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import io.mkube.routeros.simulator.microdns.MicroDnsConfig;
import io.mkube.routeros.simulator.microdns.MicroDnsSimulator;
import io.mkube.store.memory.MemoryObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An API server, a router named {@code rose}, a name server, and the controllers, all running. */
public final class WholeSite implements AutoCloseable {
  private final MemoryObjectStore store = new MemoryObjectStore();
  private final ApiServer api;
  private final KubernetesClient client;
  private final RouterOsSimulator router;
  private final MicroDnsSimulator dns;
  private final Map<String, MicroDns> connections = new ConcurrentHashMap<>();
  private final MkubeControllers controllers;

  private WholeSite(Path folder) throws ApiServerException {
    this.api = ApiServer.start(ApiServerConfig.of(folder), store);
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(api.adminKubeconfig()))
            .build();
    this.router = RouterOsSimulator.start(SimulatorConfig.defaults().withIdentity("rose"));
    this.dns = MicroDnsSimulator.start(MicroDnsConfig.defaults());
    Router rose =
        new Router(
            new DeviceSettings(
                "rose", "raid1/mkube", List.of("192.168.88.1"), Duration.ofSeconds(1)),
            RouterOs.connect(new RouterOsConfig(router.url(), "admin", "")));
    this.controllers =
        MkubeControllers.start(
            client,
            ControllersConfig.of(List.of(rose), this::connect, ResolvedImage.Remote::new)
                .withDefaultNetwork("gt"));
  }

  public static WholeSite start(Path folder) throws ApiServerException {
    return new WholeSite(folder);
  }

  public KubernetesClient client() {
    return client;
  }

  public RouterOsSimulator router() {
    return router;
  }

  public MicroDnsSimulator dns() {
    return dns;
  }

  /** The comments of the router's bridges, by name. */
  public Map<String, String> bridges() {
    return router.world().getOrDefault("/interface/bridge", List.of()).stream()
        .collect(
            Collectors.toMap(
                row -> row.getOrDefault("name", ""), row -> row.getOrDefault("comment", "")));
  }

  /** The addresses in a zone, as {@code name address}; empty when there is no such zone. */
  public List<String> addresses(String zone) {
    MicroDns server = connect(dns.url().toString());
    return server.zones().stream()
        .filter(found -> found.name().equals(zone))
        .flatMap(found -> server.records(found.id()).stream())
        .flatMap(
            record ->
                switch (record.data()) {
                  case RecordData.A a -> Stream.of(record.name() + " " + a.address());
                  case RecordData.Aaaa a -> Stream.of(record.name() + " " + a.address());
                  case RecordData.Txt t -> Stream.<String>empty();
                  case RecordData.Other o -> Stream.<String>empty();
                })
        .toList();
  }

  private MicroDns connect(String endpoint) {
    return connections.computeIfAbsent(endpoint, url -> MicroDns.connect(URI.create(url)));
  }

  public MkubeControllers controllers() {
    return controllers;
  }

  @Override
  public void close() {
    controllers.close();
    connections.values().forEach(MicroDns::close);
    client.close();
    api.close();
    router.close();
    dns.close();
    store.close();
  }
}
