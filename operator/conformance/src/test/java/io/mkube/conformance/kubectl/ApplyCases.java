package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.DEPLOYMENT;
import static io.mkube.conformance.kubectl.Manifests.POD;
import static io.mkube.conformance.kubectl.Manifests.SETTINGS;
import static io.mkube.conformance.kubectl.Manifests.WIDGET;
import static io.mkube.conformance.kubectl.Manifests.WIDGETS;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** {@code kubectl apply} with the annotation of what was applied last. */
abstract class ApplyCases extends KubectlCases {
  ApplyCases(Supplier<Site> site) {
    super(site);
  }

  @Test
  void createsThenConfiguresThenLeavesAlone() {
    kubectl("apply -f -", DEPLOYMENT).says("deployment.apps/web created");
    the("deployments.apps/web").has("metadata.generation", "1").has("spec.replicas", "2");
    kubectl("apply -f -", DEPLOYMENT).says("deployment.apps/web unchanged");
    kubectl("apply -f -", DEPLOYMENT.replace("replicas: 2", "replicas: 4"))
        .says("deployment.apps/web configured");
    the("deployments.apps/web").has("metadata.generation", "2").has("spec.replicas", "4");
  }

  @Test
  void anUnchangedApplyWritesNothing() {
    kubectl("apply -f -", SETTINGS).says("configmap/settings created");
    String revision = the("configmaps/settings").at("metadata.resourceVersion");
    kubectl("apply -f -", SETTINGS).says("configmap/settings unchanged");
    the("configmaps/settings").has("metadata.resourceVersion", revision);
  }

  @Test
  void removesWhatIsNoLongerApplied() {
    kubectl("apply -f -", DEPLOYMENT).succeeds();
    kubectl("set env deployment/web -c web OTHER=1").says("deployment.apps/web env updated");
    kubectl(
            "apply -f -",
            DEPLOYMENT
                .replace("            - {name: log, image: \"busybox:1.36\", args: [tail]}\n", "")
                .replace("    - {name: log, image: \"busybox:1.36\", args: [tail]}\n", ""))
        .says("deployment.apps/web configured");
    the("deployments.apps/web")
        .has("spec.template.spec.containers.0.name", "web")
        .has("spec.template.spec.containers.0.env.0.name", "OTHER")
        .lacks("spec.template.spec.containers.1");
  }

  @Test
  void removesKeysOfAConfigMapButNotThoseOfOthers() {
    kubectl("apply -f -", SETTINGS).succeeds();
    kubectl("patch configmap settings --type=merge -p {\"data\":{\"extra\":\"1\"}}")
        .says("configmap/settings patched");
    kubectl("apply -f -", SETTINGS.replace(", size: \"9\"", ""))
        .says("configmap/settings configured");
    the("configmaps/settings").has("data", "{\"colour\":\"red\",\"extra\":\"1\"}");
  }

  @Test
  void keepsTheAnnotationOfWhatWasApplied() {
    kubectl("apply -f -", SETTINGS).succeeds();
    kubectl("apply view-last-applied configmap settings")
        .shows("colour: red", "size: \"9\"", "kind: ConfigMap");
    kubectl(
            "apply edit-last-applied configmap/settings",
            "",
            Map.of("KUBE_EDITOR", "sed -i s/red/blue/"))
        .succeeds();
    kubectl("apply view-last-applied configmap settings").shows("colour: blue");
    the("configmaps/settings").has("data.colour", "red");
    kubectl("apply set-last-applied -f -", SETTINGS).says("configmap/settings configured");
    kubectl("apply view-last-applied configmap settings").shows("colour: red");
  }

  @Test
  void warnsOfObjectsThatItDidNotMake() {
    given(SETTINGS);
    kubectl("apply -f -", SETTINGS.replace("red", "blue"))
        .says("configmap/settings configured")
        .warns(
            "Warning: resource configmaps/settings is missing the"
                + " kubectl.kubernetes.io/last-applied-configuration annotation which is required"
                + " by kubectl apply.");
    the("configmaps/settings").has("data.colour", "blue");
  }

  @Test
  void appliesCustomResourcesByMergePatch() {
    kubectl("apply -f -", WIDGETS)
        .says(
            "customresourcedefinition.apiextensions.k8s.io/widgets."
                + namespace()
                + ".example.com created");
    kubectl("wait --for=condition=Established crd/widgets.$NS.example.com --timeout=20s")
        .says(
            "customresourcedefinition.apiextensions.k8s.io/widgets."
                + namespace()
                + ".example.com condition met");
    kubectl("apply -f -", WIDGET).says("widget." + namespace() + ".example.com/one created");
    the("widgets.$NS.example.com/one").has("spec.colour", "red").has("spec.replicas", "1");
    kubectl("apply -f -", WIDGET.replace("size: 3", "size: 4"))
        .says("widget." + namespace() + ".example.com/one configured");
    the("widgets.$NS.example.com/one").has("spec.size", "4").has("metadata.generation", "2");
    kubectl("apply -f -", WIDGET.replace("size: 3", "size: 4"))
        .says("widget." + namespace() + ".example.com/one unchanged");
    refusal("apply -f -", WIDGET.replace("size: 3", "size: 0"))
        .refused(
            422,
            "Invalid",
            "The Widget \"one\" is invalid: spec.size: Invalid value: 0: spec.size in body should"
                + " be greater than or equal to 1")
        .causes("FieldValueInvalid spec.size");
  }

  @Test
  void prunesByLabel() {
    kubectl(
            "apply -f - -l tier=front",
            SETTINGS + "---\n" + SETTINGS.replace("name: settings", "name: more"))
        .says("configmap/settings created\nconfigmap/more created");
    kubectl("apply --prune --prune-allowlist=core/v1/ConfigMap -l tier=front -f -", SETTINGS)
        .says("configmap/settings unchanged\nconfigmap/more pruned");
    the("configmaps/more").isGone();
    the("configmaps/settings").exists();
  }

  @Test
  void dryRunsOnTheServer() {
    kubectl("apply -f - --dry-run=server", SETTINGS)
        .says("configmap/settings created (server dry run)");
    the("configmaps/settings").isGone();
    kubectl("apply -f -", SETTINGS).succeeds();
    kubectl(
            "apply -f - --dry-run=server -o jsonpath={.data.colour}",
            SETTINGS.replace("red", "blue"))
        .says("blue");
    the("configmaps/settings").has("data.colour", "red");
  }

  @Test
  void appliesFolders() {
    file("all/a.yaml", SETTINGS);
    var second = file("all/b.yaml", POD);
    kubectl("apply -f " + second.getParent()).says("configmap/settings created\npod/one created");
    kubectl("get -f " + second.getParent() + " -o name").says("configmap/settings\npod/one");
    kubectl("delete -f " + second.getParent() + " --grace-period=0 --force")
        .shows("configmap \"settings\" force deleted", "pod \"one\" force deleted");
    the("pods/one").isGone();
  }

  @Test
  void appliesKustomizations() {
    file("kustom/base.yaml", SETTINGS);
    var kustomization =
        file(
            "kustom/kustomization.yaml",
            """
            resources: [base.yaml]
            namePrefix: my-
            labels: [{pairs: {team: a}}]
            configMapGenerator:
            - {name: made, literals: [x=1]}
            """);
    kubectl("apply -k " + kustomization.getParent())
        .matches("configmap/my-made-[a-z0-9]+ created\nconfigmap/my-settings created");
    the("configmaps/my-settings").has("metadata.labels", "{\"team\":\"a\",\"tier\":\"front\"}");
    kubectl("delete -k " + kustomization.getParent()).shows("configmap \"my-settings\" deleted");
    the("configmaps/my-settings").isGone();
  }

  @Test
  void prunesWhatLeftItsSet() {
    Map<String, String> sets = Map.of("KUBECTL_APPLYSET", "true");
    String two = SETTINGS + "---\n" + SETTINGS.replace("settings", "more");
    for (String parent : List.of("shop", "configmaps/shop")) {
      String apply = "apply --server-side --prune --applyset=" + parent + " -f -";
      kubectl(apply, two, sets)
          .says("configmap/settings serverside-applied\nconfigmap/more serverside-applied");
      kubectl("get cm -l applyset.kubernetes.io/part-of -o name")
          .says("configmap/more\nconfigmap/settings");
      kubectl(apply + " --dry-run=server", SETTINGS, sets)
          .says(
              "configmap/settings serverside-applied (server dry run)\n"
                  + "configmap/more pruned (server dry run)");
      kubectl(apply, SETTINGS, sets)
          .says("configmap/settings serverside-applied\nconfigmap/more pruned");
      the("configmaps/more").isGone();
      kubectl("delete cm settings").says("configmap \"settings\" deleted");
    }
  }

  @Test
  void refusesImmutableFields() {
    kubectl("apply -f -", DEPLOYMENT).succeeds();
    refusal("apply -f -", DEPLOYMENT.replace("{app: web}", "{app: other}"))
        .refused(
            422,
            "Invalid",
            "The Deployment \"web\" is invalid: spec.selector: Invalid value:"
                + " v1.LabelSelector{MatchLabels:map[string]string{\"app\":\"other\"},"
                + " MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable")
        .causes("FieldValueInvalid spec.selector");
    the("deployments.apps/web").has("spec.selector.matchLabels.app", "web");
  }

  @Test
  void refusesUnknownFields() {
    refusal("apply -f -", SETTINGS + "dat: {}\n")
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): error when creating \"STDIN\": ConfigMap in version"
                + " \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field"
                + " \"dat\"");
    the("configmaps/settings").isGone();
  }
}
