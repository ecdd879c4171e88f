package io.mkube.apiserver.cel.library;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Optional;

/** {@code format.named("uuid")}, {@code format.uuid()} and {@code validate}. */
final class TextFormats {
  private TextFormats() {}

  static void addTo(FunctionSet set, NamedFormats formats) {
    set.global(
        "format.named",
        "format_named",
        OptionalType.create(Types.FORMAT),
        SimpleType.STRING,
        String.class,
        name -> formats.names().contains(name) ? Optional.of(new Format(name)) : Optional.empty());
    for (String name : formats.names()) {
      set.add(
          "format." + name,
          CelOverloadDecl.newGlobalOverload("format_" + name, Types.FORMAT),
          List.of(),
          args -> new Format(name));
    }
    set.member(
        "validate",
        "format_validate",
        OptionalType.create(ListType.create(SimpleType.STRING)),
        new FunctionSet.Argument<>(Types.FORMAT, Format.class),
        Types.TEXT,
        (format, text) -> {
          List<String> faults = formats.faults(format.name(), text);
          return faults.isEmpty() ? Optional.empty() : Optional.of(faults);
        });
  }

  /**
   * A format.
   *
   * @param name its name
   */
  record Format(String name) {}
}
