package io.mkube.apiserver.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * A histogram that is entered into on hot paths: entering is two additions without a lock. It is
 * written in the text format of Prometheus.
 *
 * @param <K> what values are kept apart by
 */
final class Distribution<K> {
  private final String name;
  private final String help;
  private final long[] bounds;
  private final double unit;
  private final Function<K, List<Label>> labels;
  private final Map<K, Cell> cells = new ConcurrentHashMap<>();

  /**
   * An empty histogram.
   *
   * @param bounds upper bounds of the buckets, ascending, in the unit of what is entered
   * @param unit how many of these are one in the text, such as 1e9 for nanoseconds shown as seconds
   * @param labels names and values of the labels of a key
   */
  Distribution(
      String name, String help, long[] bounds, double unit, Function<K, List<Label>> labels) {
    this.name = name;
    this.help = help;
    this.bounds = bounds.clone();
    this.unit = unit;
    this.labels = labels;
  }

  /** Where the values of a key are entered; to be kept by who enters many. */
  Cell of(K key) {
    Cell known = cells.get(key);
    return known != null ? known : cells.computeIfAbsent(key, absent -> new Cell(bounds));
  }

  boolean knows(K key) {
    return cells.containsKey(key);
  }

  int size() {
    return cells.size();
  }

  /** Appends the buckets, the sum and the count of every key. */
  void write(StringBuilder out) {
    begin(out, name, help, "histogram");
    sorted()
        .forEach(
            (text, cell) -> {
              long count = 0;
              for (int i = 0; i <= bounds.length; i++) {
                count += cell.buckets[i].sum();
                String bound = i < bounds.length ? number(bounds[i] / unit) : "+Inf";
                line(out, "_bucket", text + ",le=\"" + bound + "\"", Long.toString(count));
              }
              line(out, "_sum", text, number(cell.sum.sum() / unit));
              line(out, "_count", text, Long.toString(count));
            });
  }

  /** Appends how many values each key has, as a counter of its own. */
  void writeCounts(StringBuilder out, String counter, String text) {
    begin(out, counter, text, "counter");
    sorted()
        .forEach(
            (values, cell) -> {
              long count = 0;
              for (LongAdder bucket : cell.buckets) {
                count += bucket.sum();
              }
              out.append(counter)
                  .append('{')
                  .append(values)
                  .append("} ")
                  .append(count)
                  .append('\n');
            });
  }

  private Map<String, Cell> sorted() {
    Map<String, Cell> sorted = new TreeMap<>();
    cells.forEach((key, cell) -> sorted.put(text(labels.apply(key)), cell));
    return sorted;
  }

  private void line(StringBuilder out, String suffix, String values, String value) {
    out.append(name).append(suffix).append('{').append(values).append("} ").append(value);
    out.append('\n');
  }

  private static void begin(StringBuilder out, String name, String help, String type) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static String text(List<Label> labels) {
    StringBuilder text = new StringBuilder();
    for (Label label : labels) {
      String value = label.value().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      text.append(text.isEmpty() ? "" : ",").append(label.name()).append("=\"");
      text.append(value).append('"');
    }
    return text.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** A label of what is counted. */
  record Label(String name, String value) {}

  /** The values of one key. Thread-safe. */
  static final class Cell {
    private final long[] bounds;
    private final LongAdder[] buckets;
    private final LongAdder sum = new LongAdder();

    Cell(long[] bounds) {
      this.bounds = bounds;
      this.buckets = new LongAdder[bounds.length + 1];
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void enter(long value) {
      int bucket = 0;
      while (bucket < bounds.length && value > bounds[bucket]) {
        bucket++;
      }
      buckets[bucket].increment();
      sum.add(value);
    }
  }
}
