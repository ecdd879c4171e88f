package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.POD;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What people do with a cluster as a whole: certificates for users, containers that join pods,
 * where the API server is found, kustomizations, dumps, and waiting.
 */
abstract class ClusterCases extends KubectlCases {
  /** A request of {@code CN=jane,O=people} for a key on P-256. */
  private static final String REQUEST =
      "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIWU1JR0FBZ0VBTUI0eERUQUxCZ05WQkFNTUJH"
          + "cGhibVV4RFRBTEJnTlZCQW9NQkdSbGRuTXdXVEFUQmdjcQpoa2pPUFFJQkJnZ3Foa2pPUFFNQkJ3TkNBQVJj"
          + "M01QZmdYa0ZRVmRnc2JzeWFLVVljTnJLaW5JVEYvMWtRVi82Cms4T1BuWWk1aVp4NWJGNzk0UVlwak1Cb1NP"
          + "eEFMVndxK1NrT1UxRFBFd0xJRnB6T29BQXdDZ1lJS29aSXpqMEUKQXdJRFJ3QXdSQUlnTy8yQ1lnSEhtQnAw"
          + "MngrS2ltc1ZSNnJmQ2ZGMW5HT1pRM1JnMHB0WFAzb0NJR1QrMi9vbApsbk4wbTV1bjVScEhGR3VLdWd3eHVH"
          + "UUtacEZJTmErR0hJWnAKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==";

  ClusterCases(Supplier<Site> site) {
    super(site);
  }

  private static String certificateRequest(String name, String request) {
    return """
    apiVersion: certificates.k8s.io/v1
    kind: CertificateSigningRequest
    metadata: {name: %s}
    spec:
      request: %s
      signerName: kubernetes.io/kube-apiserver-client
      expirationSeconds: 3600
      usages: [client auth]
      username: somebody-else
    """
        .formatted(name, request);
  }

  @Test
  void approvesAndDeniesCertificates() {
    given(certificateRequest("$NS-a", REQUEST));
    given(certificateRequest("$NS-b", REQUEST));
    kubectl("get csr $NS-a --no-headers")
        .matches(
            namespace()
                + "-a +\\d+s +kubernetes.io/kube-apiserver-client +mkube-admin +60m +Pending");
    kubectl("certificate approve $NS-a")
        .says("certificatesigningrequest.certificates.k8s.io/" + namespace() + "-a approved");
    kubectl("certificate deny $NS-b")
        .says("certificatesigningrequest.certificates.k8s.io/" + namespace() + "-b denied");
    kubectl("wait csr/$NS-a --for=condition=Approved --timeout=10s").succeeds();
    theCluster("certificatesigningrequests.certificates.k8s.io/$NS-b")
        .has("spec.username", "mkube-admin")
        .has("status.conditions.0.type", "Denied");
    kubectl("certificate deny $NS-a")
        .fails("error: certificate signing request \"" + namespace() + "-a\" is already Approved");
    kubectl("describe csr $NS-a")
        .shows("Requesting User:     mkube-admin", "Common Name:    jane", "Organization:   devs");
    refusal("certificate approve nothing")
        .refused(
            404,
            "NotFound",
            "Error from server (NotFound): certificatesigningrequests.certificates.k8s.io"
                + " \"nothing\" not found");
    refusal("create -f -", certificateRequest("$NS-c", "bm9uZQ=="))
        .refused(
            422,
            "Invalid",
            "The CertificateSigningRequest \""
                + namespace()
                + "-c\" is invalid: spec.request: Invalid value: []byte{0x6e, 0x6f, 0x6e, 0x65}:"
                + " PEM block type must be CERTIFICATE REQUEST")
        .causes("FieldValueInvalid spec.request");
  }

  @Test
  void asksWhatOthersMayDo() {
    String review =
        """
        apiVersion: authorization.k8s.io/v1
        kind: %s
        metadata: {%s}
        spec: {%s}
        """;
    kubectl(
            "create -o jsonpath={.status.allowed} -f -",
            review.formatted(
                "SubjectAccessReview",
                "",
                "user: system:kube-scheduler, resourceAttributes: {verb: create, resource: pods,"
                    + " subresource: binding, namespace: $NS}"))
        .says("true");
    refusal(
            "create -f -",
            review.formatted(
                "LocalSubjectAccessReview",
                "namespace: $NS",
                "user: jane, resourceAttributes: {verb: list, resource: pods, namespace: other}"))
        .refused(
            422,
            "Invalid",
            "The request is invalid: spec.resourceAttributes.namespace: Invalid value: \"other\":"
                + " must match metadata.namespace")
        .causes("FieldValueInvalid spec.resourceAttributes.namespace");
  }

  @Test
  void addsContainersToPods() {
    given(POD);
    kubectl("debug one --image=busybox --profile=general --attach=false -c first").succeeds();
    the("pods/one")
        .has("spec.ephemeralContainers.0.name", "first")
        .has("spec.ephemeralContainers.0.imagePullPolicy", "Always")
        .has("spec.containers.0.image", "busybox:1.36");
    refusal("debug one --image=busybox --profile=general --attach=false -c x --target=none")
        .refused(
            422,
            "Invalid",
            "The Pod \"one\" is invalid: spec.ephemeralContainers[1].targetContainerName:"
                + " Not found: \"none\"")
        .causes("FieldValueNotFound spec.ephemeralContainers[1].targetContainerName");
    refusal(
            "patch pod one --subresource=ephemeralcontainers --type=merge -p"
                + " {\"spec\":{\"ephemeralContainers\":[]}}")
        .refused(
            422,
            "Invalid",
            "The Pod \"one\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral"
                + " containers \"first\" may not be removed")
        .causes("FieldValueForbidden spec.ephemeralContainers");
    kubectl("debug one --image=busybox --profile=general --attach=false --copy-to=two").succeeds();
    the("pods/two").has("spec.containers.1.image", "busybox");
  }

  @Test
  void tellsWhereTheServerIs() {
    kubectl("get endpoints kubernetes -n default -o jsonpath={.subsets[0].ports[0].name}")
        .says("https");
    kubectl(
            "get endpointslices -n default -l kubernetes.io/service-name=kubernetes -o"
                + " jsonpath={.items[0].endpoints[0].conditions.ready}")
        .says("true");
    kubectl("describe service kubernetes -n default").hides("Endpoints:                <none>");
  }

  @Test
  void appliesKustomizations() {
    file("kustomize/base.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: base}\n");
    var folder =
        file(
                "kustomize/kustomization.yaml",
                """
                namePrefix: my-
                commonLabels: {tier: front}
                resources: [base.yaml]
                configMapGenerator: [{name: made, literals: [a=b]}]
                generatorOptions: {disableNameSuffixHash: true}
                """)
            .getParent();
    kubectl("apply -k " + folder).shows("configmap/my-base created", "configmap/my-made created");
    kubectl("get -k " + folder + " -o name").says("configmap/my-base\nconfigmap/my-made");
    kubectl("diff -k " + folder).says("");
    kubectl("delete -k " + folder).shows("configmap \"my-base\" deleted");
    the("configmaps/my-made").isGone();
  }

  @Test
  void dumpsTheCluster() {
    given(POD);
    kubectl("cluster-info dump --namespaces $NS")
        .shows("\"kind\": \"NodeList\"", "\"kind\": \"PodList\"", "\"name\": \"one\"");
    kubectl("config view --minify -o jsonpath={.clusters[0].cluster.server}").says(site().server());
    kubectl("config view").shows("certificate-authority-data: DATA+OMITTED").hides("PRIVATE KEY");
  }

  @Test
  void waitsForWhatIsAsked() {
    given(POD);
    kubectl("wait pod/one --for=jsonpath={.status.phase}=Pending --timeout=10s")
        .says("pod/one condition met");
    kubectl("wait pod/one --for=condition=Ready --timeout=1s")
        .fails("error: timed out waiting for the condition on pods/one");
    kubectl("wait pod/nothing --for=condition=Ready --timeout=1s")
        .fails("Error from server (NotFound): pods \"nothing\" not found");
    kubectl("wait pod/nothing --for=delete --timeout=5s").succeeds();
    kubectl("wait pod/one --for=create --timeout=5s").says("pod/one condition met");
    kubectl("delete pod one --wait=false").succeeds();
    kubectl("wait pod/one --for=delete --timeout=20s").succeeds();
    the("pods/one").isGone();
  }
}
