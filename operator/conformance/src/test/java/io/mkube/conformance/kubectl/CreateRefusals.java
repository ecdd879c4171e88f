package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.DEPLOYMENT;
import static io.mkube.conformance.kubectl.Manifests.SETTINGS;
import static io.mkube.conformance.kubectl.Manifests.WIDGET;
import static io.mkube.conformance.kubectl.Manifests.WIDGETS;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What {@code kubectl create} is refused, and how it reads. */
abstract class CreateRefusals extends KubectlCases {
  CreateRefusals(Supplier<Site> site) {
    super(site);
  }

  @Test
  void takenName() {
    given(SETTINGS);
    refusal("create configmap settings")
        .refused(
            409,
            "AlreadyExists",
            "error: failed to create configmap: configmaps \"settings\" already exists")
        .about("/configmaps/settings");
    refusal("create -f -", SETTINGS)
        .refused(
            409,
            "AlreadyExists",
            "Error from server (AlreadyExists): error when creating \"STDIN\": configmaps"
                + " \"settings\" already exists");
  }

  @Test
  void takenNameInANamedGroup() {
    given(DEPLOYMENT);
    refusal("create -f -", DEPLOYMENT)
        .refused(
            409,
            "AlreadyExists",
            "Error from server (AlreadyExists): error when creating \"STDIN\": deployments.apps"
                + " \"web\" already exists")
        .about("apps/deployments/web");
  }

  @Test
  void missingNamespace() {
    refusal("create configmap a -n nowhere")
        .refused(
            404, "NotFound", "error: failed to create configmap: namespaces \"nowhere\" not found")
        .about("/namespaces/nowhere");
  }

  @Test
  void valueOutOfRange() {
    refusal("create deployment web --image=nginx --replicas=-1")
        .refused(
            422,
            "Invalid",
            "error: failed to create deployment: Deployment.apps \"web\" is invalid: spec.replicas:"
                + " Invalid value: -1: must be greater than or equal to 0")
        .causes("FieldValueInvalid spec.replicas")
        .about("apps/Deployment/web");
    the("deployments.apps/web").isGone();
  }

  @Test
  void severalFaultsAtOnce() {
    refusal(
            "create -f -",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: bad}
            spec:
              restartPolicy: Sometimes
              containers:
              - {name: Upper, image: "", ports: [{containerPort: 70000}]}
            """)
        .refused(
            422,
            "Invalid",
            """
            The Pod "bad" is invalid:\s
            * spec.containers[0].name: Invalid value: "Upper": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
            * spec.containers[0].image: Required value
            * spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive
            * spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"
            """)
        .causes(
            "FieldValueInvalid spec.containers[0].name",
            "FieldValueRequired spec.containers[0].image",
            "FieldValueInvalid spec.containers[0].ports[0].containerPort",
            "FieldValueNotSupported spec.restartPolicy");
  }

  @Test
  void selectorThatDoesNotMatch() {
    refusal("create -f -", DEPLOYMENT.replace("matchLabels: {app: web}", "matchLabels: {app: x}"))
        .refused(
            422,
            "Invalid",
            "The Deployment \"web\" is invalid: spec.template.metadata.labels: Invalid value:"
                + " map[string]string{\"app\":\"web\"}: `selector` does not match template"
                + " `labels`")
        .causes("FieldValueInvalid spec.template.metadata.labels");
  }

  @Test
  void unknownFields() {
    refusal("create -f -", DEPLOYMENT.replace("replicas: 2", "replica: 2"))
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): error when creating \"STDIN\": Deployment in version"
                + " \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field"
                + " \"spec.replica\"");
    kubectl("create -f - --validate=warn", DEPLOYMENT.replace("replicas: 2", "replica: 2"))
        .says("deployment.apps/web created")
        .warns("Warning: unknown field \"spec.replica\"");
    the("deployments.apps/web").has("spec.replicas", "1").lacks("spec.replica");
  }

  @Test
  void valuesOfAnotherType() {
    refusal("create -f - --validate=false", DEPLOYMENT.replace("replicas: 2", "replicas: two"))
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): error when creating \"STDIN\": Deployment in version"
                + " \"v1\" cannot be handled as a Deployment: json: cannot unmarshal string into Go"
                + " struct field DeploymentSpec.spec.replicas of type int32");
  }

  @Test
  void namespaceThatIsNotTheOneOfTheUrl() {
    refusal("create -f -", SETTINGS.replace("name: settings", "name: settings, namespace: other"))
        .fails(
            "error: the namespace from the provided object \"other\" does not match the namespace"
                + " \""
                + namespace()
                + "\". You must pass '--namespace=other' to perform this operation.");
  }

  @Test
  void badNames() {
    refusal("create namespace Bad_Name")
        .refused(
            422,
            "Invalid",
            "The Namespace \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a"
                + " lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                + " '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or"
                + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")
        .causes("FieldValueInvalid metadata.name")
        .about("/Namespace/Bad_Name");
    refusal("create -f -", SETTINGS.replace("name: settings", "name: a_b"))
        .refused(
            422,
            "Invalid",
            "The ConfigMap \"a_b\" is invalid: metadata.name: Invalid value: \"a_b\": a lowercase"
                + " RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                + " '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
                + " regex used for validation is"
                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
  }

  @Test
  void missingName() {
    refusal("create -f -", "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n")
        .refused(
            422,
            "Invalid",
            "The ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is"
                + " required")
        .causes("FieldValueRequired metadata.name");
  }

  @Test
  void badLabels() {
    refusal("create -f -", SETTINGS.replace("tier: front", "tier: 'not good'"))
        .refused(
            422,
            "Invalid",
            "The ConfigMap \"settings\" is invalid: metadata.labels: Invalid value: \"not good\": a"
                + " valid label must be an empty string or consist of alphanumeric characters, '-',"
                + " '_' or '.', and must start and end with an alphanumeric character (e.g."
                + " 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")
        .causes("FieldValueInvalid metadata.labels");
  }

  @Test
  void customResourcesAgainstTheirSchema() {
    given(WIDGETS);
    kubectl("create -f -", WIDGET).says("widget." + namespace() + ".example.com/one created");
    refusal("create -f -", WIDGET.replace("name: one", "name: two").replace("size: 3", "size: 11"))
        .refused(
            422,
            "Invalid",
            "The Widget \"two\" is invalid: spec.size: Invalid value: 11: spec.size in body should"
                + " be less than or equal to 10")
        .causes("FieldValueInvalid spec.size");
    refusal("create -f -", WIDGET.replace("name: one", "name: two").replace("size: 3, ", ""))
        .refused(422, "Invalid", "The Widget \"two\" is invalid: spec.size: Required value")
        .causes("FieldValueRequired spec.size");
    refusal(
            "create -f -",
            WIDGET.replace("name: one", "name: two").replace("size: 3", "size: large"))
        .refused(
            422,
            "Invalid",
            "The Widget \"two\" is invalid: spec.size: Invalid value: \"string\": spec.size in body"
                + " must be of type integer: \"string\"")
        .causes("FieldValueTypeInvalid spec.size");
    refusal(
            "create -f -",
            WIDGET.replace("name: one", "name: two").replace("size: 3", "size: 3, colour: blue"))
        .refused(
            422,
            "Invalid",
            "The Widget \"two\" is invalid: spec.colour: Unsupported value: \"blue\": supported"
                + " values: \"red\", \"green\"")
        .causes("FieldValueNotSupported spec.colour");
    refusal(
            "create -f -",
            WIDGET.replace("name: one", "name: two").replace("{name: b,", "{name: a,"))
        .refused(
            422,
            "Invalid",
            "The Widget \"two\" is invalid: spec.parts[1]: Duplicate value:"
                + " map[string]interface {}{\"name\":\"a\"}")
        .causes("FieldValueDuplicate spec.parts[1]");
    refusal(
            "create -f -",
            WIDGET.replace("name: one", "name: two").replace("size: 3", "size: 3, huge: 1"))
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): error when creating \"STDIN\": Widget in version"
                + " \"v1\" cannot be handled as a Widget: strict decoding error: unknown field"
                + " \"spec.huge\"");
  }

  @Test
  void kindsThatAreNotServed() {
    kubectl(
            "create -f -",
            "apiVersion: nothing.example.com/v1\nkind: Nothing\nmetadata: {name: a}\n")
        .fails(
            "error: resource mapping not found for name: \"a\" namespace: \"\" from \"STDIN\": no"
                + " matches for kind \"Nothing\" in version \"nothing.example.com/v1\"\n"
                + "ensure CRDs are installed first");
  }
}
