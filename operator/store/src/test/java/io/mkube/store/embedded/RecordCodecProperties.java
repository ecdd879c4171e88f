package io.mkube.store.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.mkube.store.Change;
import io.mkube.store.StoreKey;
import io.mkube.store.encoding.ValueCompression;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class RecordCodecProperties {
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().alpha().numeric().withChars(".-").ofMinLength(1).ofMaxLength(40),
        Arbitraries.of("ключ", "名前", "🦊", "\u0000", " "));
  }

  @Property
  void readsBackWhatWasWritten(
      @ForAll @From("texts") String name,
      @ForAll @From("texts") String uid,
      @ForAll @From("texts") String previousUid,
      @ForAll @LongRange(min = 0) long revision,
      @ForAll Change.Kind kind,
      @ForAll @IntRange(max = 20_000) int length) {
    StoreKey key = new StoreKey("", "pods", name, name);
    Change change = new Change(revision, kind, key, revision / 2, uid, new byte[length]);
    byte[] stored = new ValueCompression(1_000).compress(change.value());
    FrameBuffer frame = new FrameBuffer();

    RecordCodec.encode(frame, change, RecordCodec.encodeName(key, uid), stored, previousUid);
    ByteBuffer records = records(frame);
    RecordCodec.Decoded decoded = RecordCodec.ofLog().decode(records);

    assertFalse(records.hasRemaining());
    assertEquals(previousUid, decoded.previousUid());
    assertEquals(revision, decoded.change().revision());
    assertEquals(revision / 2, decoded.change().previousRevision());
    assertEquals(kind, decoded.change().kind());
    assertEquals(key, decoded.change().key());
    assertEquals(uid, decoded.change().uid());
    assertArrayEquals(change.value(), decoded.change().value());
  }

  @Property
  void refusesEverythingElseInOneWay(@ForAll byte[] noise, @ForAll long seed) {
    Random random = new Random(seed);
    StoreKey key = new StoreKey("g", "r", "n", "n");
    FrameBuffer frame = new FrameBuffer();
    Change change = new Change(7, Change.Kind.PUT, key, 3, "uid", new byte[2_000]);
    byte[] stored = new ValueCompression(1_000).compress(change.value());
    RecordCodec.encode(frame, change, RecordCodec.encodeName(key, "uid"), stored, "old");
    ByteBuffer damaged = records(frame);
    damaged.put(random.nextInt(damaged.limit()), (byte) random.nextInt());

    decodeOrRefuse(damaged);
    decodeOrRefuse(ByteBuffer.wrap(noise));
  }

  private static void decodeOrRefuse(ByteBuffer records) {
    RecordCodec codec = RecordCodec.ofLog();
    try {
      while (records.hasRemaining()) {
        codec.decode(records);
      }
    } catch (IllegalArgumentException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  private static ByteBuffer records(FrameBuffer frame) {
    ByteBuffer bytes = frame.finish(1, 1);
    return bytes.slice(FrameBuffer.HEADER, bytes.limit() - FrameBuffer.HEADER);
  }
}
