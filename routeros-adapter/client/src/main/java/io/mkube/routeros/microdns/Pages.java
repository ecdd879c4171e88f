package io.mkube.routeros.microdns;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.http.Operation;
import io.mkube.routeros.microdns.MicroDnsApi.Identified;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a list that the server hands out in pages. Pages are cut from the list as it is at that
 * moment: a row that goes between two pages moves all later ones, and one of them would be missed.
 * So each page begins with the last row of the one before; when it is another row the list has
 * moved and is read again.
 */
final class Pages {
  /** The most that the server gives at once; it takes 100 when not asked for more. */
  static final int LIMIT = 1000;

  private static final int TRIES = 4;

  private Pages() {}

  /**
   * All rows.
   *
   * @throws DeviceException.Unintelligible if the list moves all the time
   */
  static <T extends Identified> List<T> readAll(Source<T> source, Operation operation) {
    for (int i = 0; i < TRIES; i++) {
      Optional<List<T>> rows = readOnce(source);
      if (rows.isPresent()) {
        return rows.get();
      }
    }
    throw new DeviceException.Unintelligible(
        operation.failed("the list changed while it was read, " + TRIES + " times"));
  }

  /** All rows, or empty if the list moved. */
  private static <T extends Identified> Optional<List<T>> readOnce(Source<T> source) {
    List<T> rows = new ArrayList<>(source.page(LIMIT, 0));
    Set<String> ids = new HashSet<>();
    for (T row : rows) {
      ids.add(Objects.requireNonNullElse(row.id(), ""));
    }
    int last = rows.size();
    while (last >= LIMIT) {
      List<T> page = source.page(LIMIT, rows.size() - 1);
      if (page.isEmpty() || !Objects.equals(page.getFirst().id(), rows.getLast().id())) {
        return Optional.empty();
      }
      for (T row : page.subList(1, page.size())) {
        if (!ids.add(Objects.requireNonNullElse(row.id(), ""))) {
          return Optional.empty();
        }
        rows.add(row);
      }
      last = page.size();
    }
    return Optional.of(rows);
  }

  /** One page of a list. */
  @FunctionalInterface
  interface Source<T> {
    /** At most {@code limit} rows from the row number {@code offset} on, counted from 0. */
    List<T> page(int limit, int offset);
  }
}
