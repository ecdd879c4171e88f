package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.DEPLOYMENT;
import static io.mkube.conformance.kubectl.Manifests.POD;
import static io.mkube.conformance.kubectl.Manifests.SETTINGS;
import static io.mkube.conformance.kubectl.Manifests.WIDGET;
import static io.mkube.conformance.kubectl.Manifests.WIDGETS;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** {@code kubectl get} in each form of output, with selectors, paging and watches. */
@SuppressWarnings("StringConcatToTextBlock") // patterns of lines
abstract class GetCases extends KubectlCases {
  GetCases(Supplier<Site> site) {
    super(site);
  }

  @Test
  void printsTables() {
    given(DEPLOYMENT + "---\n" + SETTINGS + "---\n" + POD);
    kubectl("get deployments")
        .matches("NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +0/2 +0 +0 +\\d+s");
    kubectl("get deploy web -o wide")
        .matches(
            "NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR\n"
                + "web +0/2 +0 +0 +\\d+s +web,log +nginx:1.27,busybox:1.36 +app=web");
    kubectl("get configmaps --no-headers settings").matches("settings +2 +\\d+s");
    kubectl("get pods --show-labels")
        .matches(
            "NAME +READY +STATUS +RESTARTS +AGE +LABELS\none +0/1 +Pending +0 +\\d+s +tier=front");
    kubectl("get pods -L tier")
        .matches("NAME +READY +STATUS +RESTARTS +AGE +TIER\none +0/1 +Pending +0 +\\d+s +front");
    kubectl("get pods,configmaps -l tier=front")
        .matches(
            "NAME +READY +STATUS +RESTARTS +AGE\n"
                + "pod/one .*\n\n"
                + "NAME +DATA +AGE\n"
                + "configmap/settings +2 +\\d+s");
    kubectl("get all")
        .matches(
            "NAME +READY +STATUS +RESTARTS +AGE\n"
                + "pod/one .*\n\n"
                + "NAME +READY +UP-TO-DATE .*\n"
                + "deployment.apps/web .*");
  }

  @Test
  void printsNothingFound() {
    kubectl("get pods").says("").warns("No resources found in " + namespace() + " namespace.");
    kubectl("get pods -o yaml")
        .shows("apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: \"\"");
    kubectl("get pods -o json").shows("\"items\": []");
    kubectl("get pods --ignore-not-found nothing").says("");
  }

  @Test
  void printsObjects() {
    given(SETTINGS);
    kubectl("get configmap settings -o name").says("configmap/settings");
    kubectl("get configmap/settings -o jsonpath={.data.colour}").says("red");
    kubectl("get cm settings -o go-template={{.data.size}}").says("9");
    kubectl("get cm settings -o custom-columns=N:.metadata.name,C:.data.colour,X:.data.none")
        .matches("N +C +X\nsettings +red +<none>");
    kubectl("get cm settings -o yaml")
        .shows(
            "apiVersion: v1\n"
                + "data:\n"
                + "  colour: red\n"
                + "  size: \"9\"\n"
                + "kind: ConfigMap\n"
                + "metadata:\n"
                + "  creationTimestamp: \"");
    String uid = the("configmaps/settings").at("metadata.uid");
    kubectl("get cm settings -o json").shows("\"kind\": \"ConfigMap\"", "\"uid\": \"" + uid + "\"");
  }

  @Test
  void selectsByLabelsAndFields() {
    given(
        SETTINGS
            + "---\n"
            + SETTINGS.replace("name: settings", "name: more").replace("front", "back")
            + "---\n"
            + POD);
    kubectl("get cm -l tier=front -o name").says("configmap/settings");
    kubectl("get cm -l 'tier in (front,back)' -o name").says("configmap/more\nconfigmap/settings");
    kubectl("get cm -l 'tier notin (front),tier' -o name").says("configmap/more");
    kubectl("get cm -l '!tier' -o name").says("configmap/kube-root-ca.crt");
    kubectl("get cm -l tier!=back,tier -o name").says("configmap/settings");
    kubectl("get cm --field-selector metadata.name=more -o name").says("configmap/more");
    kubectl("get pods --field-selector status.phase!=Running,spec.restartPolicy=Always -o name")
        .says("pod/one");
    kubectl("get pods --field-selector status.phase=Running -o name").says("");
  }

  @Test
  void refusesBadSelectors() {
    refusal("get pods --field-selector spec.colour=red")
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): Unable to find \"/v1, Resource=pods\" that match label"
                + " selector \"\", field selector \"spec.colour=red\": field label not supported:"
                + " spec.colour");
    refusal("get pods -l 'a in b'")
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): Unable to find \"/v1, Resource=pods\" that match label"
                + " selector \"a in b\", field selector \"\": unable to parse requirement: found"
                + " 'b' expected: '('");
    refusal("get cm --field-selector data.colour=red")
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): Unable to find \"/v1, Resource=configmaps\" that match"
                + " label selector \"\", field selector \"data.colour=red\": \"data.colour\" is not"
                + " a known field selector: only \"metadata.name\", \"metadata.namespace\"");
  }

  @Test
  void sorts() {
    given(
        SETTINGS
            + "---\n"
            + SETTINGS.replace("name: settings", "name: another").replace("red", "zebra")
            + "---\n"
            + SETTINGS.replace("name: settings", "name: third").replace("red", "black"));
    kubectl("get cm -l tier --sort-by=.data.colour -o name")
        .says("configmap/third\nconfigmap/settings\nconfigmap/another");
    kubectl("get cm -l tier --sort-by=.metadata.name")
        .matches("NAME +DATA +AGE\nanother .*\nsettings .*\nthird .*");
  }

  @Test
  void pages() {
    for (int i = 0; i < 7; i++) {
      site()
          .send(
              "POST",
              "/api/v1/namespaces/" + namespace() + "/configmaps",
              "{\"metadata\":{\"name\":\"c" + i + "\",\"labels\":{\"page\":\"y\"}}}");
    }
    kubectl("get cm -l page --chunk-size=3 -o name")
        .says(
            "configmap/c0\n"
                + "configmap/c1\n"
                + "configmap/c2\n"
                + "configmap/c3\n"
                + "configmap/c4\n"
                + "configmap/c5\n"
                + "configmap/c6");
    kubectl("get cm -l page --chunk-size=2 --no-headers")
        .matches("c0 .*\nc1 .*\nc2 .*\nc3 .*\nc4 .*\nc5 .*\nc6 .*");
    the("configmaps/c6").exists();
  }

  @Test
  void looksIntoAllNamespaces() {
    given(SETTINGS);
    kubectl("get configmaps -A --field-selector metadata.namespace=$NS")
        .matches(
            "NAMESPACE +NAME +DATA +AGE\n"
                + namespace()
                + " +kube-root-ca.crt +1 +\\d+s\n"
                + namespace()
                + " +settings +2 +\\d+s");
    kubectl(
            "get configmaps --all-namespaces -l tier=front -o custom-columns=NS:.metadata.namespace"
                + " --no-headers --field-selector metadata.namespace=$NS")
        .says(namespace());
  }

  @Test
  void refusesWhatIsNotThere() {
    refusal("get pod nothing")
        .refused(404, "NotFound", "Error from server (NotFound): pods \"nothing\" not found")
        .about("/pods/nothing");
    refusal("get deployment nothing")
        .refused(
            404, "NotFound", "Error from server (NotFound): deployments.apps \"nothing\" not found")
        .about("apps/deployments/nothing");
    refusal("get namespace nothing")
        .refused(404, "NotFound", "Error from server (NotFound): namespaces \"nothing\" not found");
    kubectl("get unknowns").fails("error: the server doesn't have a resource type \"unknowns\"");
    kubectl("get pods nothing none -o yaml")
        .endsWith(1)
        .warns(
            "Error from server (NotFound): pods \"nothing\" not found",
            "Error from server (NotFound): pods \"none\" not found");
    refusal("get --raw /api/v1/unknowns")
        .refused(
            404,
            "NotFound",
            "Error from server (NotFound): the server could not find the requested resource");
    kubectl("get --raw /apis/apps/v1beta1/deployments")
        .fails("Error from server (NotFound): the server could not find the requested resource");
  }

  @Test
  void watches() {
    given(SETTINGS);
    kubectl("get configmap settings -w --request-timeout=1s").prints("NAME", "settings");
    kubectl("get configmaps -l tier=front -w --output-watch-events --request-timeout=1s")
        .prints("EVENT", "ADDED");
    the("configmaps/settings").exists();
  }

  @Test
  void printsCustomResources() {
    given(WIDGETS);
    given(WIDGET);
    String kind = "widgets." + namespace() + ".example.com";
    kubectl("get " + kind).matches("NAME +SIZE\none +3");
    kubectl("get " + kind + " one -o wide").matches("NAME +SIZE +PHASE\none +3");
    kubectl("get " + kind + " --field-selector spec.colour=red -o name")
        .says("widget." + namespace() + ".example.com/one");
    kubectl("get " + kind + " --field-selector spec.colour=green -o name").says("");
    refusal("get " + kind + " --field-selector spec.size=3")
        .refused(
            400,
            "BadRequest",
            "Error from server (BadRequest): Unable to find \""
                + namespace()
                + ".example.com/v1, Resource=widgets\" that match label selector \"\", field"
                + " selector \"spec.size=3\": field label not supported: spec.size");
  }

  @Test
  void readsSubresourcesAndRawPaths() {
    given(DEPLOYMENT);
    kubectl("get deployment web --subresource=status -o jsonpath={.kind}").says("Deployment");
    kubectl("get deployment web --subresource=scale")
        .matches("NAME +DESIRED +AVAILABLE +AGE\nweb +2 +0 +\\d+s");
    kubectl("get --raw /api/v1/namespaces/$NS/configmaps/kube-root-ca.crt")
        .shows("\"kind\":\"ConfigMap\"");
    kubectl("get --raw /healthz").says("ok");
    kubectl("get --raw /readyz?verbose").shows("[+]ping ok", "readyz check passed");
    kubectl("get --raw /apis").shows("\"kind\":\"APIGroupList\"");
  }
}
