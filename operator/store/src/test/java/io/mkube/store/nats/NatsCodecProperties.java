package io.mkube.store.nats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import io.mkube.store.encoding.ValueCompression;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;

final class NatsCodecProperties {
  private final KeySubjects subjects = new KeySubjects("mkube");

  @Provide
  Arbitrary<StoreKey> keys() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withChars('a', 'Z', '0', '.', '-', '_', '=', '*', '>', ' ', '\u0000', 'é', '名')
            .ofMaxLength(12)
            .map(s -> s + (s.length() % 5 == 4 ? "😀" : ""));
    return Combinators.combine(text, text.map(s -> "r" + s), text, text.map(s -> s + "n"))
        .as(StoreKey::new);
  }

  @Property
  void subjectsReadBackAsTheirKeysAndAreValid(@ForAll @From("keys") StoreKey key) {
    String subject = subjects.of(key);

    assertEquals(Optional.of(key), subjects.parse(subject));
    assertTrue(subject.matches("\\$KV\\.mkube(\\.[-=_a-zA-Z0-9]+){4}"), subject);
  }

  @Property
  void differentKeysHaveDifferentSubjects(
      @ForAll @From("keys") StoreKey one, @ForAll @From("keys") StoreKey other) {
    if (!one.equals(other)) {
      assertNotEquals(subjects.of(one), subjects.of(other));
    }
  }

  @Property
  void anySubjectIsAKeyOrNone(@ForAll String subject) {
    subjects
        .parse("$KV.mkube." + subject)
        .ifPresent(key -> assertTrue(!key.name().isEmpty() && !key.resource().isEmpty()));
  }

  @Provide
  Arbitrary<byte[]> values() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.bytes().array(byte[].class).ofMaxSize(40)),
        Tuple.of(1, Arbitraries.integers().between(1_000, 40_000).map(byte[]::new)));
  }

  @Property(tries = 300)
  void recordsReadBack(
      @ForAll @From("values") byte[] value,
      @ForAll @From("keys") StoreKey key,
      @ForAll @LongRange(min = 1) long revision,
      @ForAll long store,
      @ForAll boolean deletion) {
    Write write =
        deletion
            ? new Write.Delete(key, revision, key.name(), value)
            : new Write.Put(key, revision - 1, key.name(), value);
    RecordCodec.Origin origin = new RecordCodec.Origin(store, revision);
    try (ValueCompression compression = new ValueCompression(RecordCodec.COMPRESSED_FROM)) {
      byte[] body = RecordCodec.encode(write, origin, compression.compress(value));

      RecordCodec.Decoded record = RecordCodec.decode(body);

      assertEquals(origin, RecordCodec.origin(body));
      assertEquals(deletion, record.deletion());
      assertEquals(write.expectedRevision(), record.previousRevision());
      assertEquals(origin, record.origin());
      assertEquals(key.name(), record.uid());
      assertArrayEquals(value, record.value());
      assertTrue(value.length < 5_000 || body.length < value.length / 2);
    }
  }

  @Property(tries = 500)
  void whateverIsNoRecordIsRefused(@ForAll byte[] bytes, @ForAll("cuts") int cut) {
    byte[] data = Arrays.copyOf(bytes, Math.min(cut, bytes.length));
    try {
      RecordCodec.decode(data).value();
    } catch (IllegalArgumentException e) {
      assertTrue(!String.valueOf(e.getMessage()).isBlank());
    }
  }

  @Provide
  Arbitrary<Integer> cuts() {
    return Arbitraries.integers().between(0, 64);
  }

  @Property
  void placesOfMessagesAreReadInBothForms(
      @ForAll @LongRange(min = 0) long sequence, @ForAll @LongRange(min = 0) long pending) {
    String tail = "KV_mkube.c1.1.%d.7.1700000000000000000.%d".formatted(sequence, pending);

    Delivered expected = new Delivered(sequence, 7, 1_700_000_000_000_000_000L, pending);
    assertEquals(expected, Delivered.parse("$JS.ACK." + tail));
    assertEquals(expected, Delivered.parse("$JS.ACK.domain.account." + tail));
    assertEquals(expected, Delivered.parse("$JS.ACK._.account." + tail + ".token"));
  }
}
