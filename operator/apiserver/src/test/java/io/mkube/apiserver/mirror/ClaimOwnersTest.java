package io.mkube.apiserver.mirror;

import static io.mkube.apiserver.mirror.plan.PlanSamples.json;
import static io.mkube.apiserver.mirror.plan.PlanSamples.updated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With whom the claims of a StatefulSet go. */
final class ClaimOwnersTest {
  private static ObjectNode claim(String name, String owners) {
    return json("{'metadata': {'name': '" + name + "', 'ownerReferences': [" + owners + "]}}");
  }

  private static Workload set(String whenDeleted, String whenScaled) {
    return new Workload(
        json(
            "{'apiVersion': 'apps/v1', 'kind': 'StatefulSet', 'metadata': {'name': 'db', 'uid':"
                + " 's'}, 'spec': {'replicas': 1, 'volumeClaimTemplates': [{'metadata': {'name':"
                + " 'data'}}], 'persistentVolumeClaimRetentionPolicy': {'whenDeleted': '"
                + whenDeleted
                + "', 'whenScaled': '"
                + whenScaled
                + "'}}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "Retain, Retain, data-db-0, ''",
    "Delete, Retain, data-db-0, s",
    "Retain, Delete, data-db-0, ''",
    "Delete, Delete, data-db-0, s",
    "Retain, Retain, data-db-1, ''",
    "Delete, Retain, data-db-1, s",
    "Retain, Delete, data-db-1, p",
    "Delete, Delete, data-db-1, p",
    "Delete, Delete, data-db-2, ''",
  })
  void areWhatThePolicySays(String whenDeleted, String whenScaled, String name, String owner) {
    ObjectNode pod =
        json("{'apiVersion': 'v1', 'kind': 'Pod', 'metadata': {'name': 'db-1', 'uid': 'p'}}");
    ClaimOwners owners = new ClaimOwners(set(whenDeleted, whenScaled), Map.of("db-1", pod));
    Plan.Draft draft = new Plan.Draft();

    owners.correct(claim(name, "{'kind': 'Pod', 'name': 'other', 'uid': 'o'}"), draft);

    List<String> expected = owner.isEmpty() ? List.of() : List.of("o", owner);
    assertEquals(
        expected,
        updated(draft.done()).stream()
            .flatMap(claim -> claim.at("/metadata/ownerReferences").valueStream())
            .map(reference -> reference.path("uid").asText())
            .toList());
  }

  @ParameterizedTest
  @CsvSource({"data-db-0, 1", "data-db-1, 0", "data-dbx-0, 0", "data-db-x, 0", "logs-db-0, 0"})
  void areTakenBackFromOwnClaimsAlone(String name, int changes) {
    ClaimOwners owners = new ClaimOwners(set("Retain", "Retain"), Map.of());
    Plan.Draft draft = new Plan.Draft();

    owners.correct(claim(name, "{'kind': 'StatefulSet', 'name': 'db', 'uid': 's'}"), draft);

    assertEquals(changes, draft.done().steps().size());
  }
}
