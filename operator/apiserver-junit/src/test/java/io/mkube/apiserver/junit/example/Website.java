package io.mkube.apiserver.junit.example;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** A page that some replicas serve. */
@Group("example.com")
@Version("v1")
public final class Website extends CustomResource<WebsiteSpec, WebsiteStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
