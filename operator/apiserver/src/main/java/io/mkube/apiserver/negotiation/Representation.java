package io.mkube.apiserver.negotiation;

import io.mkube.apiserver.protobuf.ProtobufObjects;

/** The form in which objects are answered. */
public sealed interface Representation {
  /** The {@code Content-Type} of the answer. */
  String contentType();

  /** The objects themselves as JSON. */
  record Json() implements Representation {
    @Override
    public String contentType() {
      return AcceptedMedia.JSON;
    }
  }

  /** The objects themselves as YAML. */
  record Yaml() implements Representation {
    @Override
    public String contentType() {
      return AcceptedMedia.YAML;
    }
  }

  /** The objects themselves as protobuf; only built-in kinds have that form. */
  record Protobuf() implements Representation {
    @Override
    public String contentType() {
      return ProtobufObjects.MEDIA_TYPE;
    }
  }

  /**
   * Rows and columns.
   *
   * @param version version of {@code meta.k8s.io} that the client wants
   */
  record Table(String version) implements Representation {
    @Override
    public String contentType() {
      return AcceptedMedia.JSON;
    }
  }

  /**
   * Metadata of one object.
   *
   * @param protobuf whether as protobuf
   * @param version version of {@code meta.k8s.io} that the client wants
   */
  record PartialMetadata(boolean protobuf, String version) implements Representation {
    @Override
    public String contentType() {
      return protobuf ? ProtobufObjects.MEDIA_TYPE : AcceptedMedia.JSON;
    }
  }

  /**
   * Metadata of many objects.
   *
   * @param protobuf whether as protobuf
   * @param version version of {@code meta.k8s.io} that the client wants
   */
  record PartialMetadataList(boolean protobuf, String version) implements Representation {
    @Override
    public String contentType() {
      return protobuf ? ProtobufObjects.MEDIA_TYPE : AcceptedMedia.JSON;
    }
  }
}
