package io.mkube.apiserver;

import io.mkube.apiserver.access.AccessReviews;
import io.mkube.apiserver.access.Authorizer;
import io.mkube.apiserver.access.IdentityReviews;
import io.mkube.apiserver.access.WritePermissions;
import io.mkube.apiserver.admission.Admission;
import io.mkube.apiserver.admission.BuiltInAdmission;
import io.mkube.apiserver.audit.AuditLog;
import io.mkube.apiserver.cache.CacheLimits;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.crd.CustomResources;
import io.mkube.apiserver.crd.DefinitionCleaner;
import io.mkube.apiserver.crd.NameAcceptance;
import io.mkube.apiserver.kubelet.PodConnections;
import io.mkube.apiserver.lifecycle.ApiServices;
import io.mkube.apiserver.lifecycle.CertificateSigner;
import io.mkube.apiserver.lifecycle.EventExpiry;
import io.mkube.apiserver.lifecycle.FlowSchemaConditions;
import io.mkube.apiserver.lifecycle.GarbageCollector;
import io.mkube.apiserver.lifecycle.NamespaceConditions;
import io.mkube.apiserver.lifecycle.Namespaces;
import io.mkube.apiserver.lifecycle.PolicyTypeChecks;
import io.mkube.apiserver.lifecycle.QuotaRecount;
import io.mkube.apiserver.lifecycle.RoleAggregation;
import io.mkube.apiserver.lifecycle.ServerEndpoints;
import io.mkube.apiserver.lifecycle.SystemObjects;
import io.mkube.apiserver.limits.Quotas;
import io.mkube.apiserver.metrics.TrafficFigures;
import io.mkube.apiserver.mirror.Mirror;
import io.mkube.apiserver.negotiation.RequestBodies;
import io.mkube.apiserver.policy.AdmissionPolicies;
import io.mkube.apiserver.rbac.RoleBindings;
import io.mkube.apiserver.resource.BuiltInResources;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.serviceaccount.SecretTokens;
import io.mkube.apiserver.serviceaccount.TokenRequests;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.StorageGuard;
import io.mkube.apiserver.subresource.Subresources;
import io.mkube.apiserver.verb.ComponentStatuses;
import io.mkube.apiserver.verb.DeleteVerbs;
import io.mkube.apiserver.verb.ObjectVerbs;
import io.mkube.apiserver.verb.ReadVerbs;
import io.mkube.apiserver.verb.WriteVerbs;
import io.mkube.apiserver.watch.WatchLength;
import io.mkube.apiserver.watch.WatchSessions;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Everything behind the sockets: the cache, the verbs and what goes on without a request. */
final class Backend implements AutoCloseable {
  private final WatchCache cache;
  private final ResourceRegistry registry;
  private final WatchSessions watches;
  private final PodConnections connections;
  private final Credentials credentials;
  private final Verbs verbs;
  private final Authorizer authorizer;
  private final AuditLog audit;
  private final ServerEndpoints endpoints;
  private final TrafficFigures traffic = new TrafficFigures();
  private final List<AutoCloseable> running = new ArrayList<>();

  Backend(ApiServerConfig config, ObjectStore store, WatchCache cache, Entrance entrance)
      throws StoreException, IOException {
    this.audit = AuditLog.open(config.audit(), config.clock());
    Clock clock = config.clock();
    RandomGenerator random = new SecureRandom();
    this.cache = cache;
    List<ServedResource> builtIn = new ArrayList<>(BuiltInResources.all());
    NameAcceptance names = completeDefinitions(builtIn, cache, clock);
    Map<String, StorageGuard> guards =
        BuiltInAdmission.complete(builtIn, store, cache, config.serviceNetwork(), random);
    this.registry = new ResourceRegistry(builtIn);
    ObjectStorage storage = new ObjectStorage(store, cache, guards, traffic);
    RoleBindings bindings = RoleBindings.following(cache);
    this.authorizer = new Authorizer(bindings);
    Quotas quotas = new Quotas(storage);
    Admission admission =
        new Admission(
            cache,
            new WritePermissions(authorizer, bindings),
            quotas,
            new AdmissionPolicies(cache, registry));
    QuotaRecount recount = new QuotaRecount(storage, quotas);
    running.add(recount);
    recount.start();
    WriteVerbs writes = new WriteVerbs(storage, admission, clock, random);
    DeleteVerbs deletes = new DeleteVerbs(storage, admission, clock);
    ObjectVerbs objects = new ObjectVerbs(new ReadVerbs(cache), writes, deletes);
    this.watches =
        new WatchSessions(
            cache,
            clock,
            new WatchLength(config.shortestWatch(), random),
            traffic,
            registry::serves);
    registry.onRetired(watches::retire);
    new CustomResources(cache, registry).start();
    startMirror(config, storage, writes, deletes);
    this.credentials = Credentials.of(entrance.keys(), config, cache);
    this.connections = new PodConnections(cache, () -> credentials.pki().nodes());
    this.verbs = verbs(config, storage, objects, bindings, new ComponentStatuses(store::health));
    String authority = credentials.authorityPem();
    startTokens(storage, authority);
    CertificateSigner signer = new CertificateSigner(storage, credentials.pki(), clock);
    running.add(signer);
    signer.start();
    SystemObjects system = new SystemObjects(registry, storage, writes, authority);
    this.endpoints = new ServerEndpoints(storage, system);
    startLifecycle(storage, deletes, names, clock, system);
  }

  /** How much history the cache keeps. */
  static CacheLimits limits(ApiServerConfig config) {
    return new CacheLimits(
        config.watchHistory(),
        CacheLimits.DEFAULT.historyBytes(),
        CacheLimits.DEFAULT.plainBytes());
  }

  TrafficFigures traffic() {
    return traffic;
  }

  WatchCache cache() {
    return cache;
  }

  ResourceRegistry registry() {
    return registry;
  }

  Credentials credentials() {
    return credentials;
  }

  Verbs verbs() {
    return verbs;
  }

  AuditLog audit() {
    return audit;
  }

  /** Where clients find this server and those beside it. */
  ServerEndpoints endpoints() {
    return endpoints;
  }

  Authorizer authorizer() {
    return authorizer;
  }

  /** Ends the watches in the normal way, so that their clients come back elsewhere. */
  void endWatches() {
    connections.close();
    watches.close();
  }

  @Override
  public void close() {
    watches.close();
    for (AutoCloseable part : running.reversed()) {
      closeQuietly(part);
    }
    audit.close();
    cache.close();
  }

  private Verbs verbs(
      ApiServerConfig config,
      ObjectStorage storage,
      ObjectVerbs objects,
      RoleBindings bindings,
      ComponentStatuses components) {
    Clock clock = config.clock();
    RequestBodies bodies = new RequestBodies(config.bodyLimit());
    return new Verbs(
        objects,
        watches,
        new Subresources(objects, storage, bodies, clock),
        connections,
        new AccessReviews(
            authorizer,
            bindings,
            new IdentityReviews(credentials.tokens(), List.of(config.serviceAccountIssuer())),
            clock),
        new TokenRequests(storage, credentials.tokenKeys(), config.serviceAccountIssuer(), clock),
        components,
        bodies);
  }

  private void startMirror(
      ApiServerConfig config, ObjectStorage storage, WriteVerbs writes, DeleteVerbs deletes) {
    if (config.mirrorWorkloads()) {
      Mirror mirror = new Mirror(storage, registry, writes, deletes, config.clock());
      running.add(mirror);
      mirror.start();
    }
  }

  private void startTokens(ObjectStorage storage, String authority) {
    SecretTokens tokens = new SecretTokens(storage, credentials.tokenKeys(), authority);
    running.add(tokens);
    tokens.start();
  }

  private void startLifecycle(
      ObjectStorage storage,
      DeleteVerbs deletes,
      NameAcceptance names,
      Clock clock,
      SystemObjects system)
      throws StoreException {
    GarbageCollector collector = new GarbageCollector(storage, registry, deletes, clock);
    running.add(collector);
    Namespaces namespaces =
        new Namespaces(storage, registry, deletes, system, new NamespaceConditions(clock));
    running.add(namespaces);
    DefinitionCleaner definitions = new DefinitionCleaner(storage, registry, deletes, names);
    running.add(definitions);
    EventExpiry expiry = new EventExpiry(storage, clock);
    running.add(expiry);
    RoleAggregation roles = new RoleAggregation(storage);
    running.add(roles);
    FlowSchemaConditions schemas = new FlowSchemaConditions(storage, clock);
    running.add(schemas);
    PolicyTypeChecks policies = new PolicyTypeChecks(storage, registry);
    running.add(policies);
    ApiServices apiServices = new ApiServices(storage, system);
    running.add(apiServices);
    apiServices.start();
    collector.start();
    namespaces.start();
    definitions.start();
    expiry.start();
    roles.start();
    schemas.start();
    policies.start();
    cache.follow();
    system.ensure();
  }

  /** Puts the rules that need all definitions in the place of those that know one. */
  private static NameAcceptance completeDefinitions(
      List<ServedResource> resources, WatchCache cache, Clock clock) {
    for (int i = 0; i < resources.size(); i++) {
      ServedResource resource = resources.get(i);
      if (resource.type().plural().equals(CustomResources.RESOURCE)
          && resource.type().kind().group().equals(CustomResources.GROUP)) {
        NameAcceptance names =
            new NameAcceptance(resource.rules(), () -> CustomResources.definitions(cache), clock);
        resources.set(i, resource.withRules(names));
        return names;
      }
    }
    throw new IllegalStateException("definitions are not among the built-in kinds");
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException("a part of the server did not close", e);
    }
  }
}
