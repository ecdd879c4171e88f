package io.mkube.apiserver.types;

/** The type of a value in a built-in object. */
public sealed interface ValueType {

  /** How Go spells the type in messages of its JSON decoder. */
  String goName();

  /** A list. */
  record ListOf(ValueType element) implements ValueType {
    @Override
    public String goName() {
      return "[]" + element.goName();
    }
  }

  /** A map with string keys. */
  record MapOf(ValueType value) implements ValueType {
    @Override
    public String goName() {
      return "map[string]" + value.goName();
    }
  }

  /** An object with named fields. */
  record Fields(ObjectType type) implements ValueType {
    @Override
    public String goName() {
      return type.goName();
    }
  }

  /** A value without fields of its own, in the name that the generated data uses. */
  enum Scalar implements ValueType {
    STRING("string", "string"),
    BOOL("bool", "bool"),
    INT32("int32", "int32"),
    INT64("int64", "int64"),
    DOUBLE("double", "float64"),
    BYTES("bytes", "[]uint8"),
    /** An amount such as {@code 500m}; a string or a number in JSON. */
    QUANTITY("quantity", "resource.Quantity"),
    /** A number or a string, such as a port or a percentage. */
    INT_OR_STRING("intOrString", "intstr.IntOrString"),
    /** RFC 3339, whole seconds. */
    TIME("time", "v1.Time"),
    /** RFC 3339, six fractional digits. */
    MICRO_TIME("microTime", "v1.MicroTime"),
    /** A list of strings that protobuf wraps in a message of its own. */
    STRING_ITEMS("stringItems", "[]string"),
    /** Any JSON value. */
    RAW_JSON("rawJson", "runtime.RawExtension"),
    /** {@code items} of a JSON schema. */
    SCHEMA_OR_ARRAY("schemaOrArray", "v1.JSONSchemaPropsOrArray"),
    /** {@code additionalProperties} of a JSON schema. */
    SCHEMA_OR_BOOL("schemaOrBool", "v1.JSONSchemaPropsOrBool"),
    /** A value of {@code dependencies} of a JSON schema. */
    SCHEMA_OR_STRING_ARRAY("schemaOrStringArray", "v1.JSONSchemaPropsOrStringArray");

    private final String dataName;
    private final String goName;

    Scalar(String dataName, String goName) {
      this.dataName = dataName;
      this.goName = goName;
    }

    String dataName() {
      return dataName;
    }

    @Override
    public String goName() {
      return goName;
    }
  }
}
