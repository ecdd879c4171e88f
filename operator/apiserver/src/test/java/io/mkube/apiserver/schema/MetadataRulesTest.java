package io.mkube.apiserver.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetadataRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | metadata.name: Required value: name or generateName is required",
        "{\"name\":\"a\",\"labels\":{\"k\":\"v!\"}} | metadata.labels: Invalid value: \"v!\": a"
            + " valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
            + " or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
            + " 'my_value',  or '12345', regex used for validation is"
            + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        "{\"name\":\"a\",\"labels\":{\"/k\":\"v\"}} | metadata.labels: Invalid value: \"/k\":"
            + " prefix part must be non-empty",
        "{\"name\":\"a\",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\"}]}"
            + " | metadata.ownerReferences.uid: Invalid value: \"\": must not be empty",
        "{\"name\":\"a\",\"finalizers\":[\"orphan\",\"foregroundDeletion\"]} | metadata.finalizers:"
            + " Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and"
            + " foregroundDeletion cannot be both set",
      })
  void saysWhatIsWrong(String metadata, String message) throws Exception {
    assertEquals(
        List.of(message),
        texts(MetadataRules.validateCreate(object(metadata), NameRule.DNS_SUBDOMAIN)));
  }

  @Test
  void checksNamesByTheRuleOfTheKind() throws Exception {
    ObjectNode object = object("{\"name\":\"A.b\"}");

    assertEquals(
        List.of("metadata.name: Invalid value: \"A.b\": " + SUBDOMAIN),
        texts(MetadataRules.validateCreate(object, NameRule.DNS_SUBDOMAIN)));
    assertEquals(List.of(), texts(MetadataRules.validateCreate(object, NameRule.PATH_SEGMENT)));
    assertEquals(
        List.of("metadata.name: Invalid value: \"a/b\": may not contain '/'"),
        texts(MetadataRules.validateCreate(object("{\"name\":\"a/b\"}"), NameRule.PATH_SEGMENT)));
    String tooLong = "a".repeat(64);
    assertEquals(
        List.of(
            "metadata.name: Invalid value: \""
                + tooLong
                + "\": must be no more than 63 characters"),
        texts(
            MetadataRules.validateCreate(
                object("{\"name\":\"" + tooLong + "\"}"), NameRule.DNS_LABEL)));
  }

  @Test
  void limitsTheSizeOfAllAnnotations() throws Exception {
    ObjectNode object = object("{\"name\":\"a\",\"annotations\":{}}");
    object.withObject("metadata").withObject("annotations").put("a", "ü".repeat(131_072));

    assertEquals(
        List.of("metadata.annotations: Too long: may not be more than 262144 bytes"),
        texts(MetadataRules.validateCreate(object, NameRule.DNS_SUBDOMAIN)));
  }

  @Test
  void letsNobodyAddFinalizersToWhatIsBeingDeleted() throws Exception {
    ObjectNode old =
        object("{\"name\":\"a\",\"deletionTimestamp\":\"x\",\"finalizers\":[\"a.b/c\",\"a.b/d\"]}");

    assertEquals(
        List.of(),
        texts(
            MetadataRules.validateUpdate(
                object("{\"name\":\"a\",\"finalizers\":[\"a.b/d\"]}"),
                old,
                NameRule.DNS_SUBDOMAIN)));
    assertEquals(
        List.of(
            "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being"
                + " deleted, found new finalizers []string{\"a.b/e\"}"),
        texts(
            MetadataRules.validateUpdate(
                object("{\"name\":\"a\",\"finalizers\":[\"a.b/e\"]}"),
                old,
                NameRule.DNS_SUBDOMAIN)));
  }

  private static List<String> texts(List<FieldError> errors) {
    return errors.stream().map(FieldError::text).toList();
  }

  private static ObjectNode object(String metadata) throws Exception {
    return (ObjectNode) JSON.readTree("{\"metadata\":" + metadata + "}");
  }
}
