package io.mkube.conformance.kubectl;

import static io.mkube.conformance.kubectl.Manifests.DEPLOYMENT;
import static io.mkube.conformance.kubectl.Manifests.POD;
import static io.mkube.conformance.kubectl.Manifests.SETTINGS;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** {@code kubectl create}, {@code run}, {@code expose} and {@code autoscale}. */
abstract class CreateCases extends KubectlCases {
  CreateCases(Supplier<Site> site) {
    super(site);
  }

  @Test
  void makesNamespaces() {
    kubectl("create namespace $NS-more").says("namespace/" + namespace() + "-more created");
    theCluster("namespaces/$NS-more")
        .has("status.phase", "Active")
        .has("spec.finalizers", "[\"kubernetes\"]");
    kubectl("get namespace $NS-more -o jsonpath={.metadata.labels}")
        .says("{\"kubernetes.io/metadata.name\":\"" + namespace() + "-more\"}");
  }

  @Test
  void makesConfigMapsFromLiteralsFilesAndEnvironments() {
    kubectl("create configmap settings --from-literal=colour=red --from-literal=size=9")
        .says("configmap/settings created");
    the("configmaps/settings").has("data", "{\"colour\":\"red\",\"size\":\"9\"}");
    var text = file("motd", "grüß Gott\n");
    kubectl("create configmap motd --from-file=" + text).says("configmap/motd created");
    the("configmaps/motd").has("data.motd", "grüß Gott\n").lacks("binaryData");
    var environment = file("settings.env", "A=1\n# no value\nB=two words\n");
    kubectl("create configmap env --from-env-file=" + environment).says("configmap/env created");
    the("configmaps/env").has("data", "{\"A\":\"1\",\"B\":\"two words\"}");
  }

  @Test
  void warnsOfWhatIsOddInPods() {
    String twice = "name: main, env: [{name: A, value: b}, {name: A, value: c}]";
    kubectl("create -f -", POD.replace("name: main", twice))
        .succeeds()
        .warns(
            "Warning: spec.containers[0].env[1]: hides previous definition of \"A\", which may be"
                + " dropped when using apply");
    kubectl("label pod one size=small").says("pod/one labeled");
    kubectl("create deployment a.b --image=x")
        .succeeds()
        .warns("Warning: metadata.name: this is used in Pod names and hostnames");
  }

  @Test
  void makesSecretsOfEachType() {
    kubectl("create secret generic token --from-literal=key=geheim").says("secret/token created");
    the("secrets/token").has("data.key", "Z2VoZWlt").has("type", "Opaque");
    kubectl(
            "create secret docker-registry pull --docker-server=r.example.com"
                + " --docker-username=u --docker-password=p")
        .says("secret/pull created");
    the("secrets/pull").has("type", "kubernetes.io/dockerconfigjson");
    kubectl("create secret generic typed --type=example.com/own --from-literal=a=b")
        .says("secret/typed created");
    the("secrets/typed").has("type", "example.com/own");
  }

  @Test
  void makesDeploymentsWithTheServersDefaults() {
    kubectl("create deployment web --image=nginx --replicas=3 --port=80")
        .says("deployment.apps/web created");
    the("deployments.apps/web")
        .has("spec.replicas", "3")
        .has("metadata.generation", "1")
        .has("spec.revisionHistoryLimit", "10")
        .has("spec.progressDeadlineSeconds", "600")
        .has("spec.strategy.rollingUpdate.maxSurge", "25%")
        .has("spec.template.spec.containers.0.imagePullPolicy", "Always")
        .has("spec.template.spec.containers.0.ports.0.protocol", "TCP")
        .has("spec.template.spec.dnsPolicy", "ClusterFirst")
        .has("spec.template.spec.terminationGracePeriodSeconds", "30")
        .has("spec.template.metadata.labels.app", "web");
  }

  @Test
  void makesJobsAndCronJobs() {
    kubectl("create job hello --image=busybox -- echo hi").says("job.batch/hello created");
    the("jobs.batch/hello")
        .has("spec.template.spec.containers.0.command", "[\"echo\",\"hi\"]")
        .has("spec.template.spec.restartPolicy", "Never")
        .has("spec.backoffLimit", "6")
        .has("spec.completionMode", "NonIndexed");
    kubectl("create cronjob tick --image=busybox --schedule='*/5 * * * *' -- date")
        .says("cronjob.batch/tick created");
    the("cronjobs.batch/tick")
        .has("spec.schedule", "*/5 * * * *")
        .has("spec.concurrencyPolicy", "Allow")
        .has("spec.successfulJobsHistoryLimit", "3");
    kubectl("create job now --from=cronjob/tick").says("job.batch/now created");
    the("jobs.batch/now")
        .has("metadata.ownerReferences.0.kind", "CronJob")
        .has("spec.template.spec.containers.0.command", "[\"date\"]");
  }

  @Test
  void makesServicesOfEachType() {
    kubectl("create service clusterip db --tcp=5432:5433").says("service/db created");
    the("services/db")
        .has("spec.ports.0.port", "5432")
        .has("spec.ports.0.targetPort", "5433")
        .has("spec.ports.0.name", "5432-5433")
        .has("spec.sessionAffinity", "None");
    kubectl("create service nodeport web --tcp=80").says("service/web created");
    the("services/web").has("spec.type", "NodePort").has("spec.externalTrafficPolicy", "Cluster");
    kubectl("create service loadbalancer edge --tcp=443:8443").says("service/edge created");
    the("services/edge").has("spec.allocateLoadBalancerNodePorts", "true");
    kubectl("create service externalname away --external-name=example.com")
        .says("service/away created");
    the("services/away").has("spec.externalName", "example.com").lacks("spec.clusterIP");
    kubectl("create service clusterip bare --clusterip=None").says("service/bare created");
    the("services/bare").has("spec.clusterIP", "None");
  }

  @Test
  void makesRolesAndBindings() {
    kubectl("create role reader --verb=get,list --resource=pods,deployments.apps")
        .says("role.rbac.authorization.k8s.io/reader created");
    the("roles.rbac.authorization.k8s.io/reader")
        .has("rules.0.verbs", "[\"get\",\"list\"]")
        .has("rules.0.resources", "[\"pods\"]")
        .has("rules.1.apiGroups", "[\"apps\"]");
    kubectl("create rolebinding reads --role=reader --user=jane --serviceaccount=$NS:robot")
        .says("rolebinding.rbac.authorization.k8s.io/reads created");
    the("rolebindings.rbac.authorization.k8s.io/reads")
        .has("roleRef.name", "reader")
        .has("subjects.0.apiGroup", "rbac.authorization.k8s.io")
        .has("subjects.1.namespace", namespace());
    kubectl("create clusterrole $NS-metrics --verb=get --non-resource-url=/metrics")
        .says("clusterrole.rbac.authorization.k8s.io/" + namespace() + "-metrics created");
    theCluster("clusterroles.rbac.authorization.k8s.io/$NS-metrics")
        .has("rules.0.nonResourceURLs", "[\"/metrics\"]");
    kubectl("create clusterrolebinding $NS-all --clusterrole=view --group=$NS-people")
        .says("clusterrolebinding.rbac.authorization.k8s.io/" + namespace() + "-all created");
    theCluster("clusterrolebindings.rbac.authorization.k8s.io/$NS-all")
        .has("subjects.0.kind", "Group");
    kubectl("create serviceaccount robot").says("serviceaccount/robot created");
    the("serviceaccounts/robot").exists();
  }

  @Test
  void makesQuotasBudgetsIngressesAndPriorities() {
    kubectl("create quota small --hard=cpu=1,pods=4").says("resourcequota/small created");
    the("resourcequotas/small").has("spec.hard.pods", "4");
    kubectl("create pdb keep --selector=app=web --min-available=50%")
        .says("poddisruptionbudget.policy/keep created");
    the("poddisruptionbudgets.policy/keep").has("spec.minAvailable", "50%");
    kubectl("create ingress front --class=own --rule='a.example.com/x*=web:80,tls=cert'")
        .says("ingress.networking.k8s.io/front created");
    the("ingresses.networking.k8s.io/front")
        .has("spec.rules.0.http.paths.0.pathType", "Prefix")
        .has("spec.tls.0.secretName", "cert");
    kubectl("create priorityclass $NS-high --value=1000 --description=first")
        .says("priorityclass.scheduling.k8s.io/" + namespace() + "-high created");
    theCluster("priorityclasses.scheduling.k8s.io/$NS-high")
        .has("preemptionPolicy", "PreemptLowerPriority");
  }

  @Test
  void makesManyObjectsOfOneFile() {
    kubectl("create -f -", SETTINGS + "---\n" + POD + "---\n" + DEPLOYMENT)
        .says("configmap/settings created\npod/one created\ndeployment.apps/web created");
    the("pods/one").has("status.phase", "Pending").has("status.qosClass", "BestEffort");
  }

  @Test
  void givesNamesToWhatHasNone() {
    kubectl(
            "create -f - -o name",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: batch-}\n")
        .matches("configmap/batch-[bcdfghjklmnpqrstvwxz2456789]{5}");
  }

  @Test
  void printsWhatItMade() {
    kubectl("create configmap a --from-literal=k=v -o yaml")
        .shows("apiVersion: v1", "k: v", "kind: ConfigMap", "resourceVersion:", "uid:");
    kubectl("create configmap b -o jsonpath={.metadata.name}{.metadata.namespace}")
        .says("b" + namespace());
    the("configmaps/a").has("data.k", "v");
    the("configmaps/b").lacks("data");
  }

  @Test
  void dryRunsOnTheServerLeaveNothing() {
    kubectl("create deployment web --image=nginx --dry-run=server")
        .says("deployment.apps/web created (server dry run)");
    the("deployments.apps/web").isGone();
    kubectl(
            "create -f - --dry-run=server -o jsonpath={.spec.strategy.type}/{.metadata.uid}",
            DEPLOYMENT)
        .matches("RollingUpdate/[0-9a-f-]{36}");
    kubectl("create -f - --dry-run=client", DEPLOYMENT)
        .says("deployment.apps/web created (dry run)");
    the("deployments.apps/web").isGone();
  }

  @Test
  void runsPods() {
    kubectl("run box --image=busybox:1.36 --env=A=1 --labels=x=y --port=80 -- sleep 9")
        .says("pod/box created");
    the("pods/box")
        .has("spec.containers.0.args", "[\"sleep\",\"9\"]")
        .has("spec.containers.0.imagePullPolicy", "IfNotPresent")
        .has("spec.restartPolicy", "Always")
        .has("metadata.labels", "{\"x\":\"y\"}")
        .has("spec.serviceAccountName", "default");
  }

  @Test
  void exposesDeployments() {
    given(DEPLOYMENT);
    kubectl("expose deployment web --port=80 --target-port=8080 --name=front")
        .says("service/front exposed");
    the("services/front")
        .has("spec.selector", "{\"app\":\"web\"}")
        .has("spec.ports.0.targetPort", "8080")
        .has("spec.type", "ClusterIP");
  }

  @Test
  void makesTheItemsOfAList() {
    kubectl(
            "create -f -",
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
            - {apiVersion: v1, kind: ServiceAccount, metadata: {name: b}}
            """)
        .says("configmap/a created\nserviceaccount/b created");
    the("configmaps/a").exists();
    the("serviceaccounts/b").exists();
  }
}
