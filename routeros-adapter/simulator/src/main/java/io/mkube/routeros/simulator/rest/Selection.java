package io.mkube.routeros.simulator.rest;

import io.mkube.routeros.simulator.http.Uris.Parameter;
import io.mkube.routeros.simulator.world.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rows and which of their properties a read wants.
 *
 * @param equal properties and the values that they must have, all of them
 * @param query query words, empty for none
 * @param properties properties to print, empty for all
 */
record Selection(List<Parameter> equal, Query query, Set<String> properties) {
  /** From the query string of a GET. */
  static Selection of(List<Parameter> parameters) {
    List<Parameter> equal = new ArrayList<>();
    Set<String> properties = Set.of();
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(".proplist")) {
        properties = names(List.of(parameter.value()));
      } else {
        equal.add(parameter);
      }
    }
    return new Selection(equal, Query.parse(List.of()), properties);
  }

  /** From the body of a POST to print; takes its words out of the arguments. */
  static Selection of(Map<String, List<String>> words) {
    return new Selection(
        List.of(),
        Query.parse(words.getOrDefault(".query", List.of())),
        names(words.getOrDefault(".proplist", List.of())));
  }

  /** The one name or id that the rows must have, if the filter says so. */
  Optional<String> single() {
    for (Parameter parameter : equal) {
      boolean names = parameter.name().equals("name") || parameter.name().equals(".id");
      if (names && parameter.value().indexOf(',') < 0 && !parameter.value().isEmpty()) {
        return Optional.of(parameter.value());
      }
    }
    return Optional.empty();
  }

  List<Row> rows(List<Row> all) {
    return all.stream().filter(this::matches).toList();
  }

  private boolean matches(Row row) {
    for (Parameter parameter : equal) {
      String value = Query.value(row, parameter.name());
      // Several values separated by commas mean any of them (seen in the field, undocumented).
      boolean any =
          value.equals(parameter.value())
              || (parameter.value().indexOf(',') >= 0
                  && Arrays.asList(parameter.value().split(",", -1)).contains(value));
      if (!any) {
        return false;
      }
    }
    return query.matches(row);
  }

  private static Set<String> names(List<String> lists) {
    return lists.stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
