package io.mkube.apiserver.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Fills fields and parameters; see {@link MkubeApiServer}. */
final class MkubeApiServerExtension
    implements BeforeAllCallback, BeforeEachCallback, TestInstancePostProcessor, ParameterResolver {
  @Override
  public void beforeAll(ExtensionContext context) {
    for (Field field : fields(context.getRequiredTestClass(), true)) {
      Servers.wish(context, field).ifPresent(wish -> fillStatic(context, field, wish));
    }
    Servers.wishOfClass(context)
        .filter(wish -> !wish.changesWithTest())
        .ifPresent(wish -> Servers.of(context, wish));
  }

  @Override
  public void postProcessTestInstance(Object instance, ExtensionContext context) {
    for (Field field : fields(instance.getClass(), false)) {
      Servers.wish(context, field)
          .filter(wish -> !wish.changesWithTest())
          .ifPresent(wish -> fill(context, field, instance, wish));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      for (Field field : fields(instance.getClass(), false)) {
        Servers.wish(context, field).ifPresent(wish -> fill(context, field, instance, wish));
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return injection(parameter).supported()
        && Servers.wish(context, parameter.getParameter()).isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Servers.wish(context, parameter.getParameter())
        .map(wish -> injection(parameter).from(Servers.of(context, wish)))
        .orElseThrow(() -> new ParameterResolutionException("no API server was asked for"));
  }

  private static Injection injection(ParameterContext parameter) {
    return Injection.of(parameter.getParameter().getType(), parameter.getParameter());
  }

  private static void fillStatic(ExtensionContext context, Field field, Servers.Wish wish) {
    if (wish.changesWithTest()) {
      throw new ExtensionConfigurationException(
          "the static field "
              + field.getName()
              + " cannot have another server or namespace in each test: make it an instance field");
    }
    fill(context, field, null, wish);
  }

  private static void fill(
      ExtensionContext context, Field field, @Nullable Object instance, Servers.Wish wish) {
    try {
      field.setAccessible(true);
      // A class with one instance for all tests keeps its fields between them.
      if (field.get(instance) == null || wish.changesWithTest()) {
        field.set(instance, Injection.of(field.getType(), field).from(Servers.of(context, wish)));
      }
    } catch (IllegalAccessException e) {
      throw new ExtensionConfigurationException("cannot set the field " + field.getName(), e);
    }
  }

  private static List<Field> fields(Class<?> type, boolean ofClass) {
    return ReflectionSupport.findFields(
        type,
        field ->
            Modifier.isStatic(field.getModifiers()) == ofClass
                && !Modifier.isFinal(field.getModifiers())
                && Injection.of(field.getType(), field).supported(),
        HierarchyTraversalMode.TOP_DOWN);
  }
}
