package io.mkube.apiserver.cel.library;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.List;

/** {@code find} and {@code findAll}. */
final class Regexes {
  private Regexes() {}

  static void addTo(FunctionSet set) {
    set.member(
        "find", "string_find_string", SimpleType.STRING, Types.TEXT, Types.TEXT, Regexes::find);
    set.member(
        "findAll",
        "string_find_all_string",
        ListType.create(SimpleType.STRING),
        Types.TEXT,
        Types.TEXT,
        (text, regex) -> findAll(text, regex, -1));
    set.add(
        "findAll",
        CelOverloadDecl.newMemberOverload(
            "string_find_all_string_int",
            ListType.create(SimpleType.STRING),
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.INT),
        List.of(String.class, String.class, Long.class),
        args -> findAll((String) args[0], (String) args[1], (Long) args[2]));
  }

  /** Whether a text is a regular expression. */
  static Pattern compile(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new FunctionFailure("Illegal regex: " + e.getMessage());
    }
  }

  private static String find(String text, String regex) {
    Matcher matcher = compile(regex).matcher(text);
    return matcher.find() ? matcher.group() : "";
  }

  private static List<String> findAll(String text, String regex, long limit) {
    List<String> found = new ArrayList<>();
    Matcher matcher = compile(regex).matcher(text);
    while ((limit < 0 || found.size() < limit) && matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
