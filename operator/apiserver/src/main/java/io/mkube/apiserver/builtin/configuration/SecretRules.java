package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Secrets. */
final class SecretRules implements KindRules {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACCOUNT_TOKEN = "kubernetes.io/service-account-token";

  /** Entries that a secret of a type must have. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
          "kubernetes.io/ssh-auth", List.of("ssh-privatekey"),
          "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
          "kubernetes.io/dockercfg", List.of(".dockercfg"));

  /** Takes {@code stringData}, which is only written, over into {@code data}. */
  @Override
  public void applyDefaults(ObjectNode object) {
    Trees.defaultText(object, "type", "Opaque");
    if (object.remove("stringData") instanceof ObjectNode texts) {
      ObjectNode data = Trees.child(object, "data");
      for (var entry : texts.properties()) {
        byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object, findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    findings.immutable("type", object.path("type"), old.path("type"));
    DataKeys.checkImmutable(object, old, List.of("data"), findings);
    check(object, findings);
    return findings.list();
  }

  private static void check(ObjectNode object, Findings findings) {
    JsonNode data = object.path("data");
    DataKeys.check(data, "data", findings);
    if (DataKeys.binarySize(data) > DataKeys.MAX_BYTES) {
      findings.tooLong("data", DataKeys.MAX_BYTES);
    }
    String type = object.path("type").asText();
    for (String key : REQUIRED.getOrDefault(type, List.of())) {
      String path = "data[" + key + "]";
      boolean empty = data.path(key).asText().isEmpty();
      if (!data.has(key) || (empty && key.equals("ssh-privatekey"))) {
        findings.required(path, "");
      } else if (key.startsWith(".docker")) {
        // The value is a secret: it must not stand in the message.
        jsonFault(data.path(key).asText())
            .ifPresent(fault -> findings.invalidText(path, "<secret contents redacted>", fault));
      }
    }
    if (type.equals("kubernetes.io/basic-auth") && !data.has("username") && !data.has("password")) {
      findings.required("data[username]", "");
      findings.required("data[password]", "");
    }
    String owner = "kubernetes.io/service-account.name";
    if (type.equals(ACCOUNT_TOKEN)
        && Trees.text(object, "metadata", "annotations", owner).isEmpty()) {
      findings.required("metadata.annotations[" + owner + "]", "");
    }
  }

  /** What Go's decoder says of bytes that are no JSON object. */
  private static Optional<String> jsonFault(String base64) {
    String text = "";
    try {
      text = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8).strip();
      JsonNode value = JSON.readTree(text);
      if (value.isObject()) {
        return Optional.empty();
      }
      if (!value.isMissingNode()) {
        return Optional.of(
            "json: cannot unmarshal "
                + value.getNodeType().name().toLowerCase(Locale.ROOT)
                + " into Go value of type map[string]interface {}");
      }
    } catch (JsonProcessingException e) {
      if ("{[\"-0123456789tfn".indexOf(text.charAt(0)) < 0) {
        return Optional.of(
            "invalid character '" + text.charAt(0) + "' looking for beginning of value");
      }
    } catch (IllegalArgumentException e) {
      return Optional.of("illegal base64 data");
    }
    return Optional.of("unexpected end of JSON input");
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of("type", secret -> secret.path("type").asText());
  }
}
