package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.object.ObjectMetadata;

/** Gives an Ingress that names no class the one that is marked as default. */
final class DefaultIngressClass implements WriteCompletion {
  /** How an Ingress named its class before there was a field. */
  private static final String OLD_NAME = "kubernetes.io/ingress.class";

  private final DefaultObject classes;

  DefaultIngressClass(WatchCache cache) {
    this.classes =
        new DefaultObject(
            cache.of("networking.k8s.io", "ingressclasses"),
            "ingressclass.kubernetes.io/is-default-class");
  }

  @Override
  public void onCreate(ObjectNode object) {
    boolean named =
        object.path("spec").has("ingressClassName")
            || ObjectMetadata.of(object).annotations().containsKey(OLD_NAME);
    if (!named) {
      classes.name().ifPresent(name -> object.withObject("/spec").put("ingressClassName", name));
    }
  }
}
