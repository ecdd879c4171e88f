package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validating admission policies, in the words of kube-apiserver 1.32. */
final class AdmissionPoliciesTest extends NamespacedTest {
  private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
  private static final String POLICIES = GROUP + "validatingadmissionpolicies";
  private static final String BINDINGS = GROUP + "validatingadmissionpolicybindings";
  private static final YAMLMapper YAML = new YAMLMapper();

  private final List<String> made = new ArrayList<>();

  @AfterEach
  void removePolicies() {
    made.forEach(path -> assertEquals(200, server.delete(path, "").status()));
  }

  private static String json(String yaml) {
    try {
      return YAML.readTree(yaml).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void policy(String spec) {
    String matched =
        spec.contains("matchConstraints:")
            ? spec
            : "matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations:"
                + " [CREATE, UPDATE, DELETE], resources: [configmaps]}]}, "
                + spec;
    TestServer.Reply reply =
        server.post(POLICIES, json("{metadata: {name: p}, spec: {" + matched + "}}"));
    assertEquals(201, reply.status(), reply.text());
    made.add(POLICIES + "/p");
  }

  private void bind(String spec) {
    TestServer.Reply reply =
        server.post(
            BINDINGS,
            json(
                "{metadata: {name: b}, spec: {policyName: p, "
                    + (spec.contains("validationActions") ? "" : "validationActions: [Deny], ")
                    + "matchResources: {namespaceSelector: {matchLabels:"
                    + " {kubernetes.io/metadata.name: "
                    + namespace
                    + "}}}"
                    + (spec.isEmpty() ? "" : ", " + spec)
                    + "}}"));
    assertEquals(201, reply.status(), reply.text());
    made.add(BINDINGS + "/b");
  }

  private TestServer.Reply create(String name, String more) {
    return server.post(configMaps, json("{metadata: {name: " + name + "}" + more + "}"));
  }

  @Test
  void denyWithTheExpressionThatFailed() {
    policy("validations: [{expression: 'object.metadata.name.startsWith(\"a\")'}]");
    bind("");

    TestServer.Reply refused = create("b", "");

    String text =
        "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: failed expression:"
            + " object.metadata.name.startsWith(\"a\")";
    assertEquals(422, refused.status());
    assertEquals("Invalid", refused.at("/reason"));
    assertEquals("configmaps \"b\" is forbidden: " + text, refused.at("/message"));
    assertEquals("configmaps", refused.at("/details/kind"));
    assertEquals(text, refused.at("/details/causes/0/message"));
    assertEquals(404, server.get(configMaps + "/b").status());
    assertEquals(201, create("a", "").status());
  }

  @Test
  void sayWhatTheirMessagesSay() {
    policy(
        "variables: [{name: size, expression: 'has(object.data) ? size(object.data) : 0'},"
            + " {name: most, expression: 'variables.size * 0 + 1'}], validations: [{expression:"
            + " 'variables.size <= variables.most', reason: Forbidden, message: unused,"
            + " messageExpression: '\"has \" + string(variables.size) + \" entries\"'}]");
    bind("");

    TestServer.Reply refused = create("a", ", data: {x: '1', y: '2'}");

    assertEquals(403, refused.status());
    assertEquals("Forbidden", refused.at("/reason"));
    assertTrue(refused.at("/message").endsWith("denied request: has 2 entries"), refused.text());
    assertEquals(201, create("a", ", data: {x: '1'}").status());
  }

  @Test
  void knowTheTypesOfTheirVariables() {
    policy(
        "variables: [{name: size, expression: 'size(object.data)'}, {name: odd, expression:"
            + " 'variables.size % 2 == 1'}], validations: [{expression: 'variables.odd'}]");
    bind("");

    assertEquals(422, create("a", ", data: {x: '1', y: '2'}").status());
    assertEquals(201, create("a", ", data: {x: '1'}").status());
  }

  @Test
  void judgeChangesAndDeletions() {
    policy(
        "validations: [{expression: 'request.operation != \"UPDATE\" || object.data.v >="
            + " oldObject.data.v', message: v only grows}, {expression: 'request.operation !="
            + " \"DELETE\" || oldObject.data.v != \"5\"', message: stays}]");
    bind("");
    assertEquals(201, create("a", ", data: {v: '4'}").status());

    TestServer.Reply shrunk = server.merge(configMaps + "/a", "{\"data\":{\"v\":\"3\"}}");
    assertEquals(200, server.merge(configMaps + "/a", "{\"data\":{\"v\":\"5\"}}").status());
    TestServer.Reply kept = server.delete(configMaps + "/a", "");

    assertTrue(shrunk.at("/message").endsWith("v only grows"), shrunk.text());
    assertTrue(kept.at("/message").endsWith("stays"), kept.text());
    assertEquals(200, server.get(configMaps + "/a").status());
    assertEquals(200, server.delete(BINDINGS + "/b", "").status());
    made.remove(BINDINGS + "/b");
    assertEquals(200, server.delete(configMaps + "/a", "").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matchConditions: [{name: never, expression: 'false'}]",
        "matchConditions: [{name: other, expression: 'request.userInfo.username == \"nobody\"'}]",
        "matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: ['*'],"
            + " resources: [secrets, 'configmaps/status']}]}",
        "matchConstraints: {resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations:"
            + " ['*'], resources: ['*']}], excludeResourceRules: [{apiGroups: [''], apiVersions:"
            + " ['*'], operations: [CREATE], resources: [configmaps]}]}",
        "matchConstraints: {matchPolicy: Exact, resourceRules: [{apiGroups: [''], apiVersions:"
            + " [v2], operations: ['*'], resources: ['*']}]}",
        "matchConstraints: {objectSelector: {matchLabels: {a: b}}, resourceRules: [{apiGroups:"
            + " [''], apiVersions: [v1], operations: ['*'], resources: [configmaps]}]}",
        "matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: ['*'],"
            + " resources: [configmaps], resourceNames: [other]}]}",
        "matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: ['*'],"
            + " resources: [configmaps], scope: Cluster}]}",
        "failurePolicy: Ignore, matchConditions: [{name: bad, expression: 'object.x == 1'}]",
      })
  void leaveAloneWhatTheyAreNotFor(String what) {
    policy(what + ", validations: [{expression: 'false'}]");
    bind("");

    TestServer.Reply created = create("a", "");

    assertEquals(201, created.status(), created.text());
  }

  @Test
  void refuseWhatTheyCannotJudgeUnlessToldOtherwise() {
    policy("validations: [{expression: 'object.data.x == \"1\"'}]");
    bind("");

    TestServer.Reply refused = create("a", "");

    assertEquals(422, refused.status());
    assertTrue(
        refused
            .at("/message")
            .endsWith(
                "denied request: expression 'object.data.x == \"1\"' resulted in error: no such"
                    + " key: data"),
        refused.text());
    server.merge(POLICIES + "/p", "{\"spec\":{\"failurePolicy\":\"Ignore\"}}");
    assertEquals(201, create("a", "").status());
  }

  @Test
  void takeParametersThatABindingNames() {
    policy(
        "paramKind: {apiVersion: v1, kind: ConfigMap}, matchConditions: [{name: not-itself,"
            + " expression: 'object.metadata.name != \"limits\"'}], validations: [{expression:"
            + " 'size(object.data) <= int(params.data.most)'}]");
    bind("paramRef: {name: limits, parameterNotFoundAction: Deny}");

    TestServer.Reply without = create("a", ", data: {x: y}");

    assertTrue(
        without
            .at("/message")
            .endsWith(
                "failed to configure binding: no params found for policy binding with `Deny`"
                    + " parameterNotFoundAction"),
        without.text());
    made.forEach(path -> server.delete(path, ""));
    made.clear();
    assertEquals(201, create("limits", ", data: {most: '1'}").status());
    policy(
        "paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression:"
            + " 'size(object.data) <= int(params.data.most)'}]");
    bind("paramRef: {name: limits, parameterNotFoundAction: Deny}");
    assertEquals(422, create("b", ", data: {x: y, z: y}").status());
    assertEquals(201, create("c", ", data: {x: y}").status());
  }

  @Test
  void warnInsteadOfDenying() {
    policy("validations: [{expression: 'false', message: better not}]");
    bind("validationActions: [Warn, Audit]");

    TestServer.Reply created = create("a", "");

    assertEquals(201, created.status());
    assertTrue(
        created
            .header("Warning")
            .contains(
                "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': better"),
        created.header("Warning"));
  }

  @ParameterizedTest
  @CsvSource({"deployments, 200", "deployments/scale, 422", "'*/*', 422", "'*', 200"})
  void judgeTheNumberOfReplicasAsAScale(String resource, int expected) {
    policy(
        "matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations:"
            + " [UPDATE], resources: ['"
            + resource
            + "']}]}, validations: [{expression: \"request.kind.kind == 'Scale' &&"
            + " request.subResource == 'scale' && object.spec.replicas <="
            + " oldObject.spec.replicas\", message: not more}]");
    String deployments = "/apis/apps/v1/namespaces/" + namespace + "/deployments";
    TestServer.Reply made =
        server.post(
            deployments,
            json(
                "{metadata: {name: web}, spec: {replicas: 3, selector: {matchLabels: {a: b}},"
                    + " template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image:"
                    + " i}]}}}}"));
    assertEquals(201, made.status(), made.text());
    bind("");

    TestServer.Reply less = server.merge(deployments + "/web/scale", "{\"spec\":{\"replicas\":2}}");
    TestServer.Reply more = server.merge(deployments + "/web/scale", "{\"spec\":{\"replicas\":7}}");

    assertEquals(200, less.status(), less.text());
    assertEquals(expected, more.status(), more.text());
  }

  @Test
  void seeNamespaceAndUser() {
    policy(
        "validations: [{expression: 'namespaceObject.metadata.name == request.namespace &&"
            + " request.userInfo.groups.exists(g, g == \"system:authenticated\") &&"
            + " request.resource.resource == \"configmaps\" && request.kind.kind == \"ConfigMap\""
            + " && oldObject == null && !request.dryRun'}]");
    bind("");

    assertEquals(201, create("a", "").status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
validations: [{expression: 'object.'}] ~ spec.validations[0].expression: Invalid value: "object.": compilation failed: ERROR: <input>:1:8: Syntax error:
validations: [{expression: 'wrong == 1'}] ~ spec.validations[0].expression: Invalid value: "wrong == 1": compilation failed: ERROR: <input>:1:1: undeclared reference to 'wrong' (in container '')
validations: [{expression: '1 + 1'}] ~ spec.validations[0].expression: Invalid value: "1 + 1": must evaluate to bool
validations: [{expression: 'true', messageExpression: '1'}] ~ spec.validations[0].messageExpression: Invalid value: "1": must evaluate to string
validations: [{expression: 'true', reason: Teapot}] ~ spec.validations[0].reason: Unsupported value: "Teapot": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"
variables: [{name: a, expression: '1'}], validations: [{expression: 'variables.a'}] ~ spec.validations[0].expression: Invalid value: "variables.a": must evaluate to bool
variables: [{name: a, expression: 'variables.b'}, {name: b, expression: '1'}], validations: [{expression: 'true'}] ~ spec.variables[0].expression: Invalid value: "variables.b": compilation failed: ERROR: <input>:1:10: undefined field 'b'
variables: [{name: a-b, expression: '1'}], validations: [{expression: 'true'}] ~ spec.variables[0].name: Invalid value: "a-b": name is not a valid CEL identifier
matchConditions: [{name: a, expression: 'variables.x'}], validations: [{expression: 'true'}] ~ spec.matchConditions[0].expression: Invalid value: "variables.x": compilation failed: ERROR: <input>:1:1: undeclared reference to 'variables' (in container '')
""")
  void areRefusedWhenTheyCannotWork(String spec, String message) {
    TestServer.Reply refused =
        server.post(
            POLICIES,
            json(
                "{metadata: {name: p}, spec: {matchConstraints: {resourceRules: [{apiGroups: [''],"
                    + " apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, "
                    + spec
                    + "}}"));

    assertEquals(422, refused.status(), refused.text());
    assertTrue(refused.at("/message").contains(message), refused.text());
  }

  @Test
  void areKeptButNotEvaluatedWhenTheyAskTheAuthorizer() {
    TestServer.Reply kept =
        server.post(
            POLICIES,
            json(
                "{metadata: {name: p}, spec: {matchConstraints: {resourceRules: [{apiGroups: [''],"
                    + " apiVersions: [v1], operations: ['*'], resources: [configmaps]}]},"
                    + " validations: [{expression:"
                    + " 'authorizer.group(\"\").resource(\"pods\").check(\"get\").allowed()'}]}}"));
    made.add(POLICIES + "/p");
    bind("");

    assertEquals(201, kept.status(), kept.text());
    assertTrue(kept.header("Warning").contains("uses authorizer"), kept.header("Warning"));
    assertEquals(201, create("a", "").status());
  }
}
