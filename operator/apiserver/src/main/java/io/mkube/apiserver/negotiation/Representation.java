package io.mkube.apiserver.negotiation;

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

  /** Metadata of one object. */
  record PartialMetadata() implements Representation {
    @Override
    public String contentType() {
      return AcceptedMedia.JSON;
    }
  }

  /** Metadata of many objects. */
  record PartialMetadataList() implements Representation {
    @Override
    public String contentType() {
      return AcceptedMedia.JSON;
    }
  }
}
