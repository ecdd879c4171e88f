package io.mkube.apiserver.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.kubernetes.client.proto.IntStr;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Resource;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apiextensions;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

final class ProtobufBodiesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void decodesWhatGoWritesForANamespaceWithItsEmptyFields() throws Exception {
    V1.Namespace namespace =
        V1.Namespace.newBuilder()
            .setMetadata(
                Meta.ObjectMeta.newBuilder()
                    .setName("shop")
                    .setGenerateName("")
                    .setNamespace("")
                    .setSelfLink("")
                    .setUid("")
                    .setResourceVersion("")
                    .setGeneration(0)
                    .setCreationTimestamp(Meta.Time.getDefaultInstance()))
            .setSpec(V1.NamespaceSpec.getDefaultInstance())
            .setStatus(V1.NamespaceStatus.newBuilder().setPhase(""))
            .build();

    assertDecodes(
        GoBodies.body("v1", "Namespace", namespace),
        """
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"},"spec":{},"status":{}}
        """);
  }

  @Test
  void decodesADeploymentWithEveryKindOfField() throws Exception {
    V1.Container container =
        V1.Container.newBuilder()
            .setName("web")
            .setImage("nginx:1.27")
            .addCommand("")
            .addCommand("run")
            .addEnv(V1.EnvVar.newBuilder().setName("EMPTY").setValue(""))
            .addPorts(V1.ContainerPort.newBuilder().setContainerPort(80).setHostPort(0))
            .setResources(V1.ResourceRequirements.newBuilder().putLimits("cpu", quantity("0.5")))
            .setReadinessProbe(
                V1.Probe.newBuilder()
                    .setHandler(
                        V1.ProbeHandler.newBuilder()
                            .setHttpGet(V1.HTTPGetAction.newBuilder().setPort(text("http"))))
                    .setInitialDelaySeconds(0)
                    .setPeriodSeconds(5))
            .setSecurityContext(V1.SecurityContext.newBuilder().setAllowPrivilegeEscalation(false))
            .setStdin(false)
            .build();
    V1.Volume volume =
        V1.Volume.newBuilder()
            .setName("tmp")
            .setVolumeSource(
                V1.VolumeSource.newBuilder().setEmptyDir(V1.EmptyDirVolumeSource.newBuilder()))
            .build();
    V1Apps.Deployment deployment =
        V1Apps.Deployment.newBuilder()
            .setMetadata(
                Meta.ObjectMeta.newBuilder()
                    .setName("web")
                    .putLabels("app", "")
                    .setCreationTimestamp(Meta.Time.newBuilder().setSeconds(1_700_000_000)))
            .setSpec(
                V1Apps.DeploymentSpec.newBuilder()
                    .setReplicas(0)
                    .setPaused(false)
                    .setStrategy(
                        V1Apps.DeploymentStrategy.newBuilder()
                            .setRollingUpdate(
                                V1Apps.RollingUpdateDeployment.newBuilder()
                                    .setMaxSurge(number(1))
                                    .setMaxUnavailable(text("25%"))))
                    .setTemplate(
                        V1.PodTemplateSpec.newBuilder()
                            .setSpec(
                                V1.PodSpec.newBuilder()
                                    .addContainers(container)
                                    .addVolumes(volume)
                                    .setAutomountServiceAccountToken(false)
                                    .setHostNetwork(false))))
            .build();

    assertDecodes(
        GoBodies.body("apps/v1", "Deployment", deployment),
        """
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"web","labels":{"app":""},"creationTimestamp":"2023-11-14T22:13:20Z"},
         "spec":{"replicas":0,
          "strategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":"25%"}},
          "template":{"spec":{
           "automountServiceAccountToken":false,
           "volumes":[{"name":"tmp","emptyDir":{}}],
           "containers":[{"name":"web","image":"nginx:1.27","command":["","run"],
            "env":[{"name":"EMPTY"}],
            "ports":[{"containerPort":80}],
            "resources":{"limits":{"cpu":"500m"}},
            "readinessProbe":{"httpGet":{"port":"http"},"periodSeconds":5},
            "securityContext":{"allowPrivilegeEscalation":false}}]}}}}
        """);
  }

  @Test
  void decodesBytesAsBase64() throws Exception {
    V1.Secret secret =
        V1.Secret.newBuilder()
            .putData("key", ByteString.copyFrom(new byte[] {0, -1, 16}))
            .putData("none", ByteString.EMPTY)
            .putStringData("plain", "ü")
            .build();

    assertDecodes(
        GoBodies.body("v1", "Secret", secret),
        """
        {"apiVersion":"v1","kind":"Secret","data":{"key":"AP8Q","none":""},
         "stringData":{"plain":"ü"}}
        """);
  }

  @Test
  void decodesTheUnionsAndNamesOfACustomResourceDefinition() throws Exception {
    V1Apiextensions.JSONSchemaProps leaf =
        V1Apiextensions.JSONSchemaProps.newBuilder()
            .setType("integer")
            .setMinimum(1)
            .setMaximum(2.5)
            .setDefault(json("7"))
            .addEnum(json("7"))
            .addEnum(json("\"x\""))
            .setNullable(false)
            .setXKubernetesPreserveUnknownFields(true)
            .build();
    V1Apiextensions.JSONSchemaProps schema =
        V1Apiextensions.JSONSchemaProps.newBuilder()
            .setRef("#/r")
            .setSchema("http://s")
            .putProperties("a", leaf)
            .setItems(V1Apiextensions.JSONSchemaPropsOrArray.newBuilder().setSchema(leaf))
            .setAdditionalProperties(
                V1Apiextensions.JSONSchemaPropsOrBool.newBuilder().setAllows(true))
            .putDependencies(
                "d",
                V1Apiextensions.JSONSchemaPropsOrStringArray.newBuilder().addProperty("e").build())
            .addXKubernetesListMapKeys("name")
            .addXKubernetesValidations(
                V1Apiextensions.ValidationRule.newBuilder().setRule("self > 1"))
            .build();

    String leafJson =
        """
        {"type":"integer","minimum":1,"maximum":2.5,"default":7,"enum":[7,"x"],
         "x-kubernetes-preserve-unknown-fields":true}
        """;
    assertDecodes(
        GoBodies.body(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            V1Apiextensions.CustomResourceDefinition.newBuilder()
                .setSpec(
                    V1Apiextensions.CustomResourceDefinitionSpec.newBuilder()
                        .addVersions(
                            V1Apiextensions.CustomResourceDefinitionVersion.newBuilder()
                                .setServed(false)
                                .setSchema(
                                    V1Apiextensions.CustomResourceValidation.newBuilder()
                                        .setOpenAPIV3Schema(schema))))
                .build()),
        """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
         "spec":{"versions":[{"served":false,"schema":{"openAPIV3Schema":{
          "$ref":"#/r","$schema":"http://s","properties":{"a":%1$s},"items":%1$s,
          "additionalProperties":true,"dependencies":{"d":["e"]},
          "x-kubernetes-list-map-keys":["name"],
          "x-kubernetes-validations":[{"rule":"self > 1"}]}}}]}}
        """
            .formatted(leafJson));
  }

  @Test
  void decodesReviewsOptionsAndEvictions() throws Exception {
    assertDecodes(
        GoBodies.body(
            "authorization.k8s.io/v1",
            "SelfSubjectAccessReview",
            V1Authorization.SelfSubjectAccessReview.newBuilder()
                .setSpec(
                    V1Authorization.SelfSubjectAccessReviewSpec.newBuilder()
                        .setResourceAttributes(
                            V1Authorization.ResourceAttributes.newBuilder()
                                .setVerb("get")
                                .setResource("pods")))
                .build()),
        """
        {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview",
         "spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}
        """);
    assertDecodes(
        GoBodies.body(
            "apps/v1",
            "DeleteOptions",
            Meta.DeleteOptions.newBuilder()
                .setGracePeriodSeconds(0)
                .setPropagationPolicy("Background")
                .setPreconditions(Meta.Preconditions.newBuilder().setUid("u"))
                .build()),
        """
        {"apiVersion":"apps/v1","kind":"DeleteOptions","gracePeriodSeconds":0,
         "propagationPolicy":"Background","preconditions":{"uid":"u"}}
        """);
    assertDecodes(
        GoBodies.body(
            "policy/v1",
            "Eviction",
            V1Policy.Eviction.newBuilder()
                .setMetadata(Meta.ObjectMeta.newBuilder().setName("p"))
                .build()),
        """
        {"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p"}}
        """);
    assertDecodes(
        GoBodies.body(
            "authentication.k8s.io/v1",
            "TokenReview",
            V1Authentication.TokenReview.newBuilder()
                .setStatus(
                    V1Authentication.TokenReviewStatus.newBuilder()
                        .setUser(
                            V1Authentication.UserInfo.newBuilder()
                                .putExtra(
                                    "k",
                                    V1Authentication.ExtraValue.newBuilder()
                                        .addItems("a")
                                        .addItems("")
                                        .build())))
                .build()),
        """
        {"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview",
         "status":{"user":{"extra":{"k":["a",""]}}}}
        """);
  }

  @Test
  void decodesTypesThatTheProtobufArtifactLacks() throws Exception {
    ByteArrayOutputStream lease = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(lease);
    ByteArrayOutputStream spec = new ByteArrayOutputStream();
    CodedOutputStream specOut = CodedOutputStream.newInstance(spec);
    specOut.writeString(1, "");
    specOut.writeInt32(2, 15);
    specOut.writeByteArray(
        4, Meta.MicroTime.newBuilder().setSeconds(1).setNanos(2_000).build().toByteArray());
    specOut.flush();
    out.writeByteArray(2, spec.toByteArray());
    out.flush();

    assertDecodes(
        GoBodies.envelope("coordination.k8s.io/v1", "Lease", lease.toByteArray()),
        """
        {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","spec":{"holderIdentity":"",
         "leaseDurationSeconds":15,"renewTime":"1970-01-01T00:00:01.000002Z"}}
        """);
  }

  @Test
  void keepsInlinedFieldsBesideTheOthers() throws Exception {
    V1Networking.Ingress ingress =
        V1Networking.Ingress.newBuilder()
            .setSpec(
                V1Networking.IngressSpec.newBuilder()
                    .addRules(
                        V1Networking.IngressRule.newBuilder()
                            .setHost("a.example")
                            .setIngressRuleValue(
                                V1Networking.IngressRuleValue.newBuilder()
                                    .setHttp(
                                        V1Networking.HTTPIngressRuleValue.newBuilder()
                                            .addPaths(
                                                V1Networking.HTTPIngressPath.newBuilder()
                                                    .setPath("/"))))))
            .build();

    assertDecodes(
        GoBodies.body("networking.k8s.io/v1", "Ingress", ingress),
        """
        {"apiVersion":"networking.k8s.io/v1","kind":"Ingress",
         "spec":{"rules":[{"host":"a.example","http":{"paths":[{"path":"/"}]}}]}}
        """);
  }

  private static V1Apiextensions.JSON json(String text) {
    return V1Apiextensions.JSON.newBuilder().setRaw(ByteString.copyFromUtf8(text)).build();
  }

  private static Resource.Quantity quantity(String text) {
    return Resource.Quantity.newBuilder().setString(text).build();
  }

  private static IntStr.IntOrString number(int value) {
    return IntStr.IntOrString.newBuilder().setType(0).setIntVal(value).setStrVal("").build();
  }

  private static IntStr.IntOrString text(String value) {
    return IntStr.IntOrString.newBuilder().setType(1).setIntVal(0).setStrVal(value).build();
  }

  private static void assertDecodes(byte[] body, String json) throws Exception {
    JsonNode expected = JSON.readTree(json);
    JsonNode actual = JSON.readTree(JSON.writeValueAsBytes(ProtobufBodies.decode(body)));
    assertEquals(expected, actual);
  }
}
