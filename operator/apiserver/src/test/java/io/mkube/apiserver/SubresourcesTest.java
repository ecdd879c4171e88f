package io.mkube.apiserver;

import static io.mkube.apiserver.ExpectedStatus.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scales, bindings and what a namespace waits for, in cases that clients in Go depend on. */
class SubresourcesTest extends ServedTest {
  private static final String PODS = "/api/v1/namespaces/default/pods";

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static void create(String resources, String object) {
    TestServer.Reply reply = server.post(resources, json(object));
    assertEquals(201, reply.status(), reply.text());
  }

  private static TestServer.Reply bind(String pod, String metadata) {
    return server.post(
        PODS + "/" + pod + "/binding",
        json("{'metadata':{'name':'%s'%s},'target':{'name':'n'}}".formatted(pod, metadata)));
  }

  @Test
  void showPlainSelectorsAndOrderedOnesInScales() {
    String template =
        "'template':{'metadata':{'labels':{'b':'2','a':'1','c':'3'}},"
            + "'spec':{'containers':[{'name':'c','image':'i'}]}}";
    create(
        "/api/v1/namespaces/default/replicationcontrollers",
        "{'metadata':{'name':'plain'},'spec':{'selector':{'b':'2','a':'1'},%s}}"
            .formatted(template));
    create(
        "/apis/apps/v1/namespaces/default/replicasets",
        "{'metadata':{'name':'typed'},'spec':{'selector':{'matchLabels':{'b':'2'},"
            .concat("'matchExpressions':[{'key':'a','operator':'In','values':['9','1']},")
            .concat("{'key':'c','operator':'Exists'}]},%s}}".formatted(template)));

    assertEquals(
        "a=1,b=2",
        server
            .get("/api/v1/namespaces/default/replicationcontrollers/plain/scale")
            .at("/status/selector"));
    assertEquals(
        "a in (1,9),b=2,c",
        server
            .get("/apis/apps/v1/namespaces/default/replicasets/typed/scale")
            .at("/status/selector"));
  }

  @Test
  void bindNoPodThatIsGatedOrPlacedOrChanged() {
    create(
        PODS,
        "{'metadata':{'name':'gated'},'spec':{'schedulingGates':[{'name':'a/b'}],"
            + "'containers':[{'name':'c','image':'i'}]}}");
    create(PODS, "{'metadata':{'name':'free'},'spec':{'containers':[{'name':'c','image':'i'}]}}");
    String refused = "Operation cannot be fulfilled on pods/binding \"%s\": pod %s ";

    assertStatus(
        bind("gated", ""),
        409,
        "Conflict",
        refused.formatted("gated", "gated") + "has non-empty .spec.schedulingGates",
        "{'name':'gated','kind':'pods/binding'}");
    String revision = server.get(PODS + "/free").at("/metadata/resourceVersion");
    assertStatus(
        bind("free", ",'resourceVersion':'1'"),
        409,
        "Conflict",
        "Operation cannot be fulfilled on pods \"free\": StorageError: invalid object, Code: 4,"
            + " Key: /registry/pods/default/free, ResourceVersion: 0, AdditionalErrorMsg:"
            + " Precondition failed: ResourceVersion in precondition: 1, ResourceVersion in object"
            + " meta: "
            + revision,
        "{'name':'free','kind':'pods'}");
    assertEquals(201, bind("free", ",'resourceVersion':'" + revision + "'").status());
    assertStatus(
        bind("free", ""),
        409,
        "Conflict",
        refused.formatted("free", "free") + "is already assigned to node \"n\"",
        "{'name':'free','kind':'pods/binding'}");
  }

  @ParameterizedTest
  @CsvSource({
    "keeps-a, '''example.com/x''', '[\"example.com/x\",\"kubernetes\"]'",
    "keeps-b, '''kubernetes'',''example.com/x''', '[\"kubernetes\",\"example.com/x\"]'",
    "keeps-c, '', '[\"kubernetes\"]'",
  })
  void keepWhatANewNamespaceWaitsFor(String name, String finalizers, String kept) {
    create(
        "/api/v1/namespaces",
        "{'metadata':{'name':'%s'},'spec':{'finalizers':[%s]}}".formatted(name, finalizers));

    TestServer.Reply namespace = server.get("/api/v1/namespaces/" + name);
    assertEquals(kept, namespace.json().at("/spec/finalizers").toString());
  }

  @Test
  void refuseANamespaceThatWaitsForNobody() {
    TestServer.Reply reply =
        server.post(
            "/api/v1/namespaces",
            json("{'metadata':{'name':'keeps-d'},'spec':{'finalizers':['bare']}}"));

    assertEquals(422, reply.status(), reply.text());
    assertEquals(
        "Namespace \"keeps-d\" is invalid: spec.finalizers: Invalid value: \"bare\": name is"
            + " neither a standard finalizer name nor is it fully qualified",
        reply.at("/message"));
    assertEquals("spec.finalizers", reply.at("/details/causes/0/field"));
  }
}
