package io.mkube.conformance.operators;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** What the operator is about. */
@Group("conformance.example.com")
@Version("v1")
public final class Shop extends CustomResource<ShopSpec, ShopStatus> implements Namespaced {
  private static final long serialVersionUID = 1;
}
