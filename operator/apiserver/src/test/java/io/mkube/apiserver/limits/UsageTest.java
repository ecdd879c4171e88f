package io.mkube.apiserver.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What objects take of a quota, with the numbers of Kubernetes' evaluators. */
final class UsageTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static JsonNode yaml(String text) throws IOException {
    return YAML.readTree(text);
  }

  private static Set<String> names(String text) {
    return Set.of(text.split(",", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {containers: [{resources: {requests: {cpu: 100m}}}, {resources: {requests: {cpu: 1}}}]} | cpu,requests.cpu,limits.cpu,pods | cpu=1100m,pods=1,requests.cpu=1100m
          {containers: [{resources: {limits: {cpu: 2, memory: 1Gi}}}]} | limits.cpu,limits.memory | limits.cpu=2,limits.memory=1Gi
          {containers: [{resources: {requests: {cpu: 1}}}], initContainers: [{resources: {requests: {cpu: 3}}}, {resources: {requests: {cpu: 2}}}]} | cpu | cpu=3
          {containers: [{resources: {requests: {cpu: 1}}}], initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 2}}}, {resources: {requests: {cpu: 3}}}]} | cpu | cpu=5
          {containers: [{resources: {requests: {cpu: 4}}}], initContainers: [{resources: {requests: {cpu: 3}}}, {restartPolicy: Always, resources: {requests: {cpu: 2}}}]} | cpu | cpu=6
          {overhead: {cpu: 10m, memory: 8Mi}, containers: [{resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]} | requests.cpu,requests.memory,limits.cpu,limits.memory | limits.cpu=2010m,requests.cpu=1010m,requests.memory=8Mi
          {containers: [{resources: {requests: {hugepages-2Mi: 4Mi, example.com/gpu: 2}}}]} | hugepages-2Mi,requests.hugepages-2Mi,requests.example.com/gpu,example.com/gpu | hugepages-2Mi=4Mi,requests.example.com/gpu=2,requests.hugepages-2Mi=4Mi
          {containers: [{resources: {requests: {ephemeral-storage: 1G}, limits: {ephemeral-storage: 2G}}}]} | ephemeral-storage,limits.ephemeral-storage | ephemeral-storage=1G,limits.ephemeral-storage=2G
          """)
  void countsPods(String spec, String names, String text) throws IOException {
    assertEquals(text, Usage.of("", "pods", yaml("spec: " + spec)).only(names(names)).text());
  }

  @ParameterizedTest
  @CsvSource({"Running, 'count/pods=1,pods=1'", "Succeeded, count/pods=1", "Failed, count/pods=1"})
  void countsPodsThatEndedOnlyAsObjects(String phase, String text) throws IOException {
    JsonNode pod = yaml("{spec: {containers: [{}]}, status: {phase: " + phase + "}}");
    assertEquals(text, Usage.of("", "pods", pod).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {type: ClusterIP, ports: [{port: 1}]} | services.loadbalancers=0,services.nodeports=0
          {type: ExternalName} | services.loadbalancers=0,services.nodeports=0
          {type: NodePort, ports: [{port: 1}, {port: 2}]} | services.loadbalancers=0,services.nodeports=2
          {type: LoadBalancer, ports: [{port: 1}]} | services.loadbalancers=1,services.nodeports=1
          {type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 1}]} | services.loadbalancers=1,services.nodeports=0
          {type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 1, nodePort: 30001}, {port: 2}]} | services.loadbalancers=1,services.nodeports=1
          """)
  void countsServices(String spec, String text) throws IOException {
    Amounts usage = Usage.of("", "services", yaml("spec: " + spec));
    assertEquals("count/services=1,services=1," + text, usage.text());
  }

  @Test
  void countsClaimsByTheirClass() throws IOException {
    JsonNode claim = yaml("spec: {storageClassName: fast, resources: {requests: {storage: 3Gi}}}");
    assertEquals(
        "count/persistentvolumeclaims=1,fast.storageclass.storage.k8s.io/persistentvolumeclaims=1,"
            + "fast.storageclass.storage.k8s.io/requests.storage=3Gi,persistentvolumeclaims=1,"
            + "requests.storage=3Gi",
        Usage.of("", "persistentvolumeclaims", claim).text());
  }

  @Test
  void countsObjectsOfAnyGroup() throws IOException {
    assertEquals(
        "count/widgets.example.com=1", Usage.of("example.com", "widgets", yaml("{}")).text());
    assertEquals("configmaps=1,count/configmaps=1", Usage.of("", "configmaps", yaml("{}")).text());
    assertEquals("count/endpoints=1", Usage.of("", "endpoints", yaml("{}")).text());
  }

  @ParameterizedTest
  @CsvSource({
    "count/jobs.batch, batch, jobs",
    "count/secrets, '', secrets",
    "secrets, '', secrets",
    "services.nodeports, '', services",
    "requests.storage, '', persistentvolumeclaims",
    "fast.storageclass.storage.k8s.io/requests.storage, '', persistentvolumeclaims",
    "limits.cpu, '', pods",
    "hugepages-1Gi, '', pods"
  })
  void knowsWhatAResourceIsOf(String resource, String group, String plural) {
    assertEquals(Map.entry(group, plural), Usage.kindOf(resource));
    assertTrue(Usage.concerns(resource, group, plural));
    assertFalse(Usage.concerns(resource, "example.com", plural));
  }
}
