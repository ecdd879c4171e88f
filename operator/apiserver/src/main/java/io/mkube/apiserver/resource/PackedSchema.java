package io.mkube.apiserver.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The schema of a custom resource as it was written. It is looked at only when somebody asks for
 * OpenAPI, and is large, so it is kept compressed. Immutable.
 */
public final class PackedSchema {
  private final byte[] packed;
  private final String hash;

  private PackedSchema(byte[] packed, String hash) {
    this.packed = packed;
    this.hash = hash;
  }

  public static PackedSchema of(ObjectNode schema) {
    byte[] bytes = Json.write(schema);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 8);
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always writable", e);
    }
    return new PackedSchema(out.toByteArray(), UUID.nameUUIDFromBytes(bytes).toString());
  }

  /** Tells schemas apart. */
  public String hash() {
    return hash;
  }

  /** The schema as a fresh tree. */
  public ObjectNode read() {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return Json.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("what was written can be read", e);
    }
  }
}
