package io.mkube.store.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class TemplateProperties {
  private final TemplatePacker packer = new TemplatePacker();

  /** Pieces of few bytes repeat, so that copies of all lengths and distances come about. */
  @Property
  void givesBackWhatWasPacked(
      @ForAll long seed,
      @ForAll @IntRange(max = Template.LONGEST) int templateLength,
      @ForAll @IntRange(max = 200_000) int length) {
    Random random = new Random(seed);
    byte[] alphabet = new byte[1 + random.nextInt(40)];
    random.nextBytes(alphabet);
    byte[] example = pieces(random, templateLength, alphabet, alphabet);
    Template template = new Template(example);
    byte[] value = pieces(random, length, alphabet, example);

    byte[] packed = packer.pack(template, value);

    if (packed != null) {
      assertTrue(packed.length <= length - length / 4 + 64);
      assertArrayEquals(value, template.unpack(packed, length));
    }
  }

  @Property
  void refusesWhatIsNotPacked(
      @ForAll byte @Size(max = 300) [] packed,
      @ForAll byte @Size(max = 100) [] example,
      @ForAll @IntRange(max = 500) int length) {
    try {
      assertEquals(length, new Template(example).unpack(packed, length).length);
    } catch (IllegalArgumentException e) {
      assertTrue(String.valueOf(e.getMessage()).contains(" bytes"), e::toString);
    }
  }

  @Property
  void doesNotPackNoise(@ForAll @Size(min = 400, max = 2000) byte[] noise) {
    Template template = new Template(new byte[0]);
    new Random(Arrays.hashCode(noise)).nextBytes(noise);
    assertNull(packer.pack(template, noise));
  }

  @Example
  void objectsOfOneWorkloadTakeLittle() {
    byte[] one = pod("web-7d4b9c-x2x4z", "0f3b6a7e-1111-4c3e-9a51-0a1b2c3d4e5f", "10.42.0.17");
    byte[] other = pod("web-7d4b9c-q8p1m", "c1d2e3f4-2222-4b5a-8c7d-6e5f4a3b2c1d", "10.42.3.201");
    byte[] packed = packer.pack(new Template(one), other);
    assertNotNull(packed);
    assertTrue(packed.length < other.length / 4, packed.length + " of " + other.length);
  }

  @Example
  void aPackedValueIsUnpackedAtEachRead() {
    byte[] bytes = pod("a", "b", "c");
    Value value = Value.of(bytes);
    assertSame(bytes, value.bytes());
    Template template = new Template(pod("x", "y", "z"));
    byte[] packed = packer.pack(template, bytes);
    assertNotNull(packed);

    value.pack(new Value.Packed(packed, template));

    assertArrayEquals(bytes, value.bytes());
    assertEquals(bytes.length, value.length());
  }

  private static byte[] pod(String name, String uid, String address) {
    return """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"default","uid":"%s",\
    "labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"nginx:1.27","ports":\
    [{"containerPort":8080,"protocol":"TCP"}],"terminationMessagePath":"/dev/termination-log",\
    "imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","dnsPolicy":"ClusterFirst"},\
    "status":{"phase":"Running","podIP":"%s","podIPs":[{"ip":"%s"}]}}\
    """
        .formatted(name, uid, address, address)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] pieces(Random random, int length, byte[] alphabet, byte[] source) {
    byte[] bytes = new byte[length];
    int at = 0;
    while (at < length) {
      int count = Math.min(length - at, 1 + random.nextInt(random.nextBoolean() ? 20 : 2000));
      for (int i = 0; i < count; i++) {
        bytes[at + i] = alphabet[random.nextInt(alphabet.length)];
      }
      if (source.length > count && random.nextBoolean()) {
        System.arraycopy(source, random.nextInt(source.length - count), bytes, at, count);
      } else if (at > count && random.nextBoolean()) {
        System.arraycopy(bytes, random.nextInt(at - count + 1), bytes, at, count);
      }
      at += count;
    }
    return bytes;
  }
}
