package io.mkube.apiserver.mirror;

import static io.mkube.apiserver.mirror.plan.PlanSamples.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VolumePlannerTest {
  private static ObjectNode claim(String spec) {
    return json(
        "{'apiVersion': 'v1', 'kind': 'PersistentVolumeClaim', 'metadata': {'name': 'data',"
            + " 'namespace': 'shop', 'uid': 'u1'}, 'spec': {'accessModes': ['ReadWriteOnce'],"
            + " 'volumeMode': 'Filesystem', 'resources': {'requests': {'storage': '1Gi'}}"
            + spec
            + "}, 'status': {'phase': 'Pending'}}");
  }

  private static ObjectNode volume(String name, String size, String more) {
    return json(
        "{'apiVersion': 'v1', 'kind': 'PersistentVolume', 'metadata': {'name': '"
            + name
            + "'}, 'spec': {'accessModes': ['ReadWriteOnce', 'ReadOnlyMany'], 'volumeMode':"
            + " 'Filesystem', 'capacity': {'storage': '"
            + size
            + "'}"
            + more
            + "}, 'status': {'phase': 'Available'}}");
  }

  private static String volumeNameIn(Step step) {
    return assertInstanceOf(Step.Update.class, step)
        .object()
        .path("spec")
        .path("volumeName")
        .asText();
  }

  @Test
  void makesAVolumeForAClaimThatNoneFits() {
    Plan plan = VolumePlanner.claim(claim(""), List.of(volume("small", "1Mi", "")));

    ObjectNode made = assertInstanceOf(Step.Create.class, plan.steps().get(0)).object();
    assertEquals("pvc-u1", made.path("metadata").path("name").asText());
    assertEquals("u1", made.path("spec").path("claimRef").path("uid").asText());
    assertEquals("1Gi", made.path("spec").path("capacity").path("storage").asText());
    assertEquals("pvc-u1", volumeNameIn(plan.steps().get(1)));
  }

  @Test
  void takesTheSmallestVolumeThatFits() {
    List<ObjectNode> volumes =
        List.of(
            volume("large", "1Ti", ""),
            volume("fitting", "2Gi", ""),
            volume("other", "1Gi", ", 'storageClassName': 'fast'"));

    Plan plan = VolumePlanner.claim(claim(""), volumes);

    assertEquals(1, plan.steps().size());
    assertEquals("fitting", volumeNameIn(plan.steps().get(0)));
  }

  @Test
  void waitsForAVolumeWhenTheClaimWantsNoClass() {
    assertEquals(Plan.NOTHING, VolumePlanner.claim(claim(", 'storageClassName': ''"), List.of()));
  }

  @Test
  void takesTheVolumeThatTheClaimNames() {
    ObjectNode named = volume("v", "5Gi", "");

    Plan plan = VolumePlanner.claim(claim(", 'volumeName': 'v'"), List.of(named));

    ObjectNode taken = assertInstanceOf(Step.Update.class, plan.steps().get(0)).object();
    assertEquals("data", taken.path("spec").path("claimRef").path("name").asText());
    ObjectNode bound = assertInstanceOf(Step.UpdateStatus.class, plan.steps().get(1)).object();
    assertEquals("Bound", bound.path("status").path("phase").asText());
    assertEquals("5Gi", bound.path("status").path("capacity").path("storage").asText());
  }

  @Test
  void leavesTheVolumeOfAnotherClaim() {
    ObjectNode others =
        volume("v", "5Gi", ", 'claimRef': {'namespace': 'shop', 'name': 'data', 'uid': 'u0'}");

    assertEquals(Plan.NOTHING, VolumePlanner.claim(claim(", 'volumeName': 'v'"), List.of(others)));
  }

  @Test
  void saysThatAClaimHasLostItsVolume() {
    ObjectNode claim = claim(", 'volumeName': 'v'");
    claim.withObject("status").put("phase", "Bound");

    ObjectNode lost =
        assertInstanceOf(
                Step.UpdateStatus.class, VolumePlanner.claim(claim, List.of()).steps().get(0))
            .object();

    assertEquals("Lost", lost.path("status").path("phase").asText());
  }

  @Test
  void removesOnlyVolumesOfItsOwnWhenTheClaimIsGone() {
    String reference =
        ", 'claimRef': {'namespace': 'shop', 'name': 'data', 'uid': 'u1'},"
            + " 'persistentVolumeReclaimPolicy': 'Delete'";
    ObjectNode foreign = volume("v", "1Gi", reference);
    ObjectNode own = volume("v", "1Gi", reference);
    own.withObject("metadata")
        .putObject("annotations")
        .put("pv.kubernetes.io/provisioned-by", "mkube.io/mirror");

    Step kept = VolumePlanner.volume(foreign, Optional.empty()).steps().get(0);

    assertEquals(
        "Released",
        assertInstanceOf(Step.UpdateStatus.class, kept)
            .object()
            .path("status")
            .path("phase")
            .asText());
    assertInstanceOf(Step.Delete.class, VolumePlanner.volume(own, Optional.empty()).steps().get(0));
    assertEquals(
        "Bound",
        assertInstanceOf(
                Step.UpdateStatus.class,
                VolumePlanner.volume(own, Optional.of(claim(""))).steps().get(0))
            .object()
            .path("status")
            .path("phase")
            .asText());
  }
}
