package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a write of the status does to the metadata: kinds differ, as those of kube-apiserver do. */
class StatusMetadataTest extends ServedTest {
  private static final String FLOWS = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas";
  private static final String PRIORITIES =
      "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations";
  private static final String POLICIES =
      "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
  private static final String SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String CONDITION =
      "'conditions':[{'type':'Mine','status':'True','reason':'R','message':'m',"
          + "'lastTransitionTime':'2025-01-01T00:00:00Z'}]";

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String create(String resources, String name, String content) {
    String object =
        json("{'metadata':{'name':'" + name + "','labels':{'a':'created'}}," + content + "}");
    TestServer.Reply reply = server.post(resources, object);
    assertEquals(201, reply.status(), reply.text());
    return resources + "/" + name;
  }

  private static String object(String apiVersion, String kind, String name, String rest) {
    return json(
        "{'apiVersion':'%s','kind':'%s','metadata':{'name':'%s','labels':{'a':'applied'}},%s}"
            .formatted(apiVersion, kind, name, rest));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        FLOWS + "~FlowSchema~status-a~'spec':{'priorityLevelConfiguration':{'name':'exempt'}}",
        PRIORITIES
            + "~PriorityLevelConfiguration~status-a~'spec':{'type':'Limited','limited':{"
            + "'limitResponse':{'type':'Reject'}}}",
        POLICIES
            + "~ValidatingAdmissionPolicy~status-a~'spec':{'matchConstraints':{'resourceRules':[{"
            + "'apiGroups':['none.example.com'],'apiVersions':['v1'],'operations':['CREATE'],"
            + "'resources':['none']}]},'validations':[{'expression':'true'}]}",
        SERVICES
            + "~APIService~v1.status-b.example.com~'spec':{'group':'status-b.example.com',"
            + "'version':'v1','groupPriorityMinimum':1,'versionPriority':1}",
      })
  void ownsNoMetadataOfWhatTheClusterIsRunBy(
      String resources, String kind, String name, String content) {
    String path = create(resources, name, content);
    String apiVersion = resources.replaceFirst("/apis/(.*/v1)/.*", "$1");
    String applied = object(apiVersion, kind, name, "'status':{" + CONDITION + "}");

    TestServer.Reply merged =
        server.merge(path + "/status", json("{'metadata':{'labels':{'a':'merged'}}}"));
    TestServer.Reply reply =
        server.send(
            "PATCH", path + "/status?fieldManager=tester", "application/apply-patch+yaml", applied);

    assertEquals("created", merged.at("/metadata/labels/a"), merged.text());
    assertEquals(200, reply.status(), reply.text());
    assertEquals("created", reply.at("/metadata/labels/a"));
    assertEquals(
        json("{'f:status':{'f:conditions':{'k:{"),
        managed(reply).substring(0, "{'f:status':{'f:conditions':{'k:{".length()));
  }

  /** What the applier owns. */
  private static String managed(TestServer.Reply reply) {
    for (JsonNode entry : reply.json().at("/metadata/managedFields")) {
      if (entry.path("manager").asText().equals("tester")) {
        return entry.path("fieldsV1").toString();
      }
    }
    return "";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "/api/v1/nodes~status-n~'spec':{}~merged",
        "/api/v1/persistentvolumes~status-p~'spec':{'capacity':{'storage':'1Gi'},"
            + "'accessModes':['ReadWriteOnce'],'hostPath':{'path':'/x'}}~merged",
        DEFINITIONS
            + "~lamps.status-a.example.com~'spec':{'group':'status-a.example.com',"
            + "'scope':'Cluster','names':{'plural':'lamps','kind':'Lamp'},'versions':[{'name':'v1',"
            + "'served':true,'storage':true,'schema':{'openAPIV3Schema':{'type':'object'}}}]}~merged",
        "/apis/storage.k8s.io/v1/volumeattachments~status-v~'spec':{'attacher':'a','nodeName':'n',"
            + "'source':{'persistentVolumeName':'p'}}~created",
      })
  void labelsMostKinds(String resources, String name, String content, String label) {
    String path = create(resources, name, content);

    TestServer.Reply reply =
        server.merge(path + "/status", json("{'metadata':{'labels':{'a':'merged'}}}"));

    assertEquals(200, reply.status(), reply.text());
    assertEquals(label, reply.at("/metadata/labels/a"));
  }

  @Test
  void checksLabels() {
    String path = create("/api/v1/nodes", "status-l", "'spec':{}");

    TestServer.Reply reply =
        server.merge(path + "/status", json("{'metadata':{'labels':{'a':'not a label'}}}"));

    assertEquals(422, reply.status(), reply.text());
  }
}
