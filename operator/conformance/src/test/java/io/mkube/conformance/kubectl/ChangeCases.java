package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.DEPLOYMENT;
import static io.mkube.conformance.kubectl.Manifests.POD;
import static io.mkube.conformance.kubectl.Manifests.SETTINGS;
import static io.mkube.conformance.kubectl.Manifests.WIDGET;
import static io.mkube.conformance.kubectl.Manifests.WIDGETS;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** {@code kubectl label}, {@code annotate}, {@code scale}, {@code rollout} and {@code set}. */
abstract class ChangeCases extends KubectlCases {
  ChangeCases(Supplier<Site> site) {
    super(site);
  }

  @Test
  void labels() {
    given(SETTINGS + "---\n" + POD);
    kubectl("label configmap settings a=b example.com/c=d").says("configmap/settings labeled");
    kubectl("get configmap settings -o jsonpath={.metadata.labels}")
        .says("{\"a\":\"b\",\"example.com/c\":\"d\",\"tier\":\"front\"}");
    kubectl("label configmap settings a=b").says("configmap/settings not labeled");
    kubectl("label configmap settings a=c")
        .fails("error: 'a' already has a value (b), and --overwrite is false");
    kubectl("label configmap settings a=c --overwrite").says("configmap/settings labeled");
    kubectl("label configmap settings a-").says("configmap/settings unlabeled");
    the("configmaps/settings").lacks("metadata.labels.a");
    kubectl("label pods,configmaps -l tier=front all=yes")
        .says("pod/one labeled\nconfigmap/settings labeled");
    kubectl("label pods --all more=yes --dry-run=server").says("pod/one labeled (server dry run)");
    the("pods/one").has("metadata.labels.all", "yes").lacks("metadata.labels.more");
    kubectl("label configmap settings --list").shows("tier=front");
    refusal("label configmap settings y=1 --resource-version=1")
        .refused(
            409,
            "Conflict",
            "Error from server (Conflict): Operation cannot be fulfilled on configmaps"
                + " \"settings\": the object has been modified; please apply your changes to the"
                + " latest version and try again");
  }

  @Test
  void annotates() {
    given(SETTINGS);
    kubectl("annotate configmap settings 'note=grüß Gott'").says("configmap/settings annotated");
    the("configmaps/settings").has("metadata.annotations.note", "grüß Gott");
    kubectl("annotate configmap settings note=x")
        .fails(
            "error: --overwrite is false but found the following declared annotation(s): 'note'"
                + " already has a value (grüß Gott)");
    kubectl("annotate configmap settings note-").says("configmap/settings annotated");
    the("configmaps/settings").lacks("metadata.annotations.note");
    refusal(
            "patch configmap settings --type=merge -p"
                + " {\"metadata\":{\"annotations\":{\"bad/key/x\":\"1\"}}}")
        .refused(
            422,
            "Invalid",
            "The ConfigMap \"settings\" is invalid: metadata.annotations: Invalid value:"
                + " \"bad/key/x\": a qualified name must consist of alphanumeric characters, '-',"
                + " '_' or '.', and must start and end with an alphanumeric character (e.g."
                + " 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain"
                + " prefix and '/' (e.g. 'example.com/MyName')")
        .causes("FieldValueInvalid metadata.annotations");
  }

  @Test
  void scales() {
    given(DEPLOYMENT);
    kubectl("scale deployment web --replicas=5").says("deployment.apps/web scaled");
    the("deployments.apps/web").has("spec.replicas", "5").has("metadata.generation", "2");
    kubectl("scale deployment web --current-replicas=5 --replicas=3")
        .says("deployment.apps/web scaled");
    kubectl("scale deployment web --current-replicas=9 --replicas=1")
        .fails("error: Expected replicas to be 9, was 3");
    kubectl("scale --replicas=0 deployment/web").says("deployment.apps/web scaled");
    the("deployments.apps/web").has("spec.replicas", "0");
    refusal("patch deployment web --subresource=scale --type=merge -p {\"spec\":{\"replicas\":-1}}")
        .refused(
            422,
            "Invalid",
            "The Scale \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than"
                + " or equal to 0")
        .causes("FieldValueInvalid spec.replicas");
    kubectl("scale deployment nothing --replicas=1")
        .failsOr(
            "error: no objects passed to scale deployments.apps \"nothing\" not found",
            "Error from server (NotFound): deployments.apps \"nothing\" not found");
    given(SETTINGS);
    kubectl("scale configmap settings --replicas=1")
        .fails("Error from server (NotFound): the server could not find the requested resource");
  }

  @Test
  void scalesCustomResourcesAndSets() {
    given(WIDGETS);
    given(WIDGET);
    String group = namespace() + ".example.com";
    kubectl("scale widgets." + group + " one --replicas=4").says("widget." + group + "/one scaled");
    the("widgets." + group + "/one").has("spec.replicas", "4");
    given(
        DEPLOYMENT
            .replace("kind: Deployment", "kind: StatefulSet")
            .replace("  replicas: 2", "  replicas: 2\n  serviceName: web"));
    kubectl("scale statefulset web --replicas=1").says("statefulset.apps/web scaled");
    the("statefulsets.apps/web").has("spec.replicas", "1");
  }

  @Test
  void setsImagesVariablesAndMore() {
    given(DEPLOYMENT);
    kubectl("set image deployment/web web=nginx:1.28 log=busybox:2")
        .says("deployment.apps/web image updated");
    the("deployments.apps/web")
        .has("spec.template.spec.containers.0.image", "nginx:1.28")
        .has("spec.template.spec.containers.1.image", "busybox:2");
    kubectl("set image deployment/web none=x")
        .fails("error: unable to find container named \"none\"");
    kubectl("set env deployment/web A=1 B=2").says("deployment.apps/web env updated");
    kubectl("set env deployment/web A-").says("deployment.apps/web env updated");
    the("deployments.apps/web")
        .has("spec.template.spec.containers.0.env", "[{\"name\":\"B\",\"value\":\"2\"}]");
    kubectl("set resources deployment/web -c=web --limits=cpu=200m,memory=64Mi --requests=cpu=100m")
        .says("deployment.apps/web resource requirements updated");
    the("deployments.apps/web")
        .has(
            "spec.template.spec.containers.0.resources",
            "{\"limits\":{\"cpu\":\"200m\",\"memory\":\"64Mi\"},\"requests\":{\"cpu\":\"100m\"}}");
    kubectl("set serviceaccount deployment/web default")
        .says("deployment.apps/web serviceaccount updated");
    the("deployments.apps/web").has("spec.template.spec.serviceAccountName", "default");
    kubectl("expose deployment web --port=80").says("service/web exposed");
    kubectl("set selector service/web app=other").says("service/web selector updated");
    the("services/web").has("spec.selector", "{\"app\":\"other\"}");
    kubectl("create rolebinding b --role=r --user=a").succeeds();
    kubectl("set subject rolebinding b --user=z")
        .says("rolebinding.rbac.authorization.k8s.io/b subjects updated");
    the("rolebindings.rbac.authorization.k8s.io/b").has("subjects.1.name", "z");
  }

  @Test
  void refusesQuantitiesThatAreNone() {
    given(DEPLOYMENT);
    refusal(
            "patch deployment web -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"resources\":{\"requests\":{\"cpu\":\"2\"},\"limits\":{\"cpu\":\"1\"}}}]}}}}'")
        .refused(
            422,
            "Invalid",
            "The Deployment \"web\" is invalid:"
                + " spec.template.spec.containers[0].resources.requests: Invalid value: \"2\": must"
                + " be less than or equal to cpu limit of 1")
        .causes("FieldValueInvalid spec.template.spec.containers[0].resources.requests");
    refusal("patch deployment web --type=merge -p {\"spec\":{\"replicas\":\"two\"}}")
        .causes("FieldValueInvalid patch")
        .warns(
            "The request is invalid: patch: Invalid value: \"{",
            "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of"
                + " type int32");
    the("deployments.apps/web").has("metadata.generation", "1");
  }

  @Test
  void rollsOut() {
    given(DEPLOYMENT);
    kubectl("rollout restart deployment/web").says("deployment.apps/web restarted");
    assertFalse(
        the("deployments.apps/web")
            .pointer("/spec/template/metadata/annotations/kubectl.kubernetes.io~1restartedAt")
            .isEmpty());
    kubectl("rollout pause deployment/web").says("deployment.apps/web paused");
    the("deployments.apps/web").has("spec.paused", "true");
    kubectl("rollout pause deployment/web")
        .fails("error: deployments.apps \"web\" is already paused");
    kubectl("rollout resume deployment/web").says("deployment.apps/web resumed");
    the("deployments.apps/web").lacks("spec.paused");
    kubectl("rollout status deployment/web --timeout=1s")
        .fails("error: timed out waiting for the condition")
        .prints("Waiting for deployment spec update to be observed...");
    kubectl("rollout undo deployment/web")
        .fails("error: no rollout history found for deployment \"web\"");
    kubectl("rollout history deployment/nothing")
        .fails("Error from server (NotFound): deployments.apps \"nothing\" not found");
    String generation = the("deployments.apps/web").at("metadata.generation");
    kubectl(
            "patch deployment web --subresource=status --type=merge -p"
                + " {\"status\":{\"observedGeneration\":"
                + generation
                + ",\"replicas\":2,\"updatedReplicas\":2,\"readyReplicas\":2,\"availableReplicas\":2}}")
        .succeeds();
    kubectl("rollout status deployment/web --timeout=20s")
        .says("deployment \"web\" successfully rolled out");
    kubectl("get deployment web").matches("NAME .*\nweb +2/2 +2 +2 +\\d+s");
  }
}
