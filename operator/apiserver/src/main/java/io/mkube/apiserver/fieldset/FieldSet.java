package io.mkube.apiserver.fieldset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A set of paths into an object. A path is a member by itself: neither what leads to it nor what
 * lies below it belongs to the set because of it. Immutable. The operations take linear time and
 * return {@code this} when nothing changes.
 */
@SuppressWarnings("ReferenceEquality") // Identity tells cheaply that an operation changed nothing.
public final class FieldSet {
  /** The set without paths. */
  public static final FieldSet EMPTY =
      new FieldSet(new PathElement[0], new boolean[0], new FieldSet[0]);

  private final PathElement[] elements;
  private final boolean[] members;
  private final FieldSet[] below;

  private FieldSet(PathElement[] elements, boolean[] members, FieldSet[] below) {
    this.elements = elements;
    this.members = members;
    this.below = below;
  }

  /** The set of these paths, each a list of field names. */
  @SafeVarargs
  public static FieldSet ofFields(List<String>... paths) {
    FieldSet set = EMPTY;
    for (List<String> path : paths) {
      set = set.union(of(path.stream().map(PathElement::field).toList()));
    }
    return set;
  }

  /** The set of one path. */
  public static FieldSet of(List<PathElement> path) {
    FieldSet set = EMPTY;
    for (int i = path.size() - 1; i >= 0; i--) {
      Builder builder = new Builder();
      builder.add(path.get(i), i == path.size() - 1, set);
      set = builder.build();
    }
    return set;
  }

  public boolean isEmpty() {
    return elements.length == 0;
  }

  /** Number of paths. */
  public int size() {
    int size = 0;
    for (int i = 0; i < elements.length; i++) {
      size += below[i].size() + (members[i] ? 1 : 0);
    }
    return size;
  }

  /** Whether the path of this one element is a member. */
  public boolean has(PathElement element) {
    int at = find(element);
    return at >= 0 && members[at];
  }

  /** Whether a path is a member. */
  public boolean has(List<PathElement> path) {
    FieldSet set = this;
    for (PathElement element : path.subList(0, path.size() - 1)) {
      set = set.under(element);
    }
    return set.has(path.getLast());
  }

  /** The paths that begin with an element, without it. */
  public FieldSet under(PathElement element) {
    int at = find(element);
    return at < 0 ? EMPTY : below[at];
  }

  /** The paths in either set. */
  public FieldSet union(FieldSet other) {
    if (other.isEmpty() || other == this) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    Builder merged = new Builder();
    int i = 0;
    int j = 0;
    while (i < elements.length || j < other.elements.length) {
      int order = order(i, other, j);
      if (order < 0) {
        merged.add(elements[i], members[i], below[i]);
      } else if (order > 0) {
        merged.add(other.elements[j], other.members[j], other.below[j]);
      } else {
        merged.add(elements[i], members[i] || other.members[j], below[i].union(other.below[j]));
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    FieldSet union = merged.build();
    return union.sameAs(this) ? this : union;
  }

  /** The paths in both sets. */
  public FieldSet intersection(FieldSet other) {
    Builder common = new Builder();
    int j = 0;
    for (int i = 0; i < elements.length; i++) {
      while (j < other.elements.length && order(i, other, j) > 0) {
        j++;
      }
      if (j < other.elements.length && order(i, other, j) == 0) {
        common.add(
            elements[i], members[i] && other.members[j], below[i].intersection(other.below[j]));
      }
    }
    FieldSet intersection = common.build();
    return intersection.sameAs(this) ? this : intersection;
  }

  /** The paths that are not in the other set. */
  public FieldSet difference(FieldSet other) {
    return without(other, false);
  }

  /** The paths that are not in the other set and do not lie below a path in it. */
  public FieldSet recursiveDifference(FieldSet other) {
    return without(other, true);
  }

  /** Calls back with every path, those of one element before longer ones, level by level. */
  public void forEach(Consumer<List<PathElement>> action) {
    forEach(new ArrayDeque<>(), action);
  }

  /** Calls back with every first element of a path. */
  public void forEachFirst(Visitor visitor) {
    for (int i = 0; i < elements.length; i++) {
      visitor.visit(elements[i], members[i], below[i]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSet set && sameAs(set);
  }

  @Override
  public int hashCode() {
    int hash = Arrays.hashCode(elements) * 31 + Arrays.hashCode(members);
    return hash * 31 + Arrays.hashCode(below);
  }

  /** One path per line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach(path -> text.append(textOf(path)).append('\n'));
    return text.toString();
  }

  /** A path as in messages: {@code .spec.containers[name="a"].image}. */
  public static String textOf(List<PathElement> path) {
    StringBuilder text = new StringBuilder();
    path.forEach(text::append);
    return text.toString();
  }

  private FieldSet without(FieldSet other, boolean recursively) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    Builder rest = new Builder();
    boolean changed = false;
    int j = 0;
    for (int i = 0; i < elements.length; i++) {
      while (j < other.elements.length && order(i, other, j) > 0) {
        j++;
      }
      if (j == other.elements.length || order(i, other, j) < 0) {
        rest.add(elements[i], members[i], below[i]);
        continue;
      }
      FieldSet left =
          recursively && other.members[j] ? EMPTY : below[i].without(other.below[j], recursively);
      changed |= left != below[i] || (members[i] && other.members[j]);
      rest.add(elements[i], members[i] && !other.members[j], left);
    }
    return changed ? rest.build() : this;
  }

  private int order(int i, FieldSet other, int j) {
    if (i == elements.length) {
      return 1;
    }
    return j == other.elements.length ? -1 : elements[i].compareTo(other.elements[j]);
  }

  private int find(PathElement element) {
    int low = 0;
    int high = elements.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = elements[middle].compareTo(element);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private boolean sameAs(FieldSet other) {
    return this == other
        || (elements.length == other.elements.length
            && Arrays.equals(members, other.members)
            && Arrays.equals(elements, other.elements)
            && Arrays.equals(below, other.below));
  }

  private void forEach(Deque<PathElement> prefix, Consumer<List<PathElement>> action) {
    for (int i = 0; i < elements.length; i++) {
      if (members[i]) {
        prefix.addLast(elements[i]);
        action.accept(List.copyOf(prefix));
        prefix.removeLast();
      }
    }
    for (int i = 0; i < elements.length; i++) {
      if (!below[i].isEmpty()) {
        prefix.addLast(elements[i]);
        below[i].forEach(prefix, action);
        prefix.removeLast();
      }
    }
  }

  /** Takes the first elements of the paths of a set, in order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes one.
     *
     * @param element the element
     * @param member whether the element alone is a path of the set
     * @param below the paths that go on behind the element
     */
    void visit(PathElement element, boolean member, FieldSet below);
  }

  /** Collects the first elements of paths in any order, each at most once. Not thread-safe. */
  public static final class Builder {
    private static final int INITIAL = 4;
    private PathElement[] elements = new PathElement[INITIAL];
    private boolean[] members = new boolean[INITIAL];
    private FieldSet[] below = new FieldSet[INITIAL];
    private int size;
    private boolean sorted = true;

    /** Adds an element; one that is neither a path nor leads to any is left out. */
    public void add(PathElement element, boolean member, FieldSet paths) {
      if (!member && paths.isEmpty()) {
        return;
      }
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, size * 2);
        members = Arrays.copyOf(members, size * 2);
        below = Arrays.copyOf(below, size * 2);
      }
      sorted &= size == 0 || elements[size - 1].compareTo(element) < 0;
      elements[size] = element;
      members[size] = member;
      below[size] = paths;
      size++;
    }

    /** The set. The builder is not used again. */
    public FieldSet build() {
      if (size == 0) {
        return EMPTY;
      }
      if (!sorted) {
        return rearranged();
      }
      return new FieldSet(
          Arrays.copyOf(elements, size), Arrays.copyOf(members, size), Arrays.copyOf(below, size));
    }

    private FieldSet rearranged() {
      List<Integer> order = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        order.add(i);
      }
      order.sort((a, b) -> elements[a].compareTo(elements[b]));
      PathElement[] ordered = new PathElement[size];
      boolean[] orderedMembers = new boolean[size];
      FieldSet[] orderedBelow = new FieldSet[size];
      int count = 0;
      for (int i : order) {
        if (count > 0 && elements[i].equals(ordered[count - 1])) {
          orderedMembers[count - 1] |= members[i];
          orderedBelow[count - 1] = orderedBelow[count - 1].union(below[i]);
          continue;
        }
        ordered[count] = elements[i];
        orderedMembers[count] = members[i];
        orderedBelow[count++] = below[i];
      }
      return new FieldSet(
          Arrays.copyOf(ordered, count),
          Arrays.copyOf(orderedMembers, count),
          Arrays.copyOf(orderedBelow, count));
    }
  }
}
