package io.mkube.routeros.simulator.menu;

import io.mkube.routeros.simulator.console.CommandException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How an argument is checked and how it is printed afterwards. */
public sealed interface ValueType {
  /**
   * The printed form of an argument.
   *
   * @throws CommandException if the argument is not of this type
   */
  String canonical(String argument, String text);

  /** Any text. */
  record Text() implements ValueType {
    @Override
    public String canonical(String argument, String text) {
      return text;
    }
  }

  /** A name of letters, digits and signs without blanks at its ends. */
  record Name() implements ValueType {
    @Override
    public String canonical(String argument, String text) {
      if (text.isEmpty() || !text.equals(text.strip()) || text.indexOf('\0') >= 0) {
        throw CommandException.invalid(argument);
      }
      return text;
    }
  }

  /** yes, no, true or false; printed as true or false. */
  record Bool() implements ValueType {
    @Override
    public String canonical(String argument, String text) {
      return switch (text) {
        case "yes", "true" -> "true";
        case "no", "false" -> "false";
        default -> throw CommandException.noMatch(argument);
      };
    }
  }

  /**
   * A whole number, decimal or {@code 0x} hexadecimal.
   *
   * @param from smallest
   * @param to largest
   */
  record Whole(long from, long to) implements ValueType {
    @Override
    public String canonical(String argument, String text) {
      long number;
      try {
        number = Long.decode(text.matches("[+-]?0+\\d+") ? text.replaceFirst("0+", "") : text);
      } catch (NumberFormatException e) {
        throw text.matches("\\d+\\D.*")
            ? CommandException.trailing(argument)
            : CommandException.invalid(argument);
      }
      if (number < from || number > to) {
        throw CommandException.outOfRange(argument, from, to);
      }
      return text.startsWith("0x") ? text : Long.toString(number);
    }
  }

  /**
   * One of some words.
   *
   * @param words the words
   */
  record Choice(List<String> words) implements ValueType {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String canonical(String argument, String text) {
      if (!words.contains(text)) {
        throw CommandException.noMatch(argument);
      }
      return text;
    }
  }

  /** A signal: a number, with its name behind a dash since 7.21. */
  record Signal(boolean named) implements ValueType {
    private static final Pattern FORM = Pattern.compile("(\\d{1,2})(-[A-Z0-9+-]+)?");

    @Override
    public String canonical(String argument, String text) {
      var matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw CommandException.invalid(argument);
      }
      if (matcher.group(2) != null && !named) {
        throw CommandException.trailing(argument);
      }
      int number = Integer.parseInt(matcher.group(1));
      if (number < 1 || number > 64) {
        throw CommandException.outOfRange(argument, 1, 64);
      }
      return text;
    }
  }

  /** A duration in any of the device's forms; printed as {@code 1w2d3h4m5s}. */
  record Span() implements ValueType {
    @Override
    public String canonical(String argument, String text) {
      return Durations.print(
          Durations.parse(text).orElseThrow(() -> CommandException.invalid(argument)));
    }
  }

  /** Bytes: digits with an optional K, M, G or T, or {@code unlimited}. */
  record Size() implements ValueType {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})([KkMmGgTt]?)(?:i?B)?");

    @Override
    public String canonical(String argument, String text) {
      if (text.equals("unlimited")) {
        return text;
      }
      var matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw CommandException.invalid(argument);
      }
      int shift =
          switch (String.valueOf(matcher.group(2)).toUpperCase(Locale.ROOT)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            case "T" -> 40;
            default -> 0;
          };
      return Long.toString(Long.parseLong(matcher.group(1)) << shift);
    }
  }

  /** A hardware address; printed in upper case with colons. */
  record Mac() implements ValueType {
    private static final Pattern FORM = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){5}");

    @Override
    public String canonical(String argument, String text) {
      String canonical = text.toUpperCase(Locale.ROOT).replace('-', ':').replace('.', ':');
      if (!FORM.matcher(canonical).matches()) {
        throw CommandException.invalid(argument);
      }
      return canonical;
    }
  }

  /** A list of IP addresses of either family. */
  record Addresses() implements ValueType {
    @Override
    public String canonical(String argument, String text) {
      return elements(text)
          .map(
              element ->
                  IpText.address(element).orElseThrow(() -> CommandException.invalid(argument)))
          .collect(Collectors.joining(","));
    }
  }

  /** A list of IP addresses with prefix length; a missing length means one address. */
  record Prefixes() implements ValueType {
    @Override
    public String canonical(String argument, String text) {
      return elements(text)
          .map(
              element ->
                  IpText.prefix(element).orElseThrow(() -> CommandException.invalid(argument)))
          .collect(Collectors.joining(","));
    }
  }

  /** A comma list of names. */
  record Names() implements ValueType {
    @Override
    public String canonical(String argument, String text) {
      return elements(text).collect(Collectors.joining(","));
    }
  }

  private static Stream<String> elements(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(element -> !element.isEmpty());
  }
}
