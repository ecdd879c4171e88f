package io.mkube.apiserver.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.error.ApiException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/api/v1/pods,                                       '',   v1,'',pods,'',''",
        "/api/v1/namespaces/n/pods/,                         '',   v1,n, pods,'',''",
        "/api/v1/namespaces/n/pods/p/log,                    '',   v1,n, pods,p, log",
        "/api/v1/namespaces,                                 '',   v1,'',namespaces,'',''",
        "/api/v1/namespaces/n,                               '',   v1,'',namespaces,n,''",
        "/api/v1/namespaces/n/status,                        '',   v1,'',namespaces,n,status",
        "/api/v1/namespaces/n/finalize,                      '',   v1,'',namespaces,n,finalize",
        "/apis/apps/v1/namespaces/n/deployments/d/scale,     apps, v1,n, deployments,d,scale",
        "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:x%20y,"
            + " rbac.authorization.k8s.io,v1,'',clusterroles,system:x y,''",
        "/api/v1/nodes/r/proxy/metrics/cadvisor,             '',   v1,'',nodes,r,proxy",
        "/api/v1/namespaces/n/services/https:s:1/proxy/,     '',   v1,n, services,https:s:1,proxy",
        "/api/v1/namespaces/n/pods/a%2Fb,                    '',   v1,n, pods,a, b",
        "/api/v1/namespaces//pods,                           '',   v1,'',pods,'',''",
        "/%61pi/v1/pods,                                     '',   v1,'',pods,'',''",
        "/api/v1/watch/namespaces/n/pods/p,                  '',   v1,n, pods,p,''",
      })
  void namesWhatAUrlIsAbout(
      String path,
      String group,
      String version,
      String namespace,
      String resource,
      String name,
      String subresource) {
    ResourcePath parsed = ResourcePath.parse(path).orElseThrow();

    assertEquals(
        new ResourcePath(
            group, version, namespace, resource, name, subresource, path.contains("/watch/")),
        parsed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api",
        "/api/v1",
        "/apis",
        "/apis/apps",
        "/apis/apps/v1",
        "/version",
        "/openapi/v3/api/v1/x",
        "//api/v1/pods",
        "/api//v1/pods",
        "/api/v1//pods",
      })
  void isNotAboutResourcesOtherwise(String path) {
    assertTrue(ResourcePath.parse(path).isEmpty());
  }

  @Test
  void refusesMalformedEscapes() {
    assertThrows(ApiException.class, () -> ResourcePath.parse("/api/v1/pods/%zz"));
    assertThrows(ApiException.class, () -> Query.parse("a=%"));
  }

  @Test
  void readsEveryValueOfAParameter() {
    Query query = Query.parse("a=1&b&a=2&c=x%20y+z&&=");

    assertEquals("1", query.text("a"));
    assertEquals(List.of("1", "2"), query.all("a"));
    assertEquals(true, query.flag("b").orElseThrow());
    assertEquals("x y z", query.text("c"));
    assertEquals("", query.text("none"));
  }

  @Property
  void tokensComeBackAsTheyWent(
      @ForAll @LongRange(min = -1) long revision, @ForAll("names") String name) {
    ContinueToken token = new ContinueToken(revision, "ns", name);

    assertEquals(token, ContinueToken.parse(token.encode()));
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<String> names() {
    return net.jqwik.api.Arbitraries.strings().excludeChars('/').ofMaxLength(60);
  }
}
