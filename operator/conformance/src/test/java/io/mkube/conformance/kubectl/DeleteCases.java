package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.DEPLOYMENT;
import static io.mkube.conformance.kubectl.Manifests.POD;
import static io.mkube.conformance.kubectl.Manifests.SETTINGS;
import static io.mkube.conformance.kubectl.Manifests.WIDGET;
import static io.mkube.conformance.kubectl.Manifests.WIDGETS;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** {@code kubectl delete} and {@code wait}: cascades, finalizers, grace and namespaces. */
abstract class DeleteCases extends KubectlCases {
  DeleteCases(Supplier<Site> site) {
    super(site);
  }

  private static final String OWNED =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: owned
        ownerReferences:
        - {apiVersion: v1, kind: ConfigMap, name: settings, uid: $UID, blockOwnerDeletion: true}
      """;

  @Test
  void deletes() {
    given(SETTINGS + "---\n" + POD);
    kubectl("delete configmap settings").says("configmap \"settings\" deleted");
    the("configmaps/settings").isGone();
    kubectl("delete pod one --grace-period=0 --force")
        .says("pod \"one\" force deleted")
        .warns(
            "Warning: Immediate deletion does not wait for confirmation that the running resource"
                + " has been terminated. The resource may continue to run on the cluster"
                + " indefinitely.");
    the("pods/one").isGone();
    refusal("delete configmap settings")
        .refused(
            404, "NotFound", "Error from server (NotFound): configmaps \"settings\" not found");
    kubectl("delete configmap settings --ignore-not-found").says("");
    given(SETTINGS);
    kubectl("delete configmap settings --dry-run=server")
        .says("configmap \"settings\" deleted (server dry run)");
    the("configmaps/settings").exists();
    kubectl("delete configmap settings -o name").says("configmap/settings");
  }

  @Test
  void deletesBySelector() {
    given(SETTINGS + "---\n" + SETTINGS.replace("name: settings", "name: more"));
    kubectl("delete configmap -l tier=front")
        .says("configmap \"more\" deleted\nconfigmap \"settings\" deleted");
    kubectl("delete configmap -l tier=front").says("No resources found");
    given(SETTINGS);
    kubectl("delete configmap --field-selector metadata.name=settings")
        .says("configmap \"settings\" deleted");
    kubectl("delete configmap --all").shows("configmap \"kube-root-ca.crt\" deleted");
    kubectl("wait --for=create configmap/kube-root-ca.crt --timeout=20s")
        .says("configmap/kube-root-ca.crt condition met");
    the("configmaps/settings").isGone();
  }

  @Test
  void deletesDependentsInTheBackground() {
    given(SETTINGS);
    given(OWNED.replace("$UID", the("configmaps/settings").at("metadata.uid")));
    kubectl("delete configmap settings --cascade=background")
        .says("configmap \"settings\" deleted");
    kubectl("wait --for=delete configmap/owned --timeout=20s").succeeds();
    the("configmaps/owned").isGone();
  }

  @Test
  void deletesDependentsInTheForeground() {
    given(SETTINGS);
    given(OWNED.replace("$UID", the("configmaps/settings").at("metadata.uid")));
    kubectl("delete configmap settings --cascade=foreground")
        .says("configmap \"settings\" deleted");
    the("configmaps/owned").isGone();
    the("configmaps/settings").isGone();
  }

  @Test
  void orphansDependents() {
    given(SETTINGS);
    given(OWNED.replace("$UID", the("configmaps/settings").at("metadata.uid")));
    kubectl("delete configmap settings --cascade=orphan").says("configmap \"settings\" deleted");
    the("configmaps/settings").isGone();
    the("configmaps/owned").exists().lacks("metadata.ownerReferences");
  }

  @Test
  void waitsForFinalizers() {
    given(SETTINGS.replace("name: settings", "name: settings, finalizers: [example.com/hold]"));
    kubectl("delete configmap settings --wait=false").says("configmap \"settings\" deleted");
    the("configmaps/settings").has("metadata.deletionGracePeriodSeconds", "0");
    kubectl("wait --for=delete configmap/settings --timeout=1s")
        .fails("error: timed out waiting for the condition on configmaps/settings");
    refusal(
            "patch configmap settings --type=merge -p"
                + " {\"metadata\":{\"finalizers\":[\"example.com/hold\",\"example.com/more\"]}}")
        .refused(
            422,
            "Invalid",
            "The ConfigMap \"settings\" is invalid: metadata.finalizers: Forbidden: no new"
                + " finalizers can be added if the object is being deleted, found new finalizers"
                + " []string{\"example.com/more\"}")
        .causes("FieldValueForbidden metadata.finalizers");
    kubectl(
            "patch configmap settings --type=json -p"
                + " '[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]'")
        .says("configmap/settings patched");
    the("configmaps/settings").isGone();
  }

  @Test
  void waits() {
    given(DEPLOYMENT);
    kubectl("wait --for=jsonpath={.spec.replicas}=2 deployment/web --timeout=5s")
        .says("deployment.apps/web condition met");
    kubectl("wait --for=condition=Available deployment/web --timeout=1s")
        .fails("error: timed out waiting for the condition on deployments/web");
    kubectl(
            "patch deployment web --subresource=status --type=merge -p"
                + " {\"status\":{\"observedGeneration\":1,\"conditions\":[{\"type\":\"Available\",\"status\":\"True\"}]}}")
        .succeeds();
    kubectl("wait --for=condition=Available deployment/web --timeout=20s")
        .says("deployment.apps/web condition met");
    kubectl("wait --for=condition=Available deployment/nothing --timeout=1s")
        .fails("Error from server (NotFound): deployments.apps \"nothing\" not found");
    the("deployments.apps/web").has("status.conditions.0.type", "Available");
  }

  @Test
  void emptiesNamespaces() {
    kubectl("create namespace $NS-gone").succeeds();
    kubectl("create configmap a -n $NS-gone").succeeds();
    kubectl("create deployment web --image=nginx -n $NS-gone").succeeds();
    kubectl("delete namespace $NS-gone").says("namespace \"" + namespace() + "-gone\" deleted");
    theCluster("namespaces/$NS-gone").isGone();
    kubectl("get configmap a -n $NS-gone")
        .fails("Error from server (NotFound): namespaces \"" + namespace() + "-gone\" not found");
  }

  @Test
  void refusesObjectsInNamespacesThatEnd() {
    kubectl("create namespace $NS-end").succeeds();
    site()
        .send(
            "POST",
            "/api/v1/namespaces/" + namespace() + "-end/configmaps",
            "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"example.com/hold\"]}}");
    kubectl("delete namespace $NS-end --wait=false").succeeds();
    refusal("create configmap b -n $NS-end")
        .refused(
            403,
            "Forbidden",
            "error: failed to create configmap: configmaps \"b\" is forbidden: unable to create new"
                + " content in namespace "
                + namespace()
                + "-end because it is being terminated")
        .causes("NamespaceTerminating metadata.namespace")
        .about("/configmaps/b");
    kubectl("get namespace $NS-end").matches("NAME +STATUS +AGE\n.*-end +Terminating +\\d+s");
    kubectl("patch configmap held -n $NS-end --type=merge -p {\"metadata\":{\"finalizers\":null}}")
        .succeeds();
    kubectl("wait --for=delete namespace/$NS-end --timeout=20s").succeeds();
    theCluster("namespaces/$NS-end").isGone();
  }

  @Test
  void refusesToDeleteTheNamespacesOfTheSystem() {
    refusal("delete namespace kube-system")
        .refused(
            403,
            "Forbidden",
            "Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n"
                + "Error from server (Forbidden): namespaces \"kube-system\" is forbidden: this"
                + " namespace may not be deleted")
        .about("/namespaces/kube-system");
    theCluster("namespaces/kube-system").has("status.phase", "Active");
  }

  @Test
  void deletesDefinitionsWithTheirObjects() {
    given(WIDGETS);
    given(WIDGET);
    kubectl("delete crd widgets.$NS.example.com")
        .says(
            "customresourcedefinition.apiextensions.k8s.io \"widgets."
                + namespace()
                + ".example.com\" deleted");
    theCluster("customresourcedefinitions.apiextensions.k8s.io/widgets.$NS.example.com").isGone();
    kubectl("get widgets.$NS.example.com")
        .fails("error: the server doesn't have a resource type \"widgets\"");
  }
}
