package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.DEPLOYMENT;
import static io.mkube.conformance.kubectl.Manifests.POD;
import static io.mkube.conformance.kubectl.Manifests.SETTINGS;
import static io.mkube.conformance.kubectl.Manifests.WIDGET;
import static io.mkube.conformance.kubectl.Manifests.WIDGETS;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * {@code kubectl explain}, {@code describe}, {@code events}, {@code api-resources}, {@code auth}
 * and the like.
 */
@SuppressWarnings("StringConcatToTextBlock") // patterns of lines
abstract class InquiryCases extends KubectlCases {
  InquiryCases(Supplier<Site> site) {
    super(site);
  }

  @Test
  void explains() {
    kubectl("explain deployment.spec.replicas")
        .shows(
            "GROUP:      apps",
            "KIND:       Deployment",
            "VERSION:    v1",
            "FIELD: replicas <integer>");
    kubectl("explain pods.spec.containers.ports")
        .shows(
            "FIELD: ports <[]ContainerPort>",
            "containerPort\t<integer> -required-",
            "protocol\t<string>");
    kubectl("explain configmap --recursive")
        .shows(
            "binaryData\t<map[string]string>",
            "data\t<map[string]string>",
            "metadata\t<ObjectMeta>",
            "    annotations\t<map[string]string>");
    kubectl("explain pod.nothing").fails("error: field \"nothing\" does not exist");
    kubectl("explain unknowns").fails("the server doesn't have a resource type \"unknowns\"");
    given(WIDGETS);
    kubectl("explain widgets.spec.size --api-version=$NS.example.com/v1")
        .shows("VERSION:    v1", "FIELD: size <integer>", "How large it is.");
    kubectl("explain widgets --api-version=$NS.example.com/v1 --recursive")
        .shows(
            "GROUP:      " + namespace() + ".example.com",
            "KIND:       Widget",
            "spec\t<Object> -required-",
            "colour\t<string>",
            "enum: red, green",
            "size\t<integer> -required-");
  }

  @Test
  void listsResourcesAndVersions() {
    kubectl("api-resources --api-group=apps --no-headers -o wide")
        .shows(
            "controllerrevisions",
            "daemonsets",
            "ds",
            "deployments",
            "deploy",
            "apps/v1",
            "true",
            "Deployment",
            "create,delete,deletecollection,get,list,patch,update,watch",
            "all");
    kubectl("api-resources --namespaced=false -o name")
        .shows("namespaces", "nodes")
        .hides("pods", "deployments.apps");
    kubectl("api-resources --verbs=delete --categories=all -o name")
        .shows("pods", "deployments.apps")
        .hides("configmaps");
    kubectl("api-versions").shows("apps/v1", "batch/v1", "rbac.authorization.k8s.io/v1", "v1");
    given(WIDGETS);
    kubectl("api-resources --api-group=$NS.example.com --no-headers")
        .matches("widgets +wd +" + namespace() + ".example.com/v1 +true +Widget");
  }

  @Test
  void tellsVersionAndCluster() {
    kubectl("version")
        .matches("Client Version: v1\\.\\d+.*\nKustomize Version: .*\nServer Version: v1\\.32.*");
    kubectl("version -o json").shows("\"serverVersion\"", "\"major\": \"1\"", "\"minor\": \"32\"");
    kubectl("cluster-info").shows("Kubernetes control plane", "is running at", site().server());
  }

  @Test
  void describes() {
    given(DEPLOYMENT + "---\n" + SETTINGS + "---\n" + POD);
    kubectl("describe deployment web")
        .shows(
            "Name:                   web",
            "Namespace:              " + namespace(),
            "Selector:               app=web",
            "Replicas:               2 desired | 0 updated | 0 total | 0 available | 0 unavailable",
            "StrategyType:           RollingUpdate",
            "Pod Template:",
            "Image:        nginx:1.27",
            "Events:            <none>");
    kubectl("describe configmap settings")
        .shows(
            "Name:         settings",
            "Labels:       tier=front",
            "Data\n====",
            "colour:\n----\nred",
            "Events:  <none>");
    kubectl("describe pod one")
        .shows(
            "Name:             one",
            "Node:             <none>",
            "Status:           Pending",
            "Image:        busybox:1.36",
            "QoS Class:        BestEffort",
            "Tolerations:      node.kubernetes.io/not-ready:NoExecute op=Exists for" + " 300s");
    kubectl("describe namespace $NS")
        .shows(
            "Name:         " + namespace(),
            "Labels:       kubernetes.io/metadata.name=" + namespace(),
            "Status:       Active",
            "No resource quota.",
            "No LimitRange resource.");
    kubectl("describe service -n default kubernetes")
        .shows("Name:", "kubernetes", "Type:", "ClusterIP", "Port:", "https", "443/TCP");
    kubectl("describe pod nothing")
        .fails("Error from server (NotFound): pods \"nothing\" not found");
    given(WIDGETS);
    given(WIDGET);
    kubectl("describe widgets.$NS.example.com one")
        .shows("Name:         one", "Kind:         Widget", "Colour:", "red", "Size:");
    the("pods/one").exists();
  }

  @Test
  void showsEvents() {
    given(POD);
    String uid = the("pods/one").at("metadata.uid");
    given(
        """
        apiVersion: v1
        kind: Event
        metadata: {name: one.1}
        involvedObject: {apiVersion: v1, kind: Pod, name: one, namespace: $NS, uid: %s}
        type: Warning
        reason: Failed
        message: no such image
        source: {component: test}
        count: 3
        firstTimestamp: 2026-01-01T00:00:00Z
        lastTimestamp: 2026-01-01T00:01:00Z
        """
            .formatted(uid));
    kubectl("events")
        .matches(
            "LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n"
                + ".* +Warning +Failed +Pod/one +no such image");
    kubectl("events --for pod/one --types=Warning --no-headers")
        .matches(".*Warning +Failed +Pod/one +no such image");
    kubectl("get events")
        .matches(
            "LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n"
                + ".* +Warning +Failed +pod/one +no such image");
    kubectl(
            "get events.v1.events.k8s.io one.1 -o"
                + " jsonpath={.note}/{.regarding.name}/{.deprecatedCount}")
        .says("no such image/one/3");
    kubectl("describe pod one")
        .shows("Events:", "Warning  Failed", "(x3 over", "test", "no such image");
    the("events/one.1").has("reason", "Failed");
  }

  @Test
  void answersWhoMayDoWhat() {
    kubectl("auth can-i create pods").says("yes");
    kubectl("auth can-i '*' '*' --all-namespaces").says("yes");
    kubectl("auth can-i get /metrics").says("yes");
    kubectl("auth can-i --list")
        .shows("Resources", "Non-Resource URLs", "Resource Names", "Verbs", "*.*", "[*]");
    kubectl("auth whoami").shows("ATTRIBUTE", "VALUE", "Username", "Groups", "system:masters");
    kubectl("auth whoami -o jsonpath={.status.userInfo.groups}").shows("system:authenticated");
  }

  @Test
  void letsRolesDecide() {
    kubectl("create serviceaccount robot").succeeds();
    String robot = "system:serviceaccount:" + namespace() + ":robot";
    kubectl("auth can-i list pods --as=" + robot).endsWith(1).prints("no");
    kubectl("create role reader --verb=get,list,watch --resource=pods").succeeds();
    kubectl("create rolebinding robot-reads --role=reader --serviceaccount=$NS:robot").succeeds();
    kubectl("auth can-i list pods --as=" + robot).says("yes");
    kubectl("auth can-i delete pods --as=" + robot).endsWith(1).prints("no");
    kubectl("get pods --as=" + robot)
        .says("")
        .warns("No resources found in " + namespace() + " namespace.");
    refusal("get configmaps --as=" + robot)
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): configmaps is forbidden: User \""
                + robot
                + "\" cannot list resource \"configmaps\" in API group \"\" in the namespace \""
                + namespace()
                + "\"")
        .about("/configmaps/");
    refusal("delete pod x --as=" + robot)
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): pods \"x\" is forbidden: User \""
                + robot
                + "\" cannot delete resource \"pods\" in API group \"\" in the namespace \""
                + namespace()
                + "\"");
    refusal("get nodes --as=" + robot)
        .refused(
            403,
            "Forbidden",
            "Error from server (Forbidden): nodes is forbidden: User \""
                + robot
                + "\" cannot list resource \"nodes\" in API group \"\" at the cluster scope");
    refusal("create configmap a --as=" + robot)
        .refused(
            403,
            "Forbidden",
            "error: failed to create configmap: configmaps is forbidden: User \""
                + robot
                + "\" cannot create resource \"configmaps\" in API group \"\" in the namespace \""
                + namespace()
                + "\"");
    refusal("create deployment web --image=x --as=jane --as-group=people")
        .refused(
            403,
            "Forbidden",
            "error: failed to create deployment: deployments.apps is forbidden: User \"jane\""
                + " cannot create resource \"deployments\" in API group \"apps\" in the namespace"
                + " \""
                + namespace()
                + "\"")
        .about("apps/deployments/");
    the("configmaps/a").isGone();
    kubectl(
            "auth reconcile -f -",
            "apiVersion: rbac.authorization.k8s.io/v1\n"
                + "kind: Role\n"
                + "metadata: {name: reader, namespace: $NS}\n"
                + "rules: [{apiGroups: [''], resources: [configmaps], verbs: [list]}]\n")
        .shows("role.rbac.authorization.k8s.io/reader reconciled")
        .warns("reconciliation required update", "missing rules added:");
    kubectl("get configmaps --as=" + robot + " -o name").says("configmap/kube-root-ca.crt");
  }

  @Test
  void givesTokens() {
    kubectl("create serviceaccount robot").succeeds();
    String token = kubectl("create token robot --duration=15m").succeeds().out().strip();
    kubectl("auth whoami -o jsonpath={.status.userInfo.username} --token=" + token)
        .says("system:serviceaccount:" + namespace() + ":robot");
    refusal("create token nothing")
        .refused(
            404,
            "NotFound",
            "error: failed to create token: serviceaccounts \"nothing\" not found");
    the("serviceaccounts/robot").exists();
  }
}
