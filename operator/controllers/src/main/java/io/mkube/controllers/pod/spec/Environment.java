package io.mkube.controllers.pod.spec;

import io.fabric8.kubernetes.api.model.ConfigMapEnvSource;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretEnvSource;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.mkube.controllers.address.IpAddress;
import io.mkube.crds.status.ConditionReasons;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a container: {@code envFrom} first, {@code env} over it, with {@code $(NAME)}
 * replaced as Kubernetes does it. Pure.
 */
final class Environment {
  private static final String CONFIG_ERROR = "CreateContainerConfigError";
  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^()$]*)\\))");
  private static final Pattern SUBSCRIPT =
      Pattern.compile("metadata\\.(labels|annotations)\\['(.+)'\\]");

  private final Pod pod;
  private final Sources sources;
  private final List<IpAddress> podAddresses;
  private final List<String> hostAddresses;

  /**
   * For the containers of a pod.
   *
   * @param podAddresses addresses of the pod, as far as they are known
   * @param hostAddresses addresses of its device
   */
  Environment(Pod pod, Sources sources, List<IpAddress> podAddresses, List<String> hostAddresses) {
    this.pod = pod;
    this.sources = sources;
    this.podAddresses = podAddresses;
    this.hostAddresses = hostAddresses;
  }

  /**
   * The variables of a container, in the order in which they are defined.
   *
   * @throws PodRefusal if something that they refer to is missing or has no meaning on a device
   */
  Map<String, String> of(Container container) {
    Map<String, String> env = new LinkedHashMap<>();
    for (EnvFromSource from : list(container.getEnvFrom())) {
      addAll(env, from);
    }
    for (EnvVar variable : list(container.getEnv())) {
      if (variable.getValueFrom() == null) {
        String value = variable.getValue();
        env.put(variable.getName(), expand(value == null ? "" : value, env));
      } else {
        value(variable.getName(), variable.getValueFrom())
            .ifPresent(value -> env.put(variable.getName(), value));
      }
    }
    return env;
  }

  /**
   * Replaces {@code $(NAME)} by the variable's value; unknown names stay as they are written, and
   * {@code $$(NAME)} stands for the text {@code $(NAME)}.
   */
  static String expand(String text, Map<String, String> env) {
    Matcher m = REFERENCE.matcher(text);
    return m.replaceAll(
        found -> {
          String name = found.group(2);
          String replaced =
              name == null ? "$" : Optional.ofNullable(env.get(name)).orElse(found.group());
          return Matcher.quoteReplacement(replaced);
        });
  }

  private void addAll(Map<String, String> env, EnvFromSource from) {
    String prefix = from.getPrefix() == null ? "" : from.getPrefix();
    ConfigMapEnvSource config = from.getConfigMapRef();
    SecretEnvSource secret = from.getSecretRef();
    Map<String, byte[]> data = Map.of();
    if (config != null) {
      data =
          required(
              sources.configMap(namespace(), config.getName()).map(VolumeFiles::data),
              config.getOptional(),
              "ConfigMap " + namespace() + "/" + config.getName() + " does not exist; create it");
    } else if (secret != null) {
      data =
          required(
              sources.secret(namespace(), secret.getName()).map(VolumeFiles::data),
              secret.getOptional(),
              "Secret " + namespace() + "/" + secret.getName() + " does not exist; create it");
    }
    data.forEach((key, value) -> env.put(prefix + key, text(value)));
  }

  private static Map<String, byte[]> required(
      Optional<Map<String, byte[]>> data, @Nullable Boolean optional, String message) {
    if (data.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new PodRefusal(CONFIG_ERROR, message);
    }
    return data.orElse(Map.of());
  }

  private Optional<String> value(String name, EnvVarSource from) {
    ConfigMapKeySelector config = from.getConfigMapKeyRef();
    if (config != null) {
      return key(
          sources.configMap(namespace(), config.getName()).map(VolumeFiles::data),
          "ConfigMap " + namespace() + "/" + config.getName(),
          config.getKey(),
          config.getOptional());
    }
    SecretKeySelector secret = from.getSecretKeyRef();
    if (secret != null) {
      return key(
          sources.secret(namespace(), secret.getName()).map(VolumeFiles::data),
          "Secret " + namespace() + "/" + secret.getName(),
          secret.getKey(),
          secret.getOptional());
    }
    if (from.getFieldRef() != null) {
      return Optional.of(field(name, from.getFieldRef().getFieldPath()));
    }
    throw new PodRefusal(
        ConditionReasons.UNSUPPORTED,
        "variable " + name + ": a RouterOS device has no support for this valueFrom");
  }

  private static Optional<String> key(
      Optional<Map<String, byte[]>> data, String what, String key, @Nullable Boolean optional) {
    Optional<String> found =
        data.flatMap(d -> Optional.ofNullable(d.get(key))).map(Environment::text);
    if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new PodRefusal(
          CONFIG_ERROR,
          data.isEmpty()
              ? what + " does not exist; create it"
              : what + " has no key \"" + key + "\"");
    }
    return found;
  }

  private String field(String name, String path) {
    String value =
        switch (path) {
          case "metadata.name" -> pod.getMetadata().getName();
          case "metadata.namespace" -> namespace();
          case "metadata.uid" -> pod.getMetadata().getUid();
          case "spec.nodeName" -> pod.getSpec().getNodeName();
          case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
          case "status.podIP" -> podAddresses.isEmpty() ? "" : podAddresses.getFirst().toString();
          case "status.podIPs" ->
              podAddresses.stream().map(IpAddress::toString).collect(Collectors.joining(","));
          case "status.hostIP" -> hostAddresses.isEmpty() ? "" : hostAddresses.getFirst();
          case "status.hostIPs" -> String.join(",", hostAddresses);
          default -> subscript(name, path);
        };
    return value == null ? "" : value;
  }

  private @Nullable String subscript(String name, String path) {
    Matcher m = SUBSCRIPT.matcher(path);
    if (!m.matches()) {
      throw new PodRefusal(
          ConditionReasons.UNSUPPORTED, "variable " + name + ": unknown field " + path);
    }
    Map<String, String> map =
        m.group(1).equals("labels")
            ? pod.getMetadata().getLabels()
            : pod.getMetadata().getAnnotations();
    return map == null ? null : map.get(m.group(2));
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
