package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.KindRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is odd about pods and their templates; after the tables of Kubernetes' own tests. */
final class PodWarningsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{nodeSelector: {beta.kubernetes.io/os: linux, a: b}} |"
            + " nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use"
            + " \"kubernetes.io/os\" instead",
        "{volumes: [{name: v, gitRepo: {repository: r}}]} | volumes[0].gitRepo: deprecated in"
            + " v1.11",
        "{volumes: [{name: u}, {name: v, storageos: {}}]} | volumes[1].storageOS: deprecated in"
            + " v1.22, non-functional in v1.25+",
        "{volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {resources: {requests:"
            + " {storage: 500m}}}}}}]} |"
            + " volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]:"
            + " fractional byte value \"500m\" is invalid, must be an integer",
        "{volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: t}}, {secret:"
            + " {items: [{key: a, path: b}, {key: t, path: t}]}}]}}]} |"
            + " volumes[0].projected.sources.secrets[1]: has duplicated path with"
            + " ServiceAccountToken \"t\"",
        "{hostAliases: [{ip: 1.1.1.1}, {ip: 1.1.1.1}]} | hostAliases[1].ip: duplicate ip"
            + " \"1.1.1.1\"",
        "{imagePullSecrets: [{name: a}, {name: a}]} | imagePullSecrets[1].name: duplicate name"
            + " \"a\"",
        "{imagePullSecrets: [{name: ''}]} | imagePullSecrets[0].name: invalid empty name \"\"",
        "{overhead: {memory: 1.5}} | overhead[memory]: fractional byte value \"1500m\" is invalid,"
            + " must be an integer",
        "{terminationGracePeriodSeconds: -1} | terminationGracePeriodSeconds: must be >= 0;"
            + " negative values are invalid and will be treated as 1",
        "{initContainers: [{name: c, resources: {limits: {memory: 100m, cpu: 1500m}}}]} |"
            + " initContainers[0].resources.limits[memory]: fractional byte value \"100m\" is"
            + " invalid, must be an integer",
        "{containers: [{name: c, env: [{name: A, value: b}, {name: A, value: c}]}]} |"
            + " containers[0].env[1]: hides previous definition of \"A\", which may be dropped when"
            + " using apply",
        "{containers: [{name: c, env: [{name: A, value: b}, {name: A, value: $(A)}]}]} |"
            + " containers[0].env[1]: hides previous definition of \"A\", which may be dropped when"
            + " using apply",
        "{containers: [{name: c, ports: [{containerPort: 80, protocol: TCP}, {containerPort: 80,"
            + " protocol: TCP}]}]} | containers[0].ports[1]: duplicate port definition with"
            + " spec.containers[0].ports[0]",
        "{containers: [{name: c, ports: [{containerPort: 80, protocol: TCP}, {containerPort: 80,"
            + " protocol: TCP, hostPort: 8}]}]} | containers[0].ports[1]: overlapping port"
            + " definition with spec.containers[0].ports[0]",
        "{containers: [{name: c, ports: [{containerPort: 80, protocol: TCP, hostPort: 8, hostIP:"
            + " 1.1.1.1}, {containerPort: 80, protocol: TCP, hostPort: 8}]}]} |"
            + " containers[0].ports[1]: dangerously ambiguous port definition with"
            + " spec.containers[0].ports[0]",
        "{containers: [{name: c, ports: [{containerPort: 80, protocol: TCP, hostIP: 1.1.1.1}]}]} |"
            + " containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0"
            + " ContainerPort:80 Protocol:TCP HostIP:1.1.1.1}",
      })
  void tellWhatIsOddAboutASpec(String spec, String expected) throws Exception {
    ObjectNode pod = object("{metadata: {name: p}}");
    pod.set("spec", object(spec));

    assertEquals(List.of("spec." + expected), kind("Pod").rules().warnings(pod));
  }

  @Test
  void tellOldLabelsAndMissingSelectorsOfPlacement() throws Exception {
    ObjectNode template =
        object(
            "{spec: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                + " {nodeSelectorTerms: [{matchExpressions: [{key: a}, {key:"
                + " beta.kubernetes.io/arch}]}]}}, podAntiAffinity:"
                + " {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm:"
                + " {topologyKey: a}}]}}, topologySpreadConstraints: [{topologyKey:"
                + " failure-domain.beta.kubernetes.io/zone, labelSelector: {}}]}}");
    ObjectNode object = object("{metadata: {name: p}}");
    object.set("template", template);

    assertEquals(
        List.of(
            "template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
                + ".nodeSelectorTerms[0].matchExpressions[1].key: beta.kubernetes.io/arch is"
                + " deprecated since v1.14; use \"kubernetes.io/arch\" instead",
            "template.spec.topologySpreadConstraints[0].topologyKey:"
                + " failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use"
                + " \"topology.kubernetes.io/zone\" instead",
            "template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution"
                + "[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no"
                + " pod"),
        kind("PodTemplate").rules().warnings(object));
  }

  @Test
  void tellAnnotationsThatHaveFields() throws Exception {
    ObjectNode pod =
        object(
            "{metadata: {name: a.b, annotations: {scheduler.alpha.kubernetes.io/critical-pod: '',"
                + " seccomp.security.alpha.kubernetes.io/pod: x,"
                + " container.apparmor.security.beta.kubernetes.io/c: unconfined,"
                + " container.seccomp.security.alpha.kubernetes.io/c: x}}, spec: {containers:"
                + " [{name: c, securityContext: {seccompProfile: {type: Unconfined}}}]}}");

    assertEquals(
        List.of(
            "metadata.name: this is used in the Pod's hostname, which can result in surprising"
                + " behavior; a DNS label is recommended: [a lowercase RFC 1123 label must consist"
                + " of lower case alphanumeric characters or '-', and must start and end with an"
                + " alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
                + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')]",
            "metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in"
                + " v1.16+; use the \"priorityClassName\" field instead",
            "metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in"
                + " v1.27+; use the \"seccompProfile\" field instead",
            "metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: deprecated"
                + " since v1.30; use the \"appArmorProfile\" field instead"),
        kind("Pod").rules().warnings(pod));
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, spec.template, 2",
    "ReplicaSet, spec.template, 2",
    "ReplicationController, spec.template, 2",
    "StatefulSet, spec.template, 2",
    "DaemonSet, spec.template, 1",
    "Job, spec.template, 2",
    "CronJob, spec.jobTemplate.spec.template, 2",
  })
  void comeWithATemplateAndOnlyWhenItChanges(String kind, String path, int texts) throws Exception {
    KindRules rules = kind(kind).rules();
    ObjectNode old = object("{metadata: {name: a.b, generation: 1}}");
    old.withObject("/" + path.replace('.', '/'))
        .set("spec", object("{terminationGracePeriodSeconds: -1}"));
    ObjectNode scaled = old.deepCopy();
    scaled.withObject("/metadata").put("generation", 2);

    List<String> all = rules.warnings(old);
    assertEquals(texts, all.size(), all::toString);
    String text =
        path
            + ".spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and"
            + " will be treated as 1";
    assertEquals(text, all.get(texts - 1));
    assertEquals(List.of(), rules.warningsOfUpdate(old.deepCopy(), old));
    assertEquals(List.of(text), rules.warningsOfUpdate(scaled, old));
  }

  @Test
  void areKeptForNewPods() throws Exception {
    ObjectNode pod = object("{metadata: {name: p}, spec: {terminationGracePeriodSeconds: -1}}");

    assertEquals(List.of(), kind("Pod").rules().warningsOfUpdate(pod.deepCopy(), pod));
  }

  @Test
  void sayNothingOfWhatIsMeant() throws Exception {
    ObjectNode pod =
        object(
            "{metadata: {name: p}, spec: {imagePullSecrets: [{name: a}], containers: [{name: c,"
                + " env: [{name: A, value: b}, {name: A, value: $(A)c}], resources: {requests:"
                + " {memory: 1.5Gi, cpu: 1m}}, ports: [{containerPort: 80, protocol: TCP},"
                + " {containerPort: 80, protocol: UDP}]}]}}");

    assertEquals(List.of(), kind("Pod").rules().warnings(pod));
  }
}
