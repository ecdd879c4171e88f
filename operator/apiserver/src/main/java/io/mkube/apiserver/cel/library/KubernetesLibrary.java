package io.mkube.apiserver.cel.library;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Kubernetes 1.32 adds to CEL for custom resources: lists, regular expressions, URLs,
 * quantities, IP addresses and networks, named formats, and formatted text, which the CEL library
 * lacks. Immutable and safe for concurrent use.
 */
public final class KubernetesLibrary implements CelCompilerLibrary, CelRuntimeLibrary {
  private final List<CelFunctionDecl> declarations;
  private final List<CelFunctionBinding> bindings;

  /**
   * All functions.
   *
   * @param formats the text formats that rules can name
   */
  public KubernetesLibrary(NamedFormats formats) {
    FunctionSet set = new FunctionSet();
    Lists.addTo(set);
    Regexes.addTo(set);
    Urls.addTo(set);
    Quantities.addTo(set);
    Networks.addTo(set);
    TextFormats.addTo(set, formats);
    Printf.addTo(set);
    this.declarations = set.declarations();
    this.bindings = set.bindings();
  }

  /** The types that rules can name besides those of the language itself. */
  public static Optional<CelType> typeNamed(String name) {
    return Stream.of(SimpleType.TIMESTAMP, SimpleType.DURATION, Types.IP, Types.CIDR)
        .<CelType>map(type -> type)
        .filter(type -> type.name().equals(name))
        .findFirst();
  }

  /** Whether an overload is one of a function of lists that has one for each type of elements. */
  public static boolean isTypedList(String overload) {
    return Lists.isTyped(overload);
  }

  @Override
  public void setCheckerOptions(CelCheckerBuilder builder) {
    builder.addFunctionDeclarations(declarations);
  }

  @Override
  public void setRuntimeOptions(CelRuntimeBuilder builder) {
    builder.addFunctionBindings(bindings);
  }
}
