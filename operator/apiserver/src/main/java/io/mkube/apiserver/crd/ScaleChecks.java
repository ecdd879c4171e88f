package io.mkube.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.ScalePaths;
import java.util.List;

/**
 * Checks what the {@code scale} subresource of a custom resource will show: it is not for the
 * schema to say that it fits there.
 */
final class ScaleChecks {
  private ScaleChecks() {}

  /** Checks the desired number. */
  static void ofSpec(ScalePaths paths, ObjectNode object, List<FieldError> errors) {
    replicas(paths.specReplicas(), object, errors);
  }

  /** Checks the observed number and the label selector. */
  static void ofStatus(ScalePaths paths, ObjectNode object, List<FieldError> errors) {
    replicas(paths.statusReplicas(), object, errors);
    if (!paths.selector().isEmpty()) {
      Found selector = find(paths.selector(), object, "string");
      if (!selector.fault().isEmpty()) {
        errors.add(FieldError.invalid(dotted(paths.selector()), "\"\"", selector.fault()));
      }
    }
  }

  private static void replicas(String pointer, ObjectNode object, List<FieldError> errors) {
    Found found = find(pointer, object, "int64");
    String field = dotted(pointer);
    long number = found.fault().isEmpty() ? found.value().asLong() : 0;
    if (!found.fault().isEmpty()) {
      errors.add(FieldError.invalid(field, "0", found.fault()));
    } else if (number < 0) {
      errors.add(
          FieldError.invalid(field, Long.toString(number), "should be a non-negative integer"));
    } else if (number > Integer.MAX_VALUE) {
      String detail = "should be less than or equal to " + Integer.MAX_VALUE;
      errors.add(FieldError.invalid(field, Long.toString(number), detail));
    }
  }

  /** Follows a path; a value that is missing is none of another type. */
  private static Found find(String pointer, ObjectNode object, String expected) {
    JsonNode value = object;
    String way = "";
    for (String step : pointer.substring(1).split("/", -1)) {
      if (!value.isObject()) {
        return value.isNull()
            ? new Found(value, "")
            : new Found(value, fault(way, value, "map[string]interface {}"));
      }
      way = way + "." + step;
      value = value.path(step);
      if (value.isMissingNode()) {
        return new Found(value, "");
      }
    }
    boolean fits = expected.equals("string") ? value.isTextual() : goType(value).equals(expected);
    return new Found(value, fits ? "" : fault(way, value, expected));
  }

  private static String fault(String way, JsonNode value, String expected) {
    String shown =
        value.isNull() ? "<nil>" : value.isValueNode() ? value.asText() : value.toString();
    return "%s accessor error: %s is of the type %s, expected %s"
        .formatted(way, shown, goType(value), expected);
  }

  private static String goType(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "map[string]interface {}";
      case ARRAY -> "[]interface {}";
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() && value.canConvertToLong() ? "int64" : "float64";
      default -> "<nil>";
    };
  }

  private static String dotted(String pointer) {
    return pointer.replace('/', '.');
  }

  /**
   * What a path leads to.
   *
   * @param fault why it is of no use, {@code ""} if it is
   */
  private record Found(JsonNode value, String fault) {}
}
