package io.mkube.iso9660.checksum;

import io.mkube.iso9660.directory.IsoEntry;
import java.io.IOException;
import java.util.Optional;

/**
 * What a list names, now and before.
 *
 * @param now the image with all changes
 * @param before the image without them
 */
record Sums(SumReader now, SumReader before) {
  /**
   * A line with another sum. What the image never held keeps its line.
   *
   * @param at position of the sum in the line
   * @param sum sum in the line
   * @param name name in the line
   * @return empty if the file has gone
   */
  Optional<String> replaced(String line, int at, String sum, String name) throws IOException {
    Optional<IsoEntry> entry = now.find(name);
    Optional<String> algorithm = SumReader.algorithm(sum.length());
    if (entry.isEmpty() || algorithm.isEmpty()) {
      boolean gone = entry.isEmpty() && before.find(name).isPresent();
      return gone ? Optional.empty() : Optional.of(line);
    }
    String right = now.sum(entry.get(), algorithm.get());
    return right.equalsIgnoreCase(sum)
        ? Optional.of(line)
        : Optional.of(line.substring(0, at) + right + line.substring(at + sum.length()));
  }
}
