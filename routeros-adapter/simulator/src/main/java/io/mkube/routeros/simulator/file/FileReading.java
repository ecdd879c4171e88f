package io.mkube.routeros.simulator.file;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.CommandResult;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.RowId;
import io.mkube.routeros.simulator.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code /file/read}: a piece of a file. The shape of the answer is inferred. */
public final class FileReading {
  private static final int LARGEST_CHUNK = 32768;

  private final World world;
  private final FileTree tree;

  public FileReading(World world, FileTree tree) {
    this.world = world;
    this.tree = tree;
  }

  CommandResult read(Map<String, String> arguments) {
    String path = "";
    long offset = 0;
    int chunk = LARGEST_CHUNK;
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      String name = argument.getKey();
      switch (name) {
        case "file" -> path = DevicePath.normal(name, argument.getValue());
        case "offset" -> offset = number(name, argument.getValue(), 0, Integer.MAX_VALUE);
        case "chunk-size" -> chunk = number(name, argument.getValue(), 1, LARGEST_CHUNK);
        default -> throw CommandException.unknownParameter(name);
      }
    }
    if (path.isEmpty()) {
      throw CommandException.missing("file");
    }
    String name = path;
    Row row = world.transaction(() -> tree.find(name).orElseThrow(CommandException::noSuchItem));
    byte[] data =
        row.values().containsKey("contents") ? kept(row, offset, chunk) : real(name, offset, chunk);
    String text = new String(data, StandardCharsets.ISO_8859_1);
    return new CommandResult.Rows(List.of(Row.of(RowId.SETTINGS, Map.of("data", text))));
  }

  private static byte[] kept(Row row, long offset, int chunk) {
    byte[] all = row.value("contents").getBytes(StandardCharsets.UTF_8);
    int from = (int) Math.min(offset, all.length);
    return Arrays.copyOfRange(all, from, Math.min(all.length, from + chunk));
  }

  private byte[] real(String name, long offset, int chunk) {
    Path path = tree.real().at(name);
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      ByteBuffer buffer = ByteBuffer.allocate(chunk);
      channel.position(offset);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // A short read is not the end of the file.
      }
      return Arrays.copyOf(buffer.array(), buffer.position());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  private static int number(String name, String text, int from, int to) {
    if (!text.matches("\\d{1,10}")) {
      throw CommandException.invalid(name);
    }
    long number = Long.parseLong(text);
    if (number < from || number > to) {
      throw CommandException.outOfRange(name, from, to);
    }
    return (int) number;
  }
}
