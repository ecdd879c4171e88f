package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.cel.validation.RuleChecks;
import io.mkube.apiserver.cel.validation.RuleNode;
import io.mkube.apiserver.cel.validation.RuleValidator;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.error.FieldError.Reason;
import io.mkube.apiserver.schema.structure.KeywordRules;
import io.mkube.apiserver.schema.structure.StructuralRules;
import io.mkube.apiserver.schema.structure.UnsupportedKeywords;
import io.mkube.apiserver.schema.typed.GoDecoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The structural schema of one version of a custom resource. Its rules are compiled when the first
 * object is checked: a server that starts with many definitions does not wait for them.
 */
final class StructuralSchema implements ObjectSchema {
  /** Rules could not rely on what such an error is about. */
  private static final Set<Reason> BEFORE_RULES =
      Set.of(
          Reason.NOT_SUPPORTED,
          Reason.REQUIRED,
          Reason.TOO_LONG,
          Reason.TOO_MANY,
          Reason.TYPE_INVALID);

  private final SchemaNode root;
  private final boolean hasRules;
  private final boolean hasEmbedded;
  private final boolean hasKeyedLists;
  private volatile @Nullable RuleValidator rules;

  private StructuralSchema(SchemaNode root) {
    this.root = root;
    this.hasRules = RuleTrees.hasRules(root);
    this.hasEmbedded = EmbeddedObjects.in(root);
    this.hasKeyedLists = ListChecks.isNeeded(root);
  }

  static StructuralSchema parse(ObjectNode source) throws SchemaException {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> unsupported = UnsupportedKeywords.fault(source);
    if (source.path("nullable").asBoolean()) {
      errors.add(FieldError.forbidden("nullable", "nullable cannot be true at the root"));
    }
    List<FieldError> structure = unsupported.isPresent() ? List.of() : structure(source);
    errors.addAll(structure);
    List<FieldError> keywords = KeywordRules.check(source);
    errors.addAll(keywords);
    SchemaNode root = SchemaNode.parse(source);
    Optional<RuleNode> tree = RuleTrees.of(root);
    if (tree.isPresent()) {
      boolean compiles = structure.isEmpty() && unsupported.isEmpty();
      errors.addAll(RuleChecks.check(tree.get(), RuleFormats::language, compiles, keywords));
      if (errors.isEmpty()) {
        checkDefaults(root, "", errors);
      }
    }
    if (errors.isEmpty() && unsupported.isPresent()) {
      errors.add(FieldError.invalid("", "\"\"", unsupported.get()));
    }
    if (!errors.isEmpty()) {
      throw new SchemaException(errors);
    }
    return new StructuralSchema(root);
  }

  private static List<FieldError> structure(ObjectNode source) {
    List<FieldError> errors = StructuralRules.check(source);
    return errors.isEmpty() ? DefaultRules.check(source) : errors;
  }

  /** A default must satisfy the rules of its node. */
  private static void checkDefaults(SchemaNode node, String path, List<FieldError> errors) {
    if (!RuleTrees.hasRules(node)) {
      return;
    }
    JsonNode value = node.defaultValue();
    if (value != null) {
      RuleTrees.ofValue(node)
          .map(tree -> RuleValidator.compile(tree, RuleFormats::language))
          .map(rules -> rules.validateValue(value, StructuralRules.child(path, "default")))
          .ifPresent(errors::addAll);
    }
    node.properties()
        .forEach(
            (name, property) ->
                checkDefaults(
                    property, StructuralRules.child(path, "properties[" + name + "]"), errors));
    if (node.additional() != null) {
      checkDefaults(node.additional(), StructuralRules.child(path, "additionalProperties"), errors);
    }
    if (node.items() != null) {
      checkDefaults(node.items(), StructuralRules.child(path, "items"), errors);
    }
  }

  /** Reads a schema that was accepted before. */
  static StructuralSchema ofAccepted(ObjectNode source) {
    return new StructuralSchema(SchemaNode.parse(source));
  }

  @Override
  public Optional<String> typeMismatch(ObjectNode object) {
    GroupVersionKind kind =
        GroupVersionKind.of(object.path("apiVersion").asText(), object.path("kind").asText());
    return EmbeddedObjects.metadataMismatch(object)
        .or(() -> hasEmbedded ? EmbeddedObjects.firstMismatch(root, object) : Optional.empty())
        .map(text -> GoDecoding.cannotBeHandled(kind, text));
  }

  @Override
  public List<String> prune(ObjectNode object) {
    return Pruning.prune(root, object);
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    Defaulting.apply(root, object);
  }

  @Override
  public List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old) {
    List<FieldError> all = new ArrayList<>(Validation.ofObject(root, object, old));
    if (hasEmbedded) {
      all.addAll(EmbeddedObjects.check(root, object));
    }
    if (hasKeyedLists) {
      all.addAll(newDuplicates(object, old));
    }
    if (!hasRules) {
      return List.copyOf(all);
    }
    if (all.stream().anyMatch(error -> BEFORE_RULES.contains(error.reason()))) {
      all.add(
          FieldError.invalid(
              "<nil>",
              "\"null\"",
              "some validation rules were not checked because the object was invalid; correct the"
                  + " existing errors to complete validation"));
    } else {
      all.addAll(validator().validate(object, old));
    }
    return List.copyOf(all);
  }

  /** An object that had equal elements already, under a schema of today, may have any. */
  private List<FieldError> newDuplicates(ObjectNode object, @Nullable ObjectNode old) {
    List<FieldError> found = ListChecks.duplicates(root, object);
    boolean tolerated =
        !found.isEmpty() && old != null && !ListChecks.duplicates(root, old).isEmpty();
    return tolerated ? List.of() : found;
  }

  /** Two callers may both compile; they get equal rules. */
  private RuleValidator validator() {
    RuleValidator compiled = rules;
    if (compiled == null) {
      RuleNode tree = RuleTrees.of(root).orElseThrow();
      compiled = RuleValidator.compile(tree, RuleFormats::language);
      rules = compiled;
    }
    return compiled;
  }
}
