package io.mkube.apiserver.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.negotiation.Representation.Encoding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedMediaTest {
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|Json",
        "*/*|Json",
        "application/*|Json",
        "application/vnd.kubernetes.protobuf,application/json|Protobuf",
        "application/json,application/vnd.kubernetes.protobuf|Json",
        "application/vnd.kubernetes.protobuf;q=0.5,application/json|Json",
        "*/*,application/vnd.kubernetes.protobuf|Protobuf",
        "application/*,application/vnd.kubernetes.protobuf|Protobuf",
        "application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/json|Json",
        "application/yaml|Yaml",
        "application/json;q=0.1,application/yaml;q=0.9|Yaml",
        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json|Table",
        "application/json;as=Table;v=v1beta1;g=meta.k8s.io|Table",
        "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1|PartialMetadata",
        "application/yaml;as=Table;v=v1;g=meta.k8s.io,application/json|Table",
        "application/yaml;as=PartialObjectMetadata;g=meta.k8s.io;v=v1|PartialMetadata",
        "application/json;as=Unknown;g=meta.k8s.io;v=v1,application/json|Json",
        "text/html, */*; q=.2|Json",
      })
  void picksTheFirstFormThatItHas(String header, String form) {
    assertEquals(
        form, AcceptedMedia.parse(List.of(header)).forObject(true).getClass().getSimpleName());
  }

  @Test
  void onlyMetadataOfCustomResourcesIsProtobuf() {
    String protobuf = "application/vnd.kubernetes.protobuf";
    String metadata = ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    AcceptedMedia typed = AcceptedMedia.parse(List.of(protobuf + ",application/json"));
    AcceptedMedia partial = AcceptedMedia.parse(List.of(protobuf + metadata));

    assertEquals(new Representation.Json(), typed.forObject(false));
    assertEquals(
        new Representation.PartialMetadata(Encoding.PROTOBUF, "v1"), partial.forObject(false));
    assertThrows(ApiException.class, () -> AcceptedMedia.parse(List.of(protobuf)).forObject(false));
  }

  @Test
  void takesJsonWithoutAHeader() {
    assertEquals(new Representation.Json(), AcceptedMedia.parse(List.of()).forObject(true));
  }

  @Test
  void refusesWhatItCannotProduce() {
    assertThrows(
        ApiException.class, () -> AcceptedMedia.parse(List.of("image/png")).forObject(true));
    assertThrows(ApiException.class, () -> AcceptedMedia.parse(List.of(TABLE)).plain(true));
  }

  @Test
  void tellsAggregatedDiscoveryFromPlain() {
    String kubectl =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
            + "application/json";

    assertTrue(prefers(kubectl));
    assertTrue(prefers(kubectl.replace("/json", "/yaml")));
    assertTrue(prefers(kubectl.replace("/json", "/vnd.kubernetes.protobuf")));
    assertFalse(prefers("application/vnd.kubernetes.protobuf," + kubectl));
    assertFalse(prefers("application/json"));
    assertFalse(prefers("*/*"));
    assertTrue(
        prefers(
            kubectl.replace(
                "as=APIGroupDiscoveryList,", "as=APIGroupDiscoveryList;profile=nopeer,")));
  }

  private static boolean prefers(String header) {
    return AcceptedMedia.parse(List.of(header))
        .preferred("apidiscovery.k8s.io", List.of("v2"), "APIGroupDiscoveryList")
        .isPresent();
  }
}
