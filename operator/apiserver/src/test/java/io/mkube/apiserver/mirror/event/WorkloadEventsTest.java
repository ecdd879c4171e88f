package io.mkube.apiserver.mirror.event;

import static io.mkube.apiserver.mirror.plan.PlanSamples.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of what was done. */
final class WorkloadEventsTest {
  private static final String TIME = "2025-01-01T00:00:00Z";

  private static ObjectNode object(String kind, String name, String more) {
    return json(
        "{'apiVersion': 'v1', 'kind': '%1$s', 'metadata': {'namespace': 'n', 'name': '%2$s', 'uid':"
                .formatted(kind, name)
            + " '"
            + name
            + "'}"
            + more
            + "}");
  }

  private static List<String> said(ObjectNode workload, Plan plan, List<ObjectNode> created) {
    return said(workload, plan, created, List.of());
  }

  private static List<String> said(
      ObjectNode workload, Plan plan, List<ObjectNode> created, List<ObjectNode> before) {
    return WorkloadEvents.of(
            new Workload(workload), new WorkloadEvents.Done(plan, created, before, TIME))
        .stream()
        .map(
            event ->
                event.at("/source/component").asText()
                    + " "
                    + event.path("reason").asText()
                    + ": "
                    + event.path("message").asText())
        .toList();
  }

  @Test
  void saysWhichPodsCameAndWent() {
    Plan plan = new Plan.Draft().delete(object("Pod", "old", "")).done();

    assertEquals(
        List.of(
            "replicaset-controller SuccessfulCreate: Created pod: new",
            "replicaset-controller SuccessfulDelete: Deleted pod: old"),
        said(object("ReplicaSet", "set", ""), plan, List.of(object("Pod", "new", ""))));
    assertEquals(
        List.of(
            "statefulset-controller SuccessfulCreate: create Claim www-db-0 Pod db-0 in StatefulSet"
                + " db success",
            "statefulset-controller SuccessfulCreate: create Pod db-0 in StatefulSet db successful",
            "statefulset-controller SuccessfulDelete: delete Pod old in StatefulSet db successful"),
        said(
            object("StatefulSet", "db", ""),
            plan,
            List.of(object("PersistentVolumeClaim", "www-db-0", ""), object("Pod", "db-0", ""))));
  }

  @Test
  void saysHowReplicaSetsAreScaled() {
    ObjectNode before = object("ReplicaSet", "a", ", 'spec': {'replicas': 2}");
    ObjectNode after = object("ReplicaSet", "a", ", 'spec': {'replicas': 1}");

    assertEquals(
        List.of(
            "deployment-controller ScalingReplicaSet: Scaled up replica set b from 0 to 1",
            "deployment-controller ScalingReplicaSet: Scaled down replica set a from 2 to 1"),
        said(
            object("Deployment", "d", ""),
            new Plan.Draft().update(after, before).done(),
            List.of(object("ReplicaSet", "b", ", 'spec': {'replicas': 1}")),
            List.of(before)));
  }

  @Test
  void saysHowAJobEnded() {
    ObjectNode job = object("Job", "j", ", 'status': {}");
    ObjectNode complete = json("{'conditions': [{'type': 'Complete', 'status': 'True'}]}");
    ObjectNode failed =
        json(
            "{'conditions': [{'type': 'Failed', 'status': 'True', 'reason': 'DeadlineExceeded',"
                + " 'message': 'too long'}]}");

    assertEquals(
        List.of("job-controller Completed: Job completed"),
        said(job, new Plan.Draft().status(job, complete).done(), List.of()));
    assertEquals(
        List.of("job-controller DeadlineExceeded: too long"),
        said(job, new Plan.Draft().status(job, failed).done(), List.of()));
    job.set("status", complete);
    assertEquals(
        List.of(), said(job, new Plan.Draft().status(job, complete.deepCopy()).done(), List.of()));
  }

  @Test
  void saysWhatIsWrong() {
    Plan plan = new Plan.Draft().warn("InvalidSchedule", "invalid schedule: x").done();
    Workload cron = new Workload(object("CronJob", "pi", ""));

    ObjectNode event =
        WorkloadEvents.of(cron, new WorkloadEvents.Done(plan, List.of(), List.of(), TIME))
            .getFirst();

    assertEquals("Warning", event.path("type").asText());
    assertEquals("InvalidSchedule", event.path("reason").asText());
    assertEquals("cronjob-controller", event.at("/source/component").asText());
  }

  @Test
  void saysWhatAKubeletDoes() {
    ObjectNode pod =
        object(
            "Pod",
            "p",
            ", 'spec': {'nodeName': 'node', 'containers': [{'name': 'c', 'image': 'i:1'}]},"
                + " 'status': {}");
    Plan started = new Plan.Draft().status(pod, json("{'phase': 'Running'}")).done();

    assertEquals(
        List.of(
            "default-scheduler Scheduled: Successfully assigned n/p to node",
            "kubelet Pulled: Container image \"i:1\" already present on machine",
            "kubelet Created: Created container: c",
            "kubelet Started: Started container c"),
        said(pod, started, List.of()));
    assertEquals(
        List.of("kubelet Killing: Stopping container c"),
        said(pod, new Plan.Draft().finish(pod).done(), List.of()));
  }
}
