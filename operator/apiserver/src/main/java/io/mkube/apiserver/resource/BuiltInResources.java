package io.mkube.apiserver.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.builtin.BuiltInKinds;
import io.mkube.apiserver.builtin.cluster.EventViews;
import io.mkube.apiserver.builtin.scaling.AutoscalerViews;
import io.mkube.apiserver.builtin.scaling.ScalingKinds;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.ownership.Shapes;
import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.table.TableColumns;
import java.util.ArrayList;
import java.util.List;

/** The resources that are served without a definition. */
public final class BuiltInResources {
  private static final String EVENTS_GROUP = "events.k8s.io";

  private BuiltInResources() {}

  /** All of them, in the order of discovery. */
  public static List<ServedResource> all() {
    List<ServedResource> resources = new ArrayList<>();
    for (BuiltInKind kind : BuiltInKinds.all()) {
      GroupVersionKind served = kind.type().kind();
      if (served.group().equals(EVENTS_GROUP)) {
        resources.add(eventView(kind));
      } else if (served.group().equals(ScalingKinds.GROUP)
          && !served.version().equals(ScalingKinds.STORED_VERSION)) {
        resources.add(autoscalerView(kind));
      } else {
        resources.add(of(kind));
      }
    }
    BuiltInKinds.computed()
        .forEach(kind -> resources.add(resource(kind, location(kind.type(), new ComputedForm()))));
    BuiltInKinds.answered().forEach(kind -> resources.add(of(kind)));
    return resources;
  }

  private static ServedResource of(BuiltInKind kind) {
    return resource(kind, location(kind.type(), StoredForm.SAME));
  }

  private static ServedResource.Location location(ResourceType type, StoredForm form) {
    return new ServedResource.Location(type.kind().group(), type.plural(), form);
  }

  /** Events are one storage in two shapes; stored is the one of the core group. */
  private static ServedResource eventView(BuiltInKind kind) {
    return resource(kind, new ServedResource.Location("", kind.type().plural(), new EventView()));
  }

  private static ServedResource autoscalerView(BuiltInKind kind) {
    return resource(
        kind,
        new ServedResource.Location(
            ScalingKinds.GROUP, kind.type().plural(), new AutoscalerView()));
  }

  private static ServedResource resource(BuiltInKind kind, ServedResource.Location location) {
    return new ServedResource(
        kind.type(),
        kind.schema(),
        kind.rules(),
        () -> TableColumns.forBuiltIn(kind.type().kind()),
        Shapes.ofBuiltIn(kind.type()),
        location,
        null);
  }

  /** What is not stored has no revision. */
  private static final class ComputedForm implements StoredForm {
    @Override
    public boolean servesAsStored(CachedObject object) {
      return false;
    }

    @Override
    public ObjectNode toServed(ObjectNode stored) {
      ObjectMetadata.of(stored).node().remove("resourceVersion");
      return stored;
    }

    @Override
    public ObjectNode toStored(ObjectNode served) {
      return served;
    }
  }

  private static final class EventView implements StoredForm {
    @Override
    public boolean servesAsStored(CachedObject object) {
      return false;
    }

    @Override
    public ObjectNode toServed(ObjectNode stored) {
      return EventViews.toEvents(stored);
    }

    @Override
    public ObjectNode toStored(ObjectNode served) {
      return EventViews.toCore(served);
    }
  }

  private static final class AutoscalerView implements StoredForm {
    @Override
    public boolean servesAsStored(CachedObject object) {
      return false;
    }

    @Override
    public String storedVersion(String served) {
      return ScalingKinds.STORED_VERSION;
    }

    @Override
    public ObjectNode toServed(ObjectNode stored) {
      return AutoscalerViews.toV1(stored);
    }

    @Override
    public ObjectNode toStored(ObjectNode served) {
      return AutoscalerViews.toV2(served);
    }
  }
}
