package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.lifecycle.OwnerGraph;
import io.mkube.apiserver.lifecycle.WorkQueue;
import io.mkube.apiserver.mirror.endpoint.EndpointsPlanner;
import io.mkube.apiserver.mirror.endpoint.ServicePlanner;
import io.mkube.apiserver.mirror.event.WorkloadEvents;
import io.mkube.apiserver.mirror.job.JobPlanner;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.mirror.schedule.CronJobPlanner;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.verb.DeleteVerbs;
import io.mkube.apiserver.verb.WriteVerbs;
import io.mkube.store.StoreKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets workloads become what their spec says, without running anything: Deployments get
 * ReplicaSets, these, ReplicationControllers, StatefulSets, DaemonSets and Jobs get pods, pods get
 * and Nodes get ready, Services get endpoints, CronJobs get Jobs, and claims get volumes. One
 * worker at a time plans for an object; several work on different ones.
 */
public final class Mirror implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
  private static final int WORKERS = 8;

  private final ObjectStorage storage;
  private final Clock clock;
  private final StepRunner runner;
  private final Refusals refusals;
  private final OwnerGraph graph = new OwnerGraph();
  private final MirrorReads reads;
  private final PodAddresses addresses = new PodAddresses();
  private final Map<String, StoreKey> workloads = new ConcurrentHashMap<>();
  private final List<WorkQueue<StoreKey>> queues = new ArrayList<>();

  public Mirror(
      ObjectStorage storage,
      ResourceRegistry registry,
      WriteVerbs writes,
      DeleteVerbs deletes,
      Clock clock) {
    this.storage = storage;
    this.clock = clock;
    this.runner = new StepRunner(registry, writes, deletes);
    this.refusals = new Refusals(clock);
    this.reads = new MirrorReads(storage, graph);
    for (int i = 0; i < WORKERS; i++) {
      queues.add(new WorkQueue<>("mirror-" + i, this::work));
    }
  }

  /** Takes the present objects in; call before the cache follows the store. */
  public void start() {
    for (CachedObject object : storage.cache().all()) {
      graph.put(object);
      MirroredKind.of(object.key())
          .ifPresent(
              kind -> {
                if (kind == MirroredKind.POD) {
                  addresses.taken(object.decode().path("status").path("podIP").asText());
                }
                know(kind, object);
                queue(object.key());
              });
    }
    storage.cache().addListener(this::onChange);
  }

  /** Finishes what is being written. */
  @Override
  public void close() {
    queues.forEach(WorkQueue::close);
  }

  private void onChange(CacheEvent event) {
    CachedObject object = event.object();
    if (event.deletion()) {
      graph.remove(object);
    } else {
      graph.put(object);
    }
    Optional<MirroredKind> found = MirroredKind.of(object.key());
    if (found.isEmpty()) {
      return;
    }
    MirroredKind kind = found.get();
    object.owners().forEach(this::queueOwner);
    CachedObject before = event.before();
    if (before != null) {
      // Who has lost a child may want another one.
      before.owners().forEach(this::queueOwner);
    }
    queueRelated(kind, event);
    if (event.deletion()) {
      workloads.remove(object.uid());
      refusals.forget(object.uid());
    } else {
      know(kind, object);
      queue(object.key());
    }
  }

  /** Looks again at what depends on an object without owning it. */
  private void queueRelated(MirroredKind kind, CacheEvent event) {
    CachedObject object = event.object();
    switch (kind) {
      case NODE -> reads.keys(MirroredKind.DAEMON_SET, "").forEach(this::queue);
      case POD -> {
        String namespace = object.namespace();
        reads.keys(MirroredKind.DISRUPTION_BUDGET, namespace).forEach(this::queue);
        reads.keys(MirroredKind.SERVICE, namespace).forEach(this::queue);
        if (!event.deletion() && object.owners().isEmpty() && !object.labels().isEmpty()) {
          MirroredKind.SELECTING.forEach(
              selecting -> reads.keys(selecting, namespace).forEach(this::queue));
        }
      }
      case SERVICE -> {
        if (event.deletion()) {
          queue(object.key());
        }
        reads.partner(object, MirroredKind.ENDPOINTS).ifPresent(this::queue);
      }
      case ENDPOINTS -> {
        if (event.deletion()) {
          reads.partner(object, MirroredKind.SERVICE).ifPresent(this::queue);
        }
      }
      case VOLUME -> reads.claimOf(object.decode()).ifPresent(this::queue);
      case VOLUME_CLAIM -> {
        String volume = object.decode().path("spec").path("volumeName").asText();
        if (!volume.isEmpty()) {
          queue(reads.volumeKey(volume));
        }
      }
      default -> {}
    }
  }

  private void know(MirroredKind kind, CachedObject object) {
    if (kind != MirroredKind.POD) {
      workloads.put(object.uid(), object.key());
    }
  }

  private void queueOwner(String uid) {
    StoreKey key = workloads.get(uid);
    if (key != null) {
      queue(key);
    }
  }

  private void queue(StoreKey key) {
    queueOf(key).add(key);
  }

  private WorkQueue<StoreKey> queueOf(StoreKey key) {
    return queues.get(Math.floorMod(key.hashCode(), queues.size()));
  }

  private void work(StoreKey key) {
    Optional<CachedObject> found = storage.get(key);
    Optional<MirroredKind> kind = MirroredKind.of(key);
    if (kind.isEmpty()) {
      return;
    }
    if (found.isEmpty()) {
      gone(kind.get(), key);
      return;
    }
    ObjectNode object = found.get().decode();
    String uid = found.get().uid();
    Plan plan = plan(kind.get(), object);
    if (!plan.creates()) {
      refusals.forget(uid);
    } else if (refusals.waits(uid)) {
      plan = plan.withoutCreates();
    }
    carryOut(key, object, plan);
    plan.again()
        .ifPresent(
            when -> {
              Duration wait = Duration.between(clock.instant(), when).plusMillis(1);
              queueOf(key).addAfter(key, wait.isNegative() ? Duration.ZERO : wait);
            });
  }

  private void carryOut(StoreKey key, ObjectNode object, Plan plan) {
    List<ObjectNode> before = reads.before(plan);
    List<ObjectNode> created = new ArrayList<>();
    StepRunner.Outcome outcome =
        runner.run(
            plan,
            child -> {
              graph.put(child);
              created.add(child.decode());
            });
    Plan carriedOut = outcome instanceof StepRunner.Outcome.Done ? plan : Plan.NOTHING;
    String time = ObjectMetadata.timestamp(clock);
    tell(
        WorkloadEvents.of(
            new Workload(object), new WorkloadEvents.Done(carriedOut, created, before, time)));
    switch (outcome) {
      case StepRunner.Outcome.Done done -> {}
      case StepRunner.Outcome.Outdated outdated -> queue(key);
      case StepRunner.Outcome.Refused refused -> refused(key, object, refused.message());
    }
  }

  /** Endpoints have no owner: who made them for a Service takes them away with it. */
  private void gone(MirroredKind kind, StoreKey key) {
    if (kind == MirroredKind.SERVICE) {
      reads
          .endpoints(key)
          .ifPresent(
              endpoints -> runner.run(new Plan.Draft().delete(endpoints).done(), created -> {}));
    }
  }

  /** Events are of use, but nothing depends on them. */
  private void tell(List<ObjectNode> events) {
    Plan.Draft draft = new Plan.Draft();
    events.forEach(draft::create);
    if (runner.run(draft.done(), created -> {}) instanceof StepRunner.Outcome.Refused silent) {
      LOG.debug("an Event is not kept: {}", silent.message());
    }
  }

  /** Says so, in an Event and in the status, and tries again later. */
  private void refused(StoreKey key, ObjectNode object, String message) {
    Workload workload = new Workload(object);
    Duration wait = refusals.refused(workload.uid(), message);
    tell(List.of(WorkloadEvents.failedCreate(workload, message, ObjectMetadata.timestamp(clock))));
    queue(key);
    queueOf(key).addAfter(key, wait.plusMillis(1));
  }

  private Plan plan(MirroredKind kind, ObjectNode object) {
    Workload workload = new Workload(object);
    if (kind.selects()) {
      Plan claims = Claims.plan(workload, reads.claimable(workload, kind));
      if (!claims.steps().isEmpty()) {
        return claims;
      }
    }
    return switch (kind) {
      case POD -> PodPlanner.plan(object, site(object), clock.instant());
      case REPLICA_SET, REPLICATION_CONTROLLER ->
          ReplicaSetPlanner.plan(
              workload, reads.pods(workload), refusals.of(workload.uid()), clock.instant());
      case DEPLOYMENT ->
          DeploymentPlanner.plan(
              workload, reads.children(workload, MirroredKind.REPLICA_SET), clock.instant());
      case STATEFUL_SET ->
          StatefulSetPlanner.plan(
              workload,
              reads.pods(workload),
              revisions(workload),
              reads.claims(workload),
              clock.instant());
      case DAEMON_SET ->
          DaemonSetPlanner.plan(
              workload, reads.pods(workload), revisions(workload), reads.nodes(), clock.instant());
      case JOB -> JobPlanner.plan(workload, reads.pods(workload), clock.instant());
      case CRON_JOB ->
          CronJobPlanner.plan(
              workload, reads.children(workload, MirroredKind.JOB), clock.instant());
      case SERVICE -> ServicePlanner.plan(workload, reads.behind(workload), clock.instant());
      case ENDPOINTS ->
          EndpointsPlanner.plan(
              workload, reads.service(workload), reads.slices(workload, EndpointsPlanner.MANAGER));
      case DISRUPTION_BUDGET ->
          DisruptionBudgetPlanner.plan(object, reads.selected(workload), clock.instant());
      case VOLUME_CLAIM -> VolumePlanner.claim(object, reads.volumes());
      case VOLUME ->
          VolumePlanner.volume(
              object, reads.claimOf(object).flatMap(storage::get).map(CachedObject::decode));
      case NODE -> NodePlanner.plan(object, clock.instant());
      case CONTROLLER_REVISION, ENDPOINT_SLICE -> Plan.NOTHING;
    };
  }

  private Revisions revisions(Workload workload) {
    return new Revisions(workload, reads.children(workload, MirroredKind.CONTROLLER_REVISION));
  }

  private PodPlanner.Site site(ObjectNode pod) {
    boolean started = pod.path("status").has("startTime");
    return new PodPlanner.Site(
        started ? "" : addresses.next(), reads.address(pod.path("spec").path("nodeName").asText()));
  }
}
