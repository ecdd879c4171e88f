package io.mkube.controllers.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Map;

/** Writes one Node. */
final class NodeActuator {
  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

  private final KubernetesClient client;
  private final String name;

  NodeActuator(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  void perform(NodeAction action) {
    switch (action) {
      case NodeAction.Create create -> create(create.node());
      case NodeAction.Describe describe ->
          client
              .nodes()
              .withName(name)
              .patch(
                  MERGE,
                  Serialization.asJson(
                      Map.of(
                          "metadata",
                          Map.of(
                              "labels",
                              describe.labels(),
                              "annotations",
                              describe.annotations()))));
      case NodeAction.Report report ->
          client
              .nodes()
              .withName(name)
              .editStatus(node -> new NodeBuilder(node).withStatus(report.status()).build());
    }
  }

  private void create(Node node) {
    try {
      client.resource(node).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // Somebody else made it since it was looked for; the next round describes it.
    }
  }
}
