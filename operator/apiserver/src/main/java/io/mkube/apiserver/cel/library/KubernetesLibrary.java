package io.mkube.apiserver.cel.library;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import java.util.List;

/**
 * What Kubernetes 1.32 adds to CEL for custom resources: lists, regular expressions, URLs,
 * quantities, IP addresses and networks, named formats, versions, and formatted text, which the CEL
 * library lacks. Immutable and safe for concurrent use.
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
    Versions.addTo(set);
    Printf.addTo(set);
    this.declarations = set.declarations();
    this.bindings = set.bindings();
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
