package io.mkube.conformance.javaclient;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.informer.cache.Lister;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.apis.VersionApi;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentSpec;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Scale;
import io.kubernetes.client.openapi.models.V1Status;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import io.kubernetes.client.util.generic.options.ListOptions;
import io.mkube.apiserver.junit.Kubeconfig;
import io.mkube.apiserver.junit.MkubeApiServer;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects, pages, patches, watches and informers of {@code io.kubernetes:client-java}. */
@MkubeApiServer(freshNamespace = true)
@SuppressWarnings("NullAway") // every part of this client's objects may be missing
final class OfficialJavaClientTest {
  KubernetesClient fabric8;

  @Kubeconfig String kubeconfig;

  private ApiClient client;

  private CoreV1Api core;

  private String namespace = "";

  @BeforeEach
  void connect() throws Exception {
    client = Config.fromConfig(new StringReader(kubeconfig));
    client.setReadTimeout(0);
    core = new CoreV1Api(client);
    namespace = fabric8.getNamespace();
  }

  @Test
  void readsTheVersion() throws Exception {
    assertEquals("1", new VersionApi(client).getCode().execute().getMajor());
  }

  @Test
  void createsReadsReplacesAndDeletes() throws Exception {
    V1ConfigMap made =
        core.createNamespacedConfigMap(namespace, settings("settings", "red")).execute();
    assertEquals("red", data(made));

    made.putDataItem("colour", "blue");
    V1ConfigMap replaced = core.replaceNamespacedConfigMap("settings", namespace, made).execute();
    ApiException conflict =
        assertThrows(
            ApiException.class,
            () -> core.replaceNamespacedConfigMap("settings", namespace, made).execute());
    V1Status deleted = core.deleteNamespacedConfigMap("settings", namespace).execute();

    assertEquals("blue", data(replaced));
    assertEquals(409, conflict.getCode());
    assertTrue(conflict.getResponseBody().contains("\"reason\":\"Conflict\""));
    assertEquals("Success", deleted.getStatus());
    assertEquals(
        404,
        assertThrows(
                ApiException.class,
                () -> core.readNamespacedConfigMap("settings", namespace).execute())
            .getCode());
  }

  @Test
  void listsInPages() throws Exception {
    for (int i = 0; i < 7; i++) {
      V1ConfigMap map = settings("page-" + i, "red");
      map.getMetadata().setLabels(Map.of("paged", "yes"));
      var unused = core.createNamespacedConfigMap(namespace, map).execute();
    }
    Set<String> names = new HashSet<>();
    String next = "";
    int pages = 0;
    do {
      V1ConfigMapList page =
          core.listNamespacedConfigMap(namespace)
              .labelSelector("paged=yes")
              .limit(3)
              ._continue(next)
              .execute();
      page.getItems().forEach(map -> names.add(map.getMetadata().getName()));
      next = page.getMetadata().getContinue();
      pages++;
    } while (next != null && !next.isEmpty());
    assertEquals(3, pages);
    assertEquals(7, names.size());
  }

  static Stream<Arguments> patches() {
    return Stream.of(
        Arguments.of(
            V1Patch.PATCH_FORMAT_JSON_PATCH,
            "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":4}]"),
        Arguments.of(V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{\"spec\":{\"replicas\":4}}"),
        Arguments.of(
            V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH,
            "{\"spec\":{\"replicas\":4,\"template\":{\"spec\":{\"containers\":"
                + "[{\"name\":\"side\",\"image\":\"x\"}]}}}}"),
        Arguments.of(
            V1Patch.PATCH_FORMAT_APPLY_YAML,
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 4}\n"));
  }

  @ParameterizedTest
  @MethodSource("patches")
  void patchesInEveryForm(String format, String patch) throws Exception {
    AppsV1Api apps = new AppsV1Api(client);
    var unused = apps.createNamespacedDeployment(namespace, deployment()).execute();

    V1Deployment patched =
        PatchUtils.patch(
            V1Deployment.class,
            () ->
                apps.patchNamespacedDeployment("web", namespace, new V1Patch(patch))
                    .fieldManager("official")
                    .force(format.equals(V1Patch.PATCH_FORMAT_APPLY_YAML) ? true : null)
                    .buildCall(null),
            format,
            client);

    assertEquals(4, patched.getSpec().getReplicas());
    int containers = format.equals(V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH) ? 2 : 1;
    assertEquals(containers, patched.getSpec().getTemplate().getSpec().getContainers().size());
    // The client drops managed fields when it reads an answer.
    assertTrue(
        fabric8.apps().deployments().withName("web").get().getMetadata().getManagedFields().stream()
            .anyMatch(entry -> "official".equals(entry.getManager())));
  }

  @Test
  void scales() throws Exception {
    AppsV1Api apps = new AppsV1Api(client);
    var unused = apps.createNamespacedDeployment(namespace, deployment()).execute();
    V1Scale scale = apps.readNamespacedDeploymentScale("web", namespace).execute();
    scale.getSpec().setReplicas(3);

    V1Scale scaled = apps.replaceNamespacedDeploymentScale("web", namespace, scale).execute();

    assertEquals(3, scaled.getSpec().getReplicas());
    assertEquals(
        3, apps.readNamespacedDeployment("web", namespace).execute().getSpec().getReplicas());
  }

  @Test
  void watches() throws Exception {
    var unused = core.createNamespacedConfigMap(namespace, settings("before", "red")).execute();
    String from =
        core.listNamespacedConfigMap(namespace).execute().getMetadata().getResourceVersion();
    GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> maps = maps();
    ListOptions options = new ListOptions();
    options.setResourceVersion(from);
    try (var watch = maps.watch(namespace, options)) {
      var made = core.createNamespacedConfigMap(namespace, settings("after", "red")).execute();
      Watch.Response<V1ConfigMap> first = watch.iterator().next();
      assertEquals("ADDED", first.type);
      assertEquals(made.getMetadata().getUid(), first.object.getMetadata().getUid());
      var status = core.deleteNamespacedConfigMap("before", namespace).execute();
      assertEquals("Success", status.getStatus());
      assertEquals("DELETED", watch.iterator().next().type);
    }
  }

  @Test
  void informersFollowEveryChange() throws Exception {
    var before = core.createNamespacedConfigMap(namespace, settings("before", "red")).execute();
    List<String> seen = new CopyOnWriteArrayList<>();
    SharedInformerFactory factory = new SharedInformerFactory(client);
    SharedIndexInformer<V1ConfigMap> informer =
        factory.sharedIndexInformerFor(maps(), V1ConfigMap.class, 0, namespace);
    informer.addEventHandler(recorder(seen));
    factory.startAllRegisteredInformers();
    try {
      await().until(informer::hasSynced);
      await().until(() -> seen.contains("+before=red"));
      before.putDataItem("colour", "blue");
      var changed = core.replaceNamespacedConfigMap("before", namespace, before).execute();
      var status = core.deleteNamespacedConfigMap("before", namespace).execute();
      await().until(() -> seen.contains("-before=blue"));
      assertEquals(List.of("+before=red", "~before=blue", "-before=blue"), seen);
      assertEquals("blue", data(changed));
      assertEquals("Success", status.getStatus());
      assertFalse(
          new Lister<>(informer.getIndexer(), namespace)
              .list().stream().anyMatch(map -> "before".equals(map.getMetadata().getName())));
    } finally {
      factory.stopAllRegisteredInformers();
    }
  }

  private GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> maps() {
    return new GenericKubernetesApi<>(
        V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
  }

  private static ResourceEventHandler<V1ConfigMap> recorder(List<String> seen) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(V1ConfigMap map) {
        note("+", map);
      }

      @Override
      public void onUpdate(V1ConfigMap old, V1ConfigMap map) {
        note("~", map);
      }

      @Override
      public void onDelete(V1ConfigMap map, boolean unknown) {
        note("-", map);
      }

      private void note(String sign, V1ConfigMap map) {
        if (!"kube-root-ca.crt".equals(map.getMetadata().getName())) {
          seen.add(sign + map.getMetadata().getName() + "=" + data(map));
        }
      }
    };
  }

  private static String data(V1ConfigMap map) {
    return String.valueOf(map.getData().get("colour"));
  }

  private static V1ConfigMap settings(String name, String colour) {
    return new V1ConfigMap().metadata(new V1ObjectMeta().name(name)).putDataItem("colour", colour);
  }

  private static V1Deployment deployment() {
    return new V1Deployment()
        .metadata(new V1ObjectMeta().name("web"))
        .spec(
            new V1DeploymentSpec()
                .replicas(1)
                .selector(new V1LabelSelector().putMatchLabelsItem("app", "web"))
                .template(
                    new V1PodTemplateSpec()
                        .metadata(new V1ObjectMeta().putLabelsItem("app", "web"))
                        .spec(
                            new V1PodSpec()
                                .addContainersItem(
                                    new V1Container().name("web").image("nginx:1")))));
  }
}
