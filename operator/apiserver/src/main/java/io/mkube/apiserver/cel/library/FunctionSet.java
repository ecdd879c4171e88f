package io.mkube.apiserver.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions as they are collected: each overload with what it does. Not thread-safe. */
@SuppressWarnings("Immutable") // bodies are lambdas without state
final class FunctionSet {
  private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  /** Adds {@code target.name()}. */
  <T> void member(
      String name, String id, CelType result, CelType target, Class<T> java, Unary<T> body) {
    add(name, CelOverloadDecl.newMemberOverload(id, result, target));
    bindings.add(CelFunctionBinding.from(id, java, body::apply));
  }

  /** Adds {@code target.name(argument)}. */
  <T, A> void member(
      String name,
      String id,
      CelType result,
      Argument<T> target,
      Argument<A> argument,
      Binary<T, A> body) {
    add(name, CelOverloadDecl.newMemberOverload(id, result, target.type(), argument.type()));
    bindings.add(CelFunctionBinding.from(id, target.java(), argument.java(), body::apply));
  }

  /** Adds {@code name(argument)}. */
  <T> void global(
      String name, String id, CelType result, CelType argument, Class<T> java, Unary<T> body) {
    add(name, CelOverloadDecl.newGlobalOverload(id, result, argument));
    bindings.add(CelFunctionBinding.from(id, java, body::apply));
  }

  /** Adds a function of any arguments. */
  void add(String name, CelOverloadDecl overload, List<Class<?>> java, CelFunctionOverload body) {
    add(name, overload);
    bindings.add(CelFunctionBinding.from(overload.overloadId(), java, body));
  }

  private void add(String name, CelOverloadDecl overload) {
    overloads.computeIfAbsent(name, key -> new ArrayList<>()).add(overload);
  }

  List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> functions = new ArrayList<>();
    overloads.forEach(
        (name, list) -> functions.add(CelFunctionDecl.newFunctionDeclaration(name, list)));
    return functions;
  }

  List<CelFunctionBinding> bindings() {
    return List.copyOf(bindings);
  }

  /**
   * A parameter.
   *
   * @param type its type in CEL
   * @param java the class of its values
   */
  record Argument<T>(CelType type, Class<T> java) {}

  /** A function of one value. */
  interface Unary<T> {
    Object apply(T value);
  }

  /** A function of two values. */
  interface Binary<A, B> {
    Object apply(A first, B second);
  }
}
