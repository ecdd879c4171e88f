package io.mkube.iso9660.bootargs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A change of a text.
 *
 * @param start position of what goes
 * @param end position behind it
 * @param text what stands there then
 */
record Splice(int start, int end, String text) {
  /** The text with changes that do not overlap. */
  static String apply(String text, List<Splice> splices) {
    List<Splice> ordered = new ArrayList<>(splices);
    ordered.sort(Comparator.comparingInt(Splice::start).thenComparingInt(Splice::end));
    StringBuilder result = new StringBuilder();
    int at = 0;
    for (Splice splice : ordered) {
      result.append(text, at, splice.start).append(splice.text);
      at = splice.end;
    }
    return result.append(text, at, text.length()).toString();
  }

  /**
   * The changes that give a kernel its arguments.
   *
   * @param words words that are arguments already
   * @param end where new ones go
   * @param quote how a word is written
   */
  static List<Splice> of(
      String text, List<Word> words, int end, Arguments arguments, Quoting quote) {
    Arguments.Edit edit = arguments.edit(words.stream().map(Word::value).toList());
    List<Splice> splices = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (!edit.kept().get(i)) {
        int start = words.get(i).start();
        // The blank before it goes with it.
        while (start > 0 && (text.charAt(start - 1) == ' ' || text.charAt(start - 1) == '\t')) {
          start--;
        }
        splices.add(new Splice(start, words.get(i).end(), ""));
      }
    }
    Optional<Word> separator = words.stream().filter(Splice::isSeparator).findFirst();
    StringBuilder early = new StringBuilder();
    StringBuilder added = new StringBuilder();
    for (String word : edit.added()) {
      if (separator.isPresent() && Arguments.isOnlyForInstaller(word)) {
        early.append(quote.quoted(word)).append(' ');
      } else {
        added.append(' ').append(quote.quoted(word));
      }
    }
    if (!early.isEmpty()) {
      int start = separator.orElseThrow().start();
      splices.add(new Splice(start, start, early.toString()));
    }
    if (!added.isEmpty()) {
      splices.add(new Splice(end, end, added.toString()));
    }
    return splices;
  }

  /** Debian and Ubuntu give the installed system what stands behind it; once it was shorter. */
  private static boolean isSeparator(Word word) {
    return word.value().equals("---") || word.value().equals("--");
  }

  /** How a word is written so that its language reads it back. */
  interface Quoting {
    String quoted(String word);
  }
}
