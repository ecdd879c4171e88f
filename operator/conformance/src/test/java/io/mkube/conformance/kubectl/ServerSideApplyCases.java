package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.DEPLOYMENT;
import static io.mkube.conformance.kubectl.Manifests.SETTINGS;
import static io.mkube.conformance.kubectl.Manifests.WIDGET;
import static io.mkube.conformance.kubectl.Manifests.WIDGETS;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** {@code kubectl apply --server-side}: owners of fields, conflicts and force. */
abstract class ServerSideApplyCases extends KubectlCases {
  ServerSideApplyCases(Supplier<Site> site) {
    super(site);
  }

  @Test
  void ownsWhatItApplied() {
    kubectl("apply --server-side -f -", SETTINGS).says("configmap/settings serverside-applied");
    the("configmaps/settings")
        .has("metadata.managedFields.0.manager", "kubectl")
        .has("metadata.managedFields.0.operation", "Apply")
        .has(
            "metadata.managedFields.0.fieldsV1",
            "{\"f:data\":{\"f:colour\":{},\"f:size\":{}},\"f:metadata\":{\"f:labels\":{\"f:tier\":{}}}}");
    String revision = the("configmaps/settings").at("metadata.resourceVersion");
    kubectl("apply --server-side -f -", SETTINGS).says("configmap/settings serverside-applied");
    the("configmaps/settings").has("metadata.resourceVersion", revision);
  }

  @Test
  void takesBackWhatItNoLongerApplies() {
    kubectl("apply --server-side -f -", SETTINGS).succeeds();
    kubectl("apply --server-side -f -", SETTINGS.replace(", size: \"9\"", "")).succeeds();
    the("configmaps/settings").has("data", "{\"colour\":\"red\"}");
  }

  @Test
  void refusesFieldsOfOthers() {
    kubectl("apply --server-side -f -", SETTINGS).succeeds();
    refusal("apply --server-side --field-manager=other -f -", SETTINGS.replace("red", "blue"))
        .refused(
            409,
            "Conflict",
            """
            error: Apply failed with 1 conflict: conflict with "kubectl": .data.colour
            Please review the fields above--they currently have other managers. Here
            are the ways you can resolve this warning:
            * If you intend to manage all of these fields, please re-run the apply
              command with the `--force-conflicts` flag.
            * If you do not intend to manage all of the fields, please edit your
              manifest to remove references to the fields that should keep their
              current managers.
            * You may co-own fields by updating your manifest to match the existing
              value; in this case, you'll become the manager if the other manager(s)
              stop managing the field (remove it from their configuration).
            See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
            """)
        .causes("FieldManagerConflict .data.colour");
    the("configmaps/settings").has("data.colour", "red");
    kubectl(
            "apply --server-side --field-manager=other --force-conflicts -f -",
            SETTINGS.replace("red", "blue"))
        .says("configmap/settings serverside-applied");
    the("configmaps/settings").has("data.colour", "blue");
  }

  @Test
  void sharesEqualValues() {
    kubectl("apply --server-side -f -", SETTINGS).succeeds();
    kubectl("apply --server-side --field-manager=other -f -", SETTINGS)
        .says("configmap/settings serverside-applied");
    kubectl("apply --server-side -f -", SETTINGS.replace(", size: \"9\"", "")).succeeds();
    the("configmaps/settings").has("data.size", "9");
  }

  @Test
  void mergesContainersByName() {
    kubectl("apply --server-side -f -", DEPLOYMENT).says("deployment.apps/web serverside-applied");
    kubectl(
            "apply --server-side --field-manager=sidecar -f -",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:
                  containers:
                  - {name: proxy, image: "envoy:1"}
            """)
        .says("deployment.apps/web serverside-applied");
    the("deployments.apps/web")
        .has("spec.template.spec.containers.0.name", "web")
        .has("spec.template.spec.containers.2.name", "proxy");
    kubectl(
            "get deployment web -o jsonpath={.metadata.managedFields[*].manager}"
                + " --show-managed-fields")
        .says("kubectl sidecar");
  }

  @Test
  void takesOverFromClientSideApply() {
    kubectl("apply -f -", SETTINGS).succeeds();
    kubectl("apply --server-side -f -", SETTINGS.replace("red", "blue"))
        .says("configmap/settings serverside-applied");
    the("configmaps/settings").has("data.colour", "blue");
    kubectl("apply --server-side -f -", SETTINGS.replace(", size: \"9\"", "")).succeeds();
    the("configmaps/settings").has("data", "{\"colour\":\"red\"}");
  }

  @Test
  void hidesManagedFieldsUnlessAsked() {
    kubectl("apply --server-side -f -", SETTINGS).succeeds();
    kubectl("get configmap settings -o yaml").hides("managedFields");
    kubectl("get configmap settings -o yaml --show-managed-fields")
        .shows("managedFields:", "manager: kubectl");
  }

  @Test
  void dryRunsAndCustomResources() {
    given(WIDGETS);
    kubectl("apply --server-side --dry-run=server -f -", WIDGET)
        .says("widget." + namespace() + ".example.com/one serverside-applied (server dry run)");
    the("widgets.$NS.example.com/one").isGone();
    kubectl("apply --server-side -f -", WIDGET).succeeds();
    the("widgets.$NS.example.com/one").has("spec.colour", "red");
    kubectl("apply --server-side -f -", WIDGET.replace("{name: a, amount: 1}, ", "")).succeeds();
    the("widgets.$NS.example.com/one").has("spec.parts", "[{\"amount\":2,\"name\":\"b\"}]");
    refusal("apply --server-side -f -", WIDGET.replace("size: 3", "size: 12"))
        .refused(
            422,
            "Invalid",
            "The Widget \"one\" is invalid: spec.size: Invalid value: 12: spec.size in body should"
                + " be less than or equal to 10")
        .causes("FieldValueInvalid spec.size");
  }

  @Test
  void refusesUnknownFields() {
    refusal("apply --server-side -f -", DEPLOYMENT.replace("replicas: 2", "replica: 2"))
        .fails(
            "Error from server: failed to create typed patch object ("
                + namespace()
                + "/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema");
    the("deployments.apps/web").isGone();
  }
}
