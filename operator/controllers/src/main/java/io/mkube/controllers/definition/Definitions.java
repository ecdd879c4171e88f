package io.mkube.controllers.definition;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.mkube.crds.MkubeCrds;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the definitions of mkube's kinds and replaces older ones. A definition of a newer program
 * is left alone, so that two versions of the program do not overwrite each other. Idempotent.
 */
public final class Definitions {
  private static final Logger log = LoggerFactory.getLogger(Definitions.class);
  private static final int ATTEMPTS = 5;
  private static final long ESTABLISHED_WITHIN_SECONDS = 30;

  private Definitions() {}

  /**
   * Applies all definitions and waits until the API server serves them.
   *
   * @throws KubernetesClientException when the API server refuses one or does not serve it in time
   */
  public static void apply(KubernetesClient client) {
    for (CustomResourceDefinition wanted : MkubeCrds.definitions()) {
      apply(client, wanted);
    }
    for (String name : MkubeCrds.NAMES) {
      awaitEstablished(client, name);
    }
  }

  private static void apply(KubernetesClient client, CustomResourceDefinition wanted) {
    for (int attempt = 1; ; attempt++) {
      try {
        applyOnce(client, wanted);
        return;
      } catch (KubernetesClientException e) {
        // Another process applies the same definition at this moment.
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void applyOnce(KubernetesClient client, CustomResourceDefinition wanted) {
    String name = wanted.getMetadata().getName();
    CustomResourceDefinition found =
        client.apiextensions().v1().customResourceDefinitions().withName(name).get();
    if (found == null) {
      client.resource(wanted).create();
      log.info("created definition {}", name);
    } else if (mustReplace(found, wanted)) {
      wanted.getMetadata().setResourceVersion(found.getMetadata().getResourceVersion());
      client.resource(wanted).update();
      log.info("replaced definition {}", name);
    }
  }

  private static boolean mustReplace(
      CustomResourceDefinition found, CustomResourceDefinition wanted) {
    return revision(found) < revision(wanted);
  }

  private static int revision(CustomResourceDefinition definition) {
    Map<String, String> annotations = definition.getMetadata().getAnnotations();
    String revision = annotations == null ? null : annotations.get(MkubeCrds.REVISION_ANNOTATION);
    try {
      return revision == null ? 0 : Integer.parseInt(revision);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static void awaitEstablished(KubernetesClient client, String name) {
    try {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(name)
          .waitUntilCondition(
              Definitions::established, ESTABLISHED_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new KubernetesClientException(
          "definition "
              + name
              + " is not served after "
              + ESTABLISHED_WITHIN_SECONDS
              + " s: see kubectl describe crd "
              + name,
          e);
    }
  }

  private static boolean established(@Nullable CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }
}
