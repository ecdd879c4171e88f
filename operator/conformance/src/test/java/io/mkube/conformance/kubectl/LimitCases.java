package io.mkube.conformance.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotas, limit ranges and pod security: what a namespace has room for, and what pods may ask. */
abstract class LimitCases extends KubectlCases {
  private static final String RANGE =
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: range}
      spec:
        limits:
        - type: Container
          default: {cpu: 500m, memory: 500Mi}
          defaultRequest: {cpu: 100m}
          max: {cpu: "2"}
          min: {cpu: 50m}
          maxLimitRequestRatio: {cpu: "10"}
        - type: Pod
          max: {memory: 2Gi}
        - type: PersistentVolumeClaim
          min: {storage: 1Gi}
          max: {storage: 2Gi}
      """;

  LimitCases(Supplier<Site> site) {
    super(site);
  }

  private static String pod(String name, String resources) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec: {containers: [{name: main, image: x, resources: %s}]}
    """
        .formatted(name, resources);
  }

  @Test
  void refusesPodsThatAreNotHardened() {
    kubectl("label namespace $NS pod-security.kubernetes.io/enforce=restricted").succeeds();
    refusal("run one --image=x")
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): pods \"one\" is forbidden: violates PodSecurity"
                + " \"restricted:latest\": allowPrivilegeEscalation != false (container \"one\""
                + " must set securityContext.allowPrivilegeEscalation=false), unrestricted"
                + " capabilities (container \"one\" must set"
                + " securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or"
                + " container \"one\" must set securityContext.runAsNonRoot=true), seccompProfile"
                + " (pod or container \"one\" must set securityContext.seccompProfile.type to"
                + " \"RuntimeDefault\" or \"Localhost\")");
    kubectl("label namespace $NS pod-security.kubernetes.io/enforce=baseline --overwrite")
        .succeeds();
    given(pod("one", "{}"));
    kubectl("debug one --image=y -c probe --profile=netadmin --attach=false")
        .endsWith(1)
        .warns("non-default capabilities (container \"probe\" must not include \"NET_ADMIN\"");
    kubectl("debug one --image=y -c probe --profile=restricted --attach=false").succeeds();
    the("pods/one").has("spec.ephemeralContainers.0.name", "probe");
  }

  @Test
  void countsWhatIsThere() {
    kubectl("create quota all --hard=configmaps=4,pods=2,secrets=1,requests.cpu=1,services=1")
        .says("resourcequota/all created");
    kubectl("wait quota/all --for=jsonpath={.status.used.configmaps}=1 --timeout=20s").succeeds();
    given(pod("one", "{requests: {cpu: 250m}}"));
    the("resourcequotas/all").has("status.used.pods", "1").has("status.used.services", "0");
    kubectl("get quota all -o jsonpath={.status.used.requests\\.cpu}/{.status.hard.pods}")
        .says("250m/2");
    kubectl("describe quota all")
        .matches(
            "Name: +all\nNamespace: +"
                + namespace()
                + "\nResource +Used +Hard\n-+ +-+ +-+\nconfigmaps +1 +4\npods +1 +2\n"
                + "requests.cpu +250m +1\nsecrets +0 +1\nservices +0 +1");
    kubectl("delete pod one --now").succeeds();
    kubectl("wait quota/all --for=jsonpath={.status.used.pods}=0 --timeout=20s").succeeds();
    kubectl("patch quota all -p {\"spec\":{\"hard\":{\"pods\":\"7\"}}}").succeeds();
    kubectl("wait quota/all --for=jsonpath={.status.hard.pods}=7 --timeout=20s").succeeds();
  }

  @Test
  void refusesWhatExceedsAQuota() {
    kubectl("create quota few --hard=secrets=1,count/deployments.apps=1,services.nodeports=1")
        .succeeds();
    kubectl("create secret generic first").succeeds();
    refusal("create secret generic second")
        .refused(
            403,
            "Forbidden",
            "error: failed to create secret secrets \"second\" is forbidden: exceeded quota: few,"
                + " requested: secrets=1, used: secrets=1, limited: secrets=1")
        .about("/secrets/second");
    the("secrets/second").isGone();
    kubectl("create deployment web --image=x").succeeds();
    refusal("create deployment more --image=x")
        .refused(
            403,
            "Forbidden",
            "error: failed to create deployment: deployments.apps \"more\" is forbidden: exceeded"
                + " quota: few, requested: count/deployments.apps=1, used:"
                + " count/deployments.apps=1, limited: count/deployments.apps=1");
    kubectl("create service nodeport one --tcp=80").succeeds();
    kubectl("create service clusterip two --tcp=80").succeeds();
    refusal("patch service two -p {\"spec\":{\"type\":\"NodePort\"}}")
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): services \"two\" is forbidden: exceeded quota: few,"
                + " requested: services.nodeports=1, used: services.nodeports=1, limited:"
                + " services.nodeports=1");
    kubectl("delete secret first").succeeds();
    kubectl("wait quota/few --for=jsonpath={.status.used.secrets}=0 --timeout=20s").succeeds();
    kubectl("create secret generic second --dry-run=server").succeeds();
    the("resourcequotas/few").has("status.used.secrets", "0");
    kubectl("create secret generic second").succeeds();
  }

  @Test
  void refusesPodsThatDoNotSayWhatTheyNeed() {
    kubectl("create quota shares --hard=requests.cpu=1,limits.memory=1Gi").succeeds();
    refusal("create -f -", pod("one", "{requests: {cpu: 100m}}"))
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): error when creating \"STDIN\": pods \"one\" is"
                + " forbidden: failed quota: shares: must specify limits.memory for: main");
    refusal("create -f -", pod("one", "{requests: {cpu: 1500m}, limits: {memory: 2Gi}}"))
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): error when creating \"STDIN\": pods \"one\" is"
                + " forbidden: exceeded quota: shares, requested:"
                + " limits.memory=2Gi,requests.cpu=1500m, used: limits.memory=0,requests.cpu=0,"
                + " limited: limits.memory=1Gi,requests.cpu=1");
    the("pods/one").isGone();
  }

  @Test
  void countsOnlyPodsInScope() {
    kubectl("create quota modest --hard=pods=1 --scopes=BestEffort").succeeds();
    given(pod("one", "{}"));
    given(pod("rich", "{requests: {cpu: 1}}"));
    refusal("create -f -", pod("two", "{}"))
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): error when creating \"STDIN\": pods \"two\" is"
                + " forbidden: exceeded quota: modest, requested: pods=1, used: pods=1, limited:"
                + " pods=1");
    the("resourcequotas/modest").has("status.used.pods", "1");
  }

  @Test
  void letsNoTwoWritersTakeTheLastPlace() {
    kubectl("create quota few --hard=configmaps=4").succeeds();
    long made =
        IntStream.range(0, 24)
            .parallel()
            .filter(
                i ->
                    site()
                        .send(
                            "POST",
                            "/api/v1/namespaces/" + namespace() + "/configmaps",
                            "{\"metadata\":{\"name\":\"c" + i + "\"}}")
                        .path("metadata")
                        .has("uid"))
            .count();
    // The certificate of the authority is there from the beginning.
    assertEquals(3, made);
    the("resourcequotas/few").has("status.used.configmaps", "4");
  }

  @Test
  void completesPodsFromLimitRanges() {
    given(RANGE);
    the("limitranges/range").has("spec.limits.0.defaultRequest.memory", "500Mi");
    given(pod("one", "{}"));
    the("pods/one")
        .has("spec.containers.0.resources.requests.cpu", "100m")
        .has("spec.containers.0.resources.requests.memory", "500Mi")
        .has("spec.containers.0.resources.limits.cpu", "500m")
        .has("status.qosClass", "Burstable");
    kubectl("get pod one -o jsonpath={.metadata.annotations.kubernetes\\.io/limit-ranger}")
        .says(
            "LimitRanger plugin set: cpu, memory request for container main; cpu, memory limit for"
                + " container main");
    kubectl("describe limitrange range")
        .shows("Container", "cpu", "50m  2    100m", "500m", "10", "Pod", "memory", "2Gi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {requests: {cpu: 10m}}              | [minimum cpu usage per Container is 50m, but request is 10m, cpu max limit to request ratio per Container is 10, but provided ratio is 50.000000]
          {requests: {cpu: 3}, limits: {cpu: 3}} | maximum cpu usage per Container is 2, but limit is 3
          {limits: {cpu: 2, memory: 3Gi}}     | maximum memory usage per Pod is 2Gi, but limit is 3Gi
          """)
  void refusesPodsOutsideLimitRanges(String resources, String text) {
    given(RANGE);
    refusal("create -f -", pod("one", resources))
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): error when creating \"STDIN\": pods \"one\" is"
                + " forbidden: "
                + text)
        .about("/pods/one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500Mi | minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi
          3Gi   | maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi
          """)
  void refusesClaimsOutsideLimitRanges(String size, String text) {
    given(RANGE);
    refusal(
            "create -f -",
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: disk}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: %s}}}
            """
                .formatted(size))
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): error when creating \"STDIN\":"
                + " persistentvolumeclaims \"disk\" is forbidden: "
                + text);
  }
}
