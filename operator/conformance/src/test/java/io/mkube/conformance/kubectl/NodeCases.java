package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.POD;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * {@code kubectl taint}, {@code cordon} and {@code drain}, and logs and exec of pods that do not
 * run.
 */
abstract class NodeCases extends KubectlCases {
  NodeCases(Supplier<Site> site) {
    super(site);
  }

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: $NS-n, labels: {kubernetes.io/hostname: first}}
      """;

  @Test
  void taints() {
    given(NODE);
    String node = namespace() + "-n";
    kubectl("taint node " + node + " a=b:NoSchedule").says("node/" + node + " tainted");
    theCluster("nodes/$NS-n")
        .has("spec.taints", "[{\"effect\":\"NoSchedule\",\"key\":\"a\",\"value\":\"b\"}]");
    kubectl("taint node " + node + " a:NoSchedule-").says("node/" + node + " untainted");
    theCluster("nodes/$NS-n").lacks("spec.taints");
    refusal(
            "patch node "
                + node
                + " --type=merge -p"
                + " {\"spec\":{\"taints\":[{\"key\":\"a\",\"effect\":\"Sometimes\"}]}}")
        .refused(
            422,
            "Invalid",
            "The Node \""
                + node
                + "\" is invalid: metadata.taints[0].effect: Unsupported value: \"Sometimes\":"
                + " supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"")
        .causes("FieldValueNotSupported metadata.taints[0].effect");
  }

  @Test
  void labelsThroughTheStatus() {
    given(NODE);
    String patch =
        "patch node "
            + namespace()
            + "-n --subresource=status --type=merge -p"
            + " '{\"metadata\":{\"labels\":{\"disk\":\"%s\"}},\"spec\":{\"unschedulable\":true}}'";
    kubectl(patch.formatted("ssd")).succeeds();
    theCluster("nodes/$NS-n").has("metadata.labels.disk", "ssd").lacks("spec.unschedulable");
    refusal(patch.formatted("a disk"))
        .refused(
            422,
            "Invalid",
            "The Node \""
                + namespace()
                + "-n\" is invalid: metadata.labels: Invalid value: \"a disk\": a valid label must"
                + " be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                + " must start and end with an alphanumeric character (e.g. 'MyValue',  or"
                + " 'my_value',  or '12345', regex used for validation is"
                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")
        .causes("FieldValueInvalid metadata.labels");
  }

  @Test
  void cordonsAndDrains() {
    given(NODE);
    String node = namespace() + "-n";
    kubectl("cordon " + node).says("node/" + node + " cordoned");
    theCluster("nodes/$NS-n").has("spec.unschedulable", "true");
    kubectl("get nodes --field-selector metadata.name=" + node + " --no-headers")
        .matches(node + " +Unknown,SchedulingDisabled +<none> +\\d+s.*");
    kubectl("uncordon " + node).says("node/" + node + " uncordoned");
    given(
        POD.replace(
            "spec:", "spec:\n  nodeName: " + node + "\n  terminationGracePeriodSeconds: 0"));
    kubectl("drain " + node + " --force --timeout=20s")
        .shows(
            "node/" + node + " cordoned",
            "evicting pod " + namespace() + "/one",
            "pod/one evicted",
            "node/" + node + " drained");
    the("pods/one").isGone();
  }

  @Test
  void refusesLogsAndExecOfPodsWithoutANode() {
    given(POD + "  - {name: side, image: x}\n");
    // A pod that no node has taken has an empty log, as in kube-apiserver's LogLocation.
    kubectl("logs one").succeeds();
    kubectl("logs one -c none")
        .failsOr(
            "error: container none is not valid for pod one",
            "error: container none is not valid for pod one out of: main, side");
    kubectl("logs nothing")
        .fails(
            "error: error from server (NotFound): pods \"nothing\" not found in namespace \""
                + namespace()
                + "\"");
    kubectl("exec one -c main -- ls").endsWith(1).warns("pod one does not have a host assigned");
    kubectl("attach nothing").fails("Error from server (NotFound): pods \"nothing\" not found");
    kubectl("top pods").fails("error: Metrics API not available");
    the("pods/one").has("status.phase", "Pending");
  }

  @Test
  void refusesEvictionsAgainstABudget() {
    given(POD);
    kubectl("create pdb keep --selector=tier=front --min-available=1").succeeds();
    var eviction =
        file(
            "eviction.json",
            "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"one\",\"namespace\":\"$NS\"}}");
    kubectl(
            "patch pod one --subresource=status --type=merge -p"
                + " {\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}")
        .succeeds();
    refusal("create --raw /api/v1/namespaces/$NS/pods/one/eviction -f " + eviction)
        .refused(
            429,
            "TooManyRequests",
            "Error from server (TooManyRequests): Cannot evict pod as it would violate the pod's"
                + " disruption budget.")
        .causes("DisruptionBudget");
    the("pods/one").exists();
  }
}
