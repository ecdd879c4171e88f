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

  /** How something that is made for the answer is written. */
  enum Encoding {
    JSON(AcceptedMedia.JSON),
    YAML(AcceptedMedia.YAML),
    PROTOBUF(ProtobufObjects.MEDIA_TYPE);

    private final String contentType;

    Encoding(String contentType) {
      this.contentType = contentType;
    }

    /** The media type. */
    public String contentType() {
      return contentType;
    }
  }

  /**
   * Rows and columns.
   *
   * @param encoding how they are written; tables have no protobuf form
   * @param version version of {@code meta.k8s.io} that the client wants
   */
  record Table(Encoding encoding, String version) implements Representation {
    @Override
    public String contentType() {
      return encoding.contentType();
    }
  }

  /**
   * Metadata of one object.
   *
   * @param encoding how it is written
   * @param version version of {@code meta.k8s.io} that the client wants
   */
  record PartialMetadata(Encoding encoding, String version) implements Representation {
    @Override
    public String contentType() {
      return encoding.contentType();
    }
  }

  /**
   * Metadata of many objects.
   *
   * @param encoding how it is written
   * @param version version of {@code meta.k8s.io} that the client wants
   */
  record PartialMetadataList(Encoding encoding, String version) implements Representation {
    @Override
    public String contentType() {
      return encoding.contentType();
    }
  }
}
