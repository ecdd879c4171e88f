package io.mkube.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String SHA =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest",
    "nginx:1.27, docker.io/library/nginx:1.27",
    "glenn/mkube:edge, docker.io/glenn/mkube:edge",
    "docker.io/nginx, docker.io/library/nginx:latest",
    "index.docker.io/library/nginx, docker.io/library/nginx:latest",
    "localhost/app, localhost/app:latest",
    "localhost:5000/app:v1, localhost:5000/app:v1",
    "192.168.200.3:5000/microdns:edge, 192.168.200.3:5000/microdns:edge",
    "registry.example.com/a/b/c, registry.example.com/a/b/c:latest",
    "[fd00::3]:5000/app:v1, [fd00::3]:5000/app:v1",
    "ghcr.io/a/b__c-d.e:V1_x.y, ghcr.io/a/b__c-d.e:V1_x.y"
  })
  void completesWhatIsLeftOut(String text, String complete) throws ImageException {
    assertEquals(complete, ImageReference.parse(text).toString());
  }

  @Test
  void letsTheDigestDecideWhenThereIsATagToo() throws ImageException {
    assertEquals(
        "docker.io/library/nginx@" + SHA, ImageReference.parse("nginx:1.27@" + SHA).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Nginx",
        "nginx:",
        "nginx:a b",
        "nginx@",
        "nginx@sha256:abc",
        "a//b",
        "/a",
        "a/",
        "ex ample.com/a",
        "example.com:port/a",
        "a_.b",
        "nginx:-x",
        "..",
        "../etc/passwd"
      })
  void refusesWhatIsNoReference(String text) {
    ImageException refusal =
        assertThrows(ImageException.InvalidReference.class, () -> ImageReference.parse(text));
    assertTrue(refusal.toString().contains("\"" + text + "\""), refusal.toString());
  }

  @Test
  void refusesNamesThatClientsWouldCut() {
    String longest = "a".repeat(255 - "docker.io/library/".length());
    assertEquals(
        255, parsed(longest).registry().length() + 1 + parsed(longest).repository().length());
    assertThrows(ImageException.InvalidReference.class, () -> ImageReference.parse(longest + "a"));
  }

  @Test
  void parsesItsOwnText() {
    ImageReference reference = parsed("quay.io/x/y@" + SHA);
    assertEquals(reference, parsed(reference.toString()));
  }

  private static ImageReference parsed(String text) {
    try {
      return ImageReference.parse(text);
    } catch (ImageException e) {
      throw new AssertionError(e);
    }
  }
}
