import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes what the server knows of the built-in types: fields with their protobuf numbers, types,
 * required fields and descriptions. Structure comes from the protobuf descriptors, JSON names,
 * required fields and descriptions from the OpenAPI models. Arguments: the folder with {@code
 * additional-types.txt} and {@code field-markers.txt}, and the folder to write to.
 */
final class GenerateTypes {
  private static final String MODELS = "io.kubernetes.client.openapi.models.";

  /** Descriptor holders of the protobuf artifact. */
  private static final List<String> FILES =
      words(
          """
          V1 Meta V1Apps V1Batch V1Autoscaling V1Policy V1Networking V1Storage V1Scheduling
          V1Rbac V1Certificates V1Authentication V1Authorization V1Apiextensions V2Autoscaling
          V1Admissionregistration
          """);

  /** Messages that are served or accepted; everything that they reach is written. */
  private static final List<String> ROOTS =
      words(
          """
          core.v1.Namespace core.v1.Node core.v1.Pod core.v1.ConfigMap core.v1.Secret
          core.v1.PersistentVolumeClaim core.v1.Event core.v1.Service core.v1.ServiceAccount
          core.v1.PodTemplate core.v1.Endpoints core.v1.PersistentVolume core.v1.ResourceQuota
          core.v1.LimitRange core.v1.Binding apps.v1.Deployment apps.v1.ReplicaSet
          apps.v1.StatefulSet apps.v1.DaemonSet apps.v1.ControllerRevision batch.v1.Job
          batch.v1.CronJob autoscaling.v1.Scale policy.v1.PodDisruptionBudget
          policy.v1.Eviction networking.v1.Ingress networking.v1.IngressClass
          networking.v1.NetworkPolicy storage.v1.StorageClass scheduling.v1.PriorityClass
          rbac.v1.Role rbac.v1.RoleBinding rbac.v1.ClusterRole rbac.v1.ClusterRoleBinding
          certificates.v1.CertificateSigningRequest authentication.v1.TokenRequest
          authentication.v1.TokenReview authentication.v1.SelfSubjectReview
          authorization.v1.SubjectAccessReview authorization.v1.LocalSubjectAccessReview
          authorization.v1.SelfSubjectAccessReview authorization.v1.SelfSubjectRulesReview
          apiextensions.v1.CustomResourceDefinition meta.v1.DeleteOptions meta.v1.Status
          meta.v1.ListMeta meta.v1.PartialObjectMetadata meta.v1.APIResourceList
          meta.v1.APIGroup meta.v1.APIGroupList meta.v1.APIVersions meta.v1.GroupVersionKind
          core.v1.ReplicationController core.v1.ComponentStatus
          autoscaling.v1.HorizontalPodAutoscaler autoscaling.v2.HorizontalPodAutoscaler
          storage.v1.CSIDriver storage.v1.CSINode storage.v1.CSIStorageCapacity
          storage.v1.VolumeAttachment
          admissionregistration.v1.MutatingWebhookConfiguration
          admissionregistration.v1.ValidatingWebhookConfiguration
          admissionregistration.v1.ValidatingAdmissionPolicy
          admissionregistration.v1.ValidatingAdmissionPolicyBinding
          """);

  /** Messages with a JSON form of their own. */
  private static final Map<String, String> SPECIAL =
      Map.ofEntries(
          Map.entry("resource.Quantity", "quantity"),
          Map.entry("intstr.IntOrString", "intOrString"),
          Map.entry("meta.v1.Time", "time"),
          Map.entry("meta.v1.MicroTime", "microTime"),
          Map.entry("meta.v1.Duration", "duration"),
          Map.entry("meta.v1.FieldsV1", "rawJson"),
          Map.entry("runtime.RawExtension", "rawJson"),
          Map.entry("apiextensions.v1.JSON", "rawJson"),
          Map.entry("apiextensions.v1.JSONSchemaPropsOrArray", "schemaOrArray"),
          Map.entry("apiextensions.v1.JSONSchemaPropsOrBool", "schemaOrBool"),
          Map.entry("apiextensions.v1.JSONSchemaPropsOrStringArray", "schemaOrStringArray"));

  /** JSON names that no rule gives. */
  private static final Map<String, String> JSON_NAMES =
      Map.of(
          "apiextensions.v1.JSONSchemaProps.ref", "$ref",
          "apiextensions.v1.JSONSchemaProps.schema", "$schema",
          "authentication.v1.BoundObjectReference.uID", "uid",
          "authentication.v1.BoundObjectReference.aPIVersion", "apiVersion",
          "networking.v1.IngressClassParametersReference.aPIGroup", "apiGroup");

  /** Messages that Go embeds, so that JSON has their fields in place of them. */
  private static final Set<String> EMBEDDED =
      Set.of(
          "localObjectReference",
          "ephemeralContainerCommon",
          "persistentVolumeSource",
          "handler",
          "volumeSource",
          "rule",
          "ruleWithOperations",
          "ingressRuleValue");

  private final Map<String, Descriptor> messages = new HashMap<>();
  private final Map<String, TypeLines> types = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private record TypeLines(Map<String, String> fields) {}

  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    Path input = Path.of(args[0]);
    Path output = Path.of(args[1]);
    GenerateTypes generating = new GenerateTypes();
    generating.readDescriptors();
    generating.addReachable();
    generating.addFile(input.resolve("additional-types.txt"));
    generating.addMarkers(input.resolve("field-markers.txt"));
    generating.addTypeMeta();
    if (!generating.problems.isEmpty()) {
      throw new IllegalStateException(String.join(System.lineSeparator(), generating.problems));
    }
    generating.write(output);
  }

  private void readDescriptors() throws ReflectiveOperationException {
    for (String name : FILES) {
      Method getter =
          Class.forName("io.kubernetes.client.proto." + name).getMethod("getDescriptor");
      FileDescriptor file = (FileDescriptor) getter.invoke(null);
      for (Descriptor message : file.getMessageTypes()) {
        messages.put(shortName(message), message);
      }
    }
  }

  private void addReachable() {
    Deque<String> open = new ArrayDeque<>(ROOTS);
    while (!open.isEmpty()) {
      String name = open.pop();
      Descriptor message = messages.get(name);
      if (message == null) {
        problems.add("no descriptor of " + name);
      } else if (!types.containsKey(name)) {
        types.put(name, lines(message, open));
      }
    }
  }

  private TypeLines lines(Descriptor message, Collection<String> reached) {
    String type = shortName(message);
    Set<String> jsonNames = model(type).map(GenerateTypes::jsonNames).orElse(Set.of());
    Map<String, String> fields = new LinkedHashMap<>();
    for (FieldDescriptor field : message.getFields()) {
      String text = typeText(field, reached);
      String json = jsonName(type, field, jsonNames);
      boolean absent = !jsonNames.isEmpty() && !jsonNames.contains(json);
      boolean inlined = absent && EMBEDDED.contains(json);
      if (absent && field.getType() != FieldDescriptor.Type.MESSAGE) {
        problems.add(type + "." + field.getName() + " has no JSON name");
      }
      fields.put(json, field.getNumber() + " " + text + (inlined ? " inline" : ""));
    }
    return new TypeLines(fields);
  }

  private String typeText(FieldDescriptor field, Collection<String> reached) {
    if (field.isMapField()) {
      FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
      return "map[string]" + elementText(value, reached);
    }
    return (field.isRepeated() ? "[]" : "") + elementText(field, reached);
  }

  private String elementText(FieldDescriptor field, Collection<String> reached) {
    if (field.getType() != FieldDescriptor.Type.MESSAGE) {
      return field.getType().name().toLowerCase(java.util.Locale.ROOT);
    }
    Descriptor message = field.getMessageType();
    String name = shortName(message);
    String special = SPECIAL.get(name);
    if (special != null) {
      if (special.startsWith("schema")) {
        reached.add("apiextensions.v1.JSONSchemaProps");
      }
      return special;
    }
    List<FieldDescriptor> fields = message.getFields();
    if (fields.size() == 1
        && "items".equals(fields.get(0).getName())
        && fields.get(0).getType() == FieldDescriptor.Type.STRING) {
      return "stringItems";
    }
    reached.add(name);
    return name;
  }

  private static String jsonName(String type, FieldDescriptor field, Set<String> known) {
    String name = field.getName();
    String exception = JSON_NAMES.get(type + "." + name);
    if (exception != null) {
      return exception;
    }
    if (name.startsWith("xKubernetes")) {
      return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
    // Some protobuf names of admissionregistration keep the capital of the Go field.
    String lower = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return known.contains(lower) ? lower : name;
  }

  private void addFile(Path file) throws IOException {
    TypeLines current = null;
    for (String line : dataLines(file)) {
      if (line.startsWith("[")) {
        String name = line.substring(1, line.length() - 1);
        current = new TypeLines(new LinkedHashMap<>());
        if (types.put(name, current) != null) {
          problems.add(file.getFileName() + ": " + name + " is known already");
        }
      } else {
        String[] words = line.split(" ", 2);
        current.fields().put(words[0], words[1]);
      }
    }
  }

  /** Lines {@code type.field marker…}; a type of {@code *} stands for every type with the field. */
  private void addMarkers(Path file) throws IOException {
    for (String line : dataLines(file)) {
      String[] words = line.split(" ", 2);
      int dot = words[0].lastIndexOf('.');
      String type = words[0].substring(0, dot);
      String field = words[0].substring(dot + 1);
      TypeLines lines = types.get(type);
      if (lines == null || !lines.fields().containsKey(field)) {
        problems.add(file.getFileName() + ": there is no " + words[0]);
      } else {
        lines.fields().merge(field, words[1], (old, marker) -> old + " " + marker);
      }
    }
  }

  /** Every JSON field of a model must have a protobuf field, or be of the embedded TypeMeta. */
  private void addTypeMeta() {
    types.forEach(
        (name, lines) -> {
          Set<String> missing =
              new TreeSet<>(model(name).map(GenerateTypes::jsonNames).orElse(Set.of()));
          missing.removeAll(jsonFields(lines));
          // TypeMeta is embedded in Go and not part of the protobuf message.
          for (String field : List.of("apiVersion", "kind")) {
            if (missing.remove(field)) {
              lines.fields().put(field, "0 string");
            }
          }
          if (!missing.isEmpty()) {
            problems.add(name + " has no protobuf field for " + missing);
          }
        });
  }

  private Set<String> jsonFields(TypeLines lines) {
    Set<String> names = new TreeSet<>();
    lines
        .fields()
        .forEach(
            (name, text) -> {
              if (text.endsWith(" inline")) {
                names.addAll(jsonFields(types.get(text.split(" ")[1])));
              } else {
                names.add(name);
              }
            });
    return names;
  }

  private void write(Path folder) throws IOException {
    StringBuilder structure = new StringBuilder();
    StringBuilder descriptions = new StringBuilder();
    types.forEach(
        (name, lines) -> {
          structure.append('[').append(name).append("]\n");
          descriptions.append('[').append(name).append(']');
          var model = model(name);
          Set<String> required = model.map(GenerateTypes::required).orElse(Set.of());
          Map<String, String> texts = model.map(GenerateTypes::descriptions).orElse(Map.of());
          descriptions.append(' ').append(texts.getOrDefault("", "")).append('\n');
          lines
              .fields()
              .forEach(
                  (field, text) -> {
                    structure.append(field).append(' ').append(text);
                    structure.append(required.contains(field) ? " required" : "").append('\n');
                  });
          texts.forEach(
              (field, description) -> {
                if (!field.isEmpty() && !description.isEmpty()) {
                  descriptions.append(field).append(' ').append(description).append('\n');
                }
              });
        });
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("types.txt"), structure);
    Files.writeString(folder.resolve("descriptions.txt"), descriptions);
  }

  private static List<String> dataLines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /** {@code k8s.io.api.core.v1.Pod} as {@code core.v1.Pod}. */
  private static String shortName(Descriptor message) {
    return message
        .getFullName()
        .replaceFirst("^k8s\\.io\\.apiextensions_apiserver\\.pkg\\.apis\\.", "")
        .replaceFirst("^k8s\\.io\\.apimachinery\\.pkg\\.(apis|api|util)\\.", "")
        .replaceFirst("^k8s\\.io\\.apimachinery\\.pkg\\.", "")
        .replaceFirst("^k8s\\.io\\.api\\.", "");
  }

  private java.util.Optional<Class<?>> model(String type) {
    String[] parts = type.split("\\.");
    String version = Character.toUpperCase(parts[1].charAt(0)) + parts[1].substring(1);
    String group = Character.toUpperCase(parts[0].charAt(0)) + parts[0].substring(1);
    for (String prefix : List.of(group + version, version)) {
      try {
        return java.util.Optional.of(Class.forName(MODELS + prefix + parts[2]));
      } catch (ClassNotFoundException e) {
        continue;
      }
    }
    return java.util.Optional.empty();
  }

  private static Set<String> jsonNames(Class<?> model) {
    return names(model, "openapiFields");
  }

  private static Set<String> required(Class<?> model) {
    return names(model, "openapiRequiredFields");
  }

  @SuppressWarnings("unchecked")
  private static Set<String> names(Class<?> model, String field) {
    try {
      return new LinkedHashSet<>((Collection<String>) model.getField(field).get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Field descriptions by JSON name; the type's own under the empty name. */
  private static Map<String, String> descriptions(Class<?> model) {
    Map<String, String> texts = new TreeMap<>();
    var type = model.getAnnotation(io.swagger.annotations.ApiModel.class);
    texts.put("", type == null ? "" : oneLine(type.description()));
    Map<String, String> jsonNames = new HashMap<>();
    for (Field field : model.getDeclaredFields()) {
      var name = field.getAnnotation(com.google.gson.annotations.SerializedName.class);
      if (name != null) {
        jsonNames.put(plain(field.getName()), name.value());
      }
    }
    for (Method method : model.getDeclaredMethods()) {
      var property = method.getAnnotation(io.swagger.annotations.ApiModelProperty.class);
      String json = jsonNames.get(plain(method.getName().replaceFirst("^get", "")));
      if (property != null && json != null) {
        texts.put(json, oneLine(property.value()));
      }
    }
    return texts;
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(java.util.Locale.ROOT);
  }

  private static String oneLine(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "");
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
