package io.mkube.apiserver.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.resource.StoredForm;
import io.mkube.apiserver.schema.ObjectSchema;

/**
 * Custom resources in the store: in the storage version, with the schema of the day they were
 * written. A reader sees them in its version, without fields that the schema no longer knows and
 * with defaults that it has got since.
 *
 * @param apiVersion apiVersion that is served
 * @param storageVersion apiVersion that is written
 * @param schema schema of the served version
 * @param currentFrom objects younger than this revision were written under this schema and in this
 *     version; {@link Long#MAX_VALUE} if others may be about
 */
record CustomForm(String apiVersion, String storageVersion, ObjectSchema schema, long currentFrom)
    implements StoredForm {
  @Override
  public boolean servesAsStored(CachedObject object) {
    return object.revision() > currentFrom;
  }

  @Override
  public String storedVersion(String served) {
    return storageVersion.substring(storageVersion.indexOf('/') + 1);
  }

  @Override
  public ObjectNode toServed(ObjectNode stored) {
    stored.put("apiVersion", apiVersion);
    schema.prune(stored);
    schema.applyDefaults(stored);
    return stored;
  }

  @Override
  public boolean holds(CachedObject stored, ObjectNode served) {
    return servesAsStored(stored) || Json.same(content(stored.decode()), content(toStored(served)));
  }

  private static ObjectNode content(ObjectNode object) {
    ObjectNode content = Json.object();
    content.setAll(object);
    content.remove("metadata");
    return content;
  }

  @Override
  public ObjectNode toStored(ObjectNode served) {
    if (apiVersion.equals(storageVersion)) {
      return served;
    }
    ObjectNode stored = served.deepCopy();
    stored.put("apiVersion", storageVersion);
    return stored;
  }
}
