package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.DEPLOYMENT;
import static io.mkube.conformance.kubectl.Manifests.POD;
import static io.mkube.conformance.kubectl.Manifests.SETTINGS;
import static io.mkube.conformance.kubectl.Manifests.WIDGET;
import static io.mkube.conformance.kubectl.Manifests.WIDGETS;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** {@code kubectl patch}, {@code replace}, {@code edit} and {@code diff}. */
abstract class PatchCases extends KubectlCases {
  PatchCases(Supplier<Site> site) {
    super(site);
  }

  @Test
  void patchesByMerge() {
    given(SETTINGS);
    kubectl("patch configmap settings --type=merge -p {\"data\":{\"size\":null,\"more\":\"1\"}}")
        .says("configmap/settings patched");
    the("configmaps/settings").has("data", "{\"colour\":\"red\",\"more\":\"1\"}");
    kubectl("patch configmap settings --type=merge -p {\"data\":{\"more\":\"1\"}}")
        .says("configmap/settings patched (no change)");
  }

  @Test
  void patchesByJsonPatch() {
    given(SETTINGS);
    kubectl(
            "patch configmap settings --type=json -p"
                + " '[{\"op\":\"test\",\"path\":\"/data/colour\",\"value\":\"red\"},{\"op\":\"replace\",\"path\":\"/data/colour\",\"value\":\"blue\"},{\"op\":\"remove\",\"path\":\"/data/size\"},{\"op\":\"add\",\"path\":\"/metadata/labels/a~1b\",\"value\":\"c\"}]'")
        .says("configmap/settings patched");
    the("configmaps/settings").has("data", "{\"colour\":\"blue\"}").has("metadata.labels.a/b", "c");
  }

  @Test
  void patchesStrategically() {
    given(DEPLOYMENT);
    kubectl(
            "patch deployment web -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"log\",\"image\":\"busybox:2\"},{\"name\":\"new\",\"image\":\"new:1\"}]}}}}'")
        .says("deployment.apps/web patched");
    the("deployments.apps/web")
        .has("metadata.generation", "2")
        .has("spec.template.spec.containers.1.image", "busybox:2");
    kubectl(
            "patch deployment web -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"new\",\"$patch\":\"delete\"}]}}}}'")
        .says("deployment.apps/web patched");
    kubectl("get deployment web -o jsonpath={.spec.template.spec.containers[*].name}")
        .says("web log");
    kubectl(
            "patch deployment web -p"
                + " '{\"spec\":{\"strategy\":{\"type\":\"Recreate\",\"rollingUpdate\":null}}}'")
        .says("deployment.apps/web patched");
    the("deployments.apps/web").has("spec.strategy", "{\"type\":\"Recreate\"}");
  }

  @Test
  void putsNewContainersInFrontAsStrategicMergeDoes() {
    given(DEPLOYMENT);
    kubectl(
            "patch deployment web -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"new\",\"image\":\"new:1\"}]}}}}'")
        .says("deployment.apps/web patched");
    kubectl("get deployment web -o jsonpath={.spec.template.spec.containers[*].name}")
        .says("new web log");
  }

  @Test
  void patchesSubresources() {
    given(DEPLOYMENT);
    kubectl("patch deployment web --subresource=scale --type=merge -p {\"spec\":{\"replicas\":7}}")
        .says("scale.autoscaling/web patched");
    the("deployments.apps/web").has("spec.replicas", "7");
    kubectl(
            "patch deployment web --subresource=status --type=merge -p"
                + " {\"status\":{\"replicas\":5},\"spec\":{\"replicas\":1}}")
        .says("deployment.apps/web patched");
    the("deployments.apps/web")
        .has("spec.replicas", "7")
        .has("status.replicas", "5")
        .has("metadata.generation", "2");
    kubectl(
            "get deployment web --subresource=scale -o"
                + " jsonpath={.kind}/{.spec.replicas}/{.status.replicas}")
        .says("Scale/7/5");
  }

  @Test
  void patchesFilesAndCustomResources() {
    given(WIDGETS);
    given(WIDGET);
    var patch = file("patch.yaml", "spec:\n  size: 5\n");
    kubectl("patch widgets.$NS.example.com one --type=merge --patch-file=" + patch)
        .says("widget." + namespace() + ".example.com/one patched");
    kubectl(
            "patch widgets.$NS.example.com one --type=merge --subresource=status -p"
                + " {\"status\":{\"phase\":\"Good\"},\"spec\":{\"size\":9}}")
        .says("widget." + namespace() + ".example.com/one patched");
    the("widgets.$NS.example.com/one")
        .has("spec.size", "5")
        .has("status.phase", "Good")
        .has("metadata.generation", "2");
  }

  @Test
  void refusesPatchesThatCannotBeApplied() {
    given(SETTINGS);
    refusal(
            "patch configmap settings --type=json -p"
                + " '[{\"op\":\"remove\",\"path\":\"/data/none\"}]'")
        .refused(
            422,
            "Invalid",
            "The request is invalid: the server rejected our request due to an error in our"
                + " request");
    refusal(
            "patch configmap settings --type=json -p"
                + " '[{\"op\":\"test\",\"path\":\"/data/colour\",\"value\":\"x\"}]'")
        .refused(
            422,
            "Invalid",
            "The request is invalid: the server rejected our request due to an error in our"
                + " request");
    refusal("patch configmap settings --type=json -p '{\"op\":\"test\"}'")
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): error decoding patch: json: cannot unmarshal object"
                + " into Go value of type []handlers.jsonPatchOp");
    refusal("patch configmap settings --type=merge -p {\"metadata\":{\"name\":\"other\"}}")
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): the name of the object (other) does not match the name"
                + " on the URL (settings)");
    refusal("patch configmap settings --type=merge -p {\"metadata\":{\"uid\":\"1\"}}")
        .refused(
            422,
            "Invalid",
            "The ConfigMap \"settings\" is invalid: metadata.uid: Invalid value: \"1\": field is"
                + " immutable")
        .causes("FieldValueInvalid metadata.uid");
    refusal(
            "patch configmap settings --type=merge -p"
                + " {\"metadata\":{\"resourceVersion\":\"1\"},\"data\":{\"x\":\"1\"}}")
        .refused(
            409,
            "Conflict",
            "Error from server (Conflict): Operation cannot be fulfilled on configmaps"
                + " \"settings\": the object has been modified; please apply your changes to the"
                + " latest version and try again")
        .about("/configmaps/settings");
    kubectl("patch configmap nothing --type=merge -p {}")
        .fails("Error from server (NotFound): configmaps \"nothing\" not found");
    the("configmaps/settings").has("data.colour", "red").lacks("data.x");
  }

  @Test
  void replaces() {
    given(SETTINGS);
    kubectl("replace -f -", SETTINGS.replace("colour: red, ", ""))
        .says("configmap/settings replaced");
    the("configmaps/settings").has("data", "{\"size\":\"9\"}");
    kubectl("replace -f - --dry-run=server", SETTINGS)
        .says("configmap/settings replaced (server dry run)");
    the("configmaps/settings").has("data", "{\"size\":\"9\"}");
    String uid = the("configmaps/settings").at("metadata.uid");
    kubectl("replace --force -f -", SETTINGS)
        .shows("configmap \"settings\" deleted", "configmap/settings replaced");
    assertNotEquals(uid, the("configmaps/settings").at("metadata.uid"));
  }

  @Test
  void refusesToReplaceWhatIsNotThereOrNewer() {
    kubectl("replace -f -", SETTINGS)
        .fails(
            "Error from server (NotFound): error when replacing \"STDIN\": configmaps \"settings\""
                + " not found");
    given(SETTINGS);
    refusal(
            "replace -f -",
            SETTINGS.replace("name: settings", "name: settings, resourceVersion: '1'"))
        .refused(
            409,
            "Conflict",
            "Error from server (Conflict): error when replacing \"STDIN\": Operation cannot be"
                + " fulfilled on configmaps \"settings\": the object has been modified; please"
                + " apply your changes to the latest version and try again");
    refusal(
            "replace -f -",
            SETTINGS.replace(
                "name: settings", "name: settings, uid: 00000000-0000-0000-0000-000000000000"))
        .refused(
            409,
            "Conflict",
            "Error from server (Conflict): error when replacing \"STDIN\": Operation cannot be"
                + " fulfilled on configmaps \"settings\": StorageError: invalid object, Code: 4,"
                + " Key: /registry/configmaps/"
                + namespace()
                + "/settings, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in"
                + " precondition: 00000000-0000-0000-0000-000000000000, UID in object meta: "
                + the("configmaps/settings").at("metadata.uid"));
    given(POD);
    refusal("replace -f -", POD.replace("name: main", "name: other"))
        .endsWith(1)
        .causes("FieldValueForbidden spec")
        .warns(
            "The Pod \"one\" is invalid: spec: Forbidden: pod updates may not change fields other"
                + " than"
                + " `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations`"
                + " (only additions to existing tolerations),`spec.terminationGracePeriodSeconds`"
                + " (allow it to be set to 1 if it was previously negative)",
            "- \t\t\tName: \"main\",",
            "+ \t\t\tName: \"other\",");
    kubectl("replace -f -", POD.replace("1.36", "1.37")).says("pod/one replaced");
    the("pods/one")
        .has("spec.priority", "0")
        .has("spec.serviceAccountName", "default")
        .has("spec.containers.0.image", "busybox:1.37");
  }

  @Test
  void editsWithAnEditor() {
    given(DEPLOYMENT);
    kubectl("edit deployment web", "", Map.of("KUBE_EDITOR", "sed -i s/nginx:1.27/nginx:1.28/"))
        .says("deployment.apps/web edited");
    the("deployments.apps/web").has("spec.template.spec.containers.0.image", "nginx:1.28");
    kubectl("edit deployment web", "", Map.of("KUBE_EDITOR", "true"))
        .succeeds()
        .warns("Edit cancelled, no changes made.");
    kubectl(
            "edit deployment web --subresource=status",
            "",
            Map.of("KUBE_EDITOR", "sed -i 's/^status: {}/status: {replicas: 3}/'"))
        .says("deployment.apps/web edited");
    the("deployments.apps/web").has("status.replicas", "3");
  }

  @Test
  void refusesBadEdits() {
    given(DEPLOYMENT);
    kubectl(
            "edit deployment web",
            "",
            Map.of("KUBE_EDITOR", "sed -i 's/replicas: 2/replicas: -2/'"))
        .warns(
            "error: deployments.apps \"web\" is invalid",
            "error: Edit cancelled, no valid changes were saved.")
        .endsWith(1);
    the("deployments.apps/web").has("spec.replicas", "2");
  }

  @Test
  void diffs() {
    kubectl("apply -f -", SETTINGS).succeeds();
    kubectl("diff -f -", SETTINGS).endsWith(0).says("");
    kubectl("diff -f -", SETTINGS.replace("red", "blue"))
        .endsWith(1)
        .prints("-  colour: red", "+  colour: blue");
    kubectl("diff --server-side --force-conflicts -f -", SETTINGS.replace("red", "green"))
        .endsWith(1)
        .prints("+  colour: green");
    kubectl("diff -f -", POD).endsWith(1).prints("+kind: Pod", "+  phase: Pending");
    the("configmaps/settings").has("data.colour", "red");
    the("pods/one").isGone();
  }

  @Test
  void refusesStrategicPatchesOfCustomResources() {
    given(WIDGETS);
    given(WIDGET);
    refusal("patch widgets.$NS.example.com one -p {\"spec\":{\"size\":5}}")
        .refused(
            415,
            "UnsupportedMediaType",
            "error: application/strategic-merge-patch+json is not supported by "
                + namespace()
                + ".example.com/v1, Kind=Widget: the body of the request was in an unknown format -"
                + " accepted media types include: application/json-patch+json,"
                + " application/merge-patch+json, application/apply-patch+yaml");
  }
}
