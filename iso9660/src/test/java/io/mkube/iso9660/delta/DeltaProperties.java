package io.mkube.iso9660.delta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.format.IsoFormatException;
import io.mkube.iso9660.format.MemorySource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A draft is an array that is written to, and so is its delta, in memory and from a file. */
final class DeltaProperties {
  @Property(tries = 200)
  void equalsAnArrayThatIsWrittenTo(
      @ForAll @IntRange(min = 1, max = 5000) int size,
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 6000) Integer> places,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    byte[] before = new byte[size];
    random.nextBytes(before);
    MemorySource base = new MemorySource(before);
    Draft draft = new Draft(base);
    byte[] expected = before.clone();
    for (int place : places) {
      byte[] bytes = new byte[random.nextInt(1500)];
      if (random.nextBoolean()) {
        random.nextBytes(bytes);
        draft.write(place, bytes);
      } else {
        draft.zero(place, bytes.length);
      }
      if (bytes.length > 0) {
        expected = Arrays.copyOf(expected, Math.max(expected.length, place + bytes.length));
        System.arraycopy(bytes, 0, expected, place, bytes.length);
      }
    }
    assertArrayEquals(expected, draft.bytes(0, expected.length, "test").copy());

    IsoDelta delta = draft.delta();
    assertArrayEquals(expected, delta.over(base).bytes(0, expected.length, "test").copy());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DeltaFile.write(delta, base, file);
    IsoDelta read = DeltaFile.read(new MemorySource(file.toByteArray()), base);
    int from = random.nextInt(expected.length);
    byte[] part = read.over(base).bytes(from, expected.length - from, "test").copy();
    assertArrayEquals(Arrays.copyOfRange(expected, from, expected.length), part);
    assertEquals(
        Tuple.of(delta.size(), delta.changedBytes()), Tuple.of(read.size(), read.changedBytes()));
  }

  @Property(tries = 300)
  void refusesFilesThatAreBroken(@ForAll @IntRange(min = 0, max = 87) int at, @ForAll byte value)
      throws IOException {
    MemorySource base = new MemorySource(new byte[100]);
    Draft draft = new Draft(base);
    draft.write(10, new byte[] {1, 2, 3});
    draft.write(50, new byte[] {4});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DeltaFile.write(draft.delta(), base, out);
    byte[] file = out.toByteArray();
    boolean same = file[at] == value;
    file[at] = value;
    boolean size = at >= 24 && at < 32; // what lies behind the base is zero, however far
    if (!same && !size) {
      assertThrows(IsoFormatException.class, () -> DeltaFile.read(new MemorySource(file), base));
    }
    assertTrue(file.length > 87);
  }
}
