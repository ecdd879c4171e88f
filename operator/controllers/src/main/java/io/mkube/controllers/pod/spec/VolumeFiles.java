package io.mkube.controllers.pod.spec;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.mkube.crds.status.ConditionReasons;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of a volume, from the ConfigMap or Secret behind it. Pure. */
final class VolumeFiles {
  /** What the device's file menu takes: 60 KiB of text. */
  static final int LONGEST = 60 * 1024;

  private static final String FAILED_MOUNT = "FailedMount";

  private VolumeFiles() {}

  /**
   * The content of each file by its path below the volume; empty for an emptyDir.
   *
   * @throws PodRefusal if the object or a key is missing, or a file cannot be written to a device
   */
  static Map<String, String> of(Volume volume, String namespace, Sources sources) {
    ConfigMapVolumeSource config = volume.getConfigMap();
    if (config != null) {
      boolean optional = Boolean.TRUE.equals(config.getOptional());
      String what = "ConfigMap " + namespace + "/" + config.getName();
      Optional<Map<String, byte[]>> data =
          sources.configMap(namespace, config.getName()).map(VolumeFiles::data);
      return select(what, data, list(config.getItems()), optional);
    }
    SecretVolumeSource secret = volume.getSecret();
    if (secret != null) {
      boolean optional = Boolean.TRUE.equals(secret.getOptional());
      String what = "Secret " + namespace + "/" + secret.getSecretName();
      Optional<Map<String, byte[]>> data =
          sources.secret(namespace, secret.getSecretName()).map(VolumeFiles::data);
      return select(what, data, list(secret.getItems()), optional);
    }
    return Map.of();
  }

  /** Identity and version of the object behind a volume; empty when there is none. */
  static String version(Volume volume, String namespace, Sources sources) {
    Optional<? extends HasMetadata> source = Optional.empty();
    if (volume.getConfigMap() != null) {
      source = sources.configMap(namespace, volume.getConfigMap().getName());
    } else if (volume.getSecret() != null) {
      source = sources.secret(namespace, volume.getSecret().getSecretName());
    }
    return source
        .map(HasMetadata::getMetadata)
        .map(metadata -> metadata.getUid() + "@" + metadata.getResourceVersion())
        .orElse("");
  }

  private static Map<String, String> select(
      String what, Optional<Map<String, byte[]>> data, List<KeyToPath> items, boolean optional) {
    if (data.isEmpty()) {
      if (optional) {
        return Map.of();
      }
      throw new PodRefusal(FAILED_MOUNT, what + " does not exist; create it");
    }
    Map<String, String> files = new TreeMap<>();
    for (KeyToPath item : items.isEmpty() ? all(data.get()) : items) {
      byte[] content = data.get().get(item.getKey());
      if (content == null && !optional) {
        throw new PodRefusal(FAILED_MOUNT, what + " has no key \"" + item.getKey() + "\"");
      }
      if (!UnsupportedFields.isPlainFile(item.getMode())) {
        throw unsupported(what, item.getKey(), "has a file mode other than 0644");
      }
      if (content != null) {
        files.put(path(what, item), text(what, item.getKey(), content));
      }
    }
    return files;
  }

  private static String path(String what, KeyToPath item) {
    String path = item.getPath();
    if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
      throw unsupported(what, item.getKey(), "would be written outside its volume: " + path);
    }
    return path;
  }

  private static String text(String what, String key, byte[] content) {
    if (content.length > LONGEST) {
      throw unsupported(what, key, "has " + content.length + " bytes, the device takes " + LONGEST);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw unsupported(what, key, "is not UTF-8 text");
    }
  }

  private static PodRefusal unsupported(String what, String key, String why) {
    return new PodRefusal(ConditionReasons.UNSUPPORTED, what + ", key \"" + key + "\" " + why);
  }

  /** The bytes behind each key of a ConfigMap. */
  static Map<String, byte[]> data(ConfigMap map) {
    Map<String, byte[]> data = decode(map.getBinaryData());
    if (map.getData() != null) {
      map.getData().forEach((key, text) -> data.put(key, text.getBytes(StandardCharsets.UTF_8)));
    }
    return data;
  }

  /** The bytes behind each key of a Secret. */
  static Map<String, byte[]> data(Secret secret) {
    return decode(secret.getData());
  }

  private static Map<String, byte[]> decode(@Nullable Map<String, String> encoded) {
    Map<String, byte[]> data = new TreeMap<>();
    if (encoded != null) {
      encoded.forEach((key, text) -> data.put(key, Base64.getDecoder().decode(text)));
    }
    return data;
  }

  private static List<KeyToPath> all(Map<String, byte[]> data) {
    List<KeyToPath> items = new ArrayList<>();
    data.keySet().forEach(key -> items.add(new KeyToPath(key, null, key)));
    return items;
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
