package io.mkube.controllers;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.crds.network.Network;
import io.mkube.routeros.simulator.microdns.MicroDnsSimulator;

/** Objects that tests of all controllers apply. */
final class Manifests {
  static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        namespace: default
      spec:
        replicas: 2
        selector:
          matchLabels:
            app: web
        template:
          metadata:
            labels:
              app: web
          spec:
            containers:
            - name: web
              image: docker.io/library/nginx:1.27
      """;

  static final String PICKY =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: picky
        namespace: default
      spec:
        nodeSelector:
          room: attic
        containers:
        - name: main
          image: docker.io/library/nginx:1.27
      """;

  static Network network(MicroDnsSimulator dns, String name, String cidr, String zone) {
    String prefix = cidr.substring(0, cidr.lastIndexOf('.'));
    return Serialization.unmarshal(
        """
        apiVersion: mkube.io/v1
        kind: Network
        metadata:
          name: %s
        spec:
          cidr: %s
          gateway: %s.1
          router:
            name: rose
          dns:
            endpoint: %s
            zone: %s
            server: %s.253
            port: %d
        """
            .formatted(name, cidr, prefix, dns.url(), zone, prefix, dns.dns().getPort()),
        Network.class);
  }

  private Manifests() {}
}
