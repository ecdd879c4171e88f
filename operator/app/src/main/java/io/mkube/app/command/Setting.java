package io.mkube.app.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option with one value, described without annotations: reading them takes a sixth of a server's
 * start, since each kind of annotation becomes a class first.
 */
final class Setting<T> {
  private final OptionSpec spec;

  private Setting(OptionSpec spec) {
    this.spec = spec;
  }

  /**
   * Describes an option.
   *
   * @param name as it is typed
   * @param label what stands for its value in help texts
   * @param type class of the value
   * @param description what it means, and what holds without it
   */
  static <T> Setting<T> of(String name, String label, Class<T> type, String description) {
    return new Setting<>(builder(name, label, type, description).build());
  }

  /** As {@link #of(String, String, Class, String)}, with a way to read the value. */
  static <T> Setting<T> of(
      String name, String label, Class<T> type, ITypeConverter<T> converter, String description) {
    return new Setting<>(
        builder(name, label, type, description)
            .converters(new ITypeConverter<?>[] {converter})
            .build());
  }

  private static OptionSpec.Builder builder(
      String name, String label, Class<?> type, String description) {
    return OptionSpec.builder(name).paramLabel(label).type(type).description(description);
  }

  /** The option, for the command that has it. */
  OptionSpec spec() {
    return spec;
  }

  /** What was chosen, if anything was. */
  Optional<T> chosen() {
    @Nullable T value = spec.getValue();
    return Optional.ofNullable(value);
  }

  /** What was chosen, or what holds without a choice. */
  T or(T unless) {
    return chosen().orElse(unless);
  }
}
