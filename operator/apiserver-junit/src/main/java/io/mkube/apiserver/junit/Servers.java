package io.mkube.apiserver.junit;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds or starts the server that a test asks for, in the context that it lives as long as. */
final class Servers {
  private static final Namespace NAMESPACE = Namespace.create(Servers.class);

  /** The first start of a run makes the keys that all others read. */
  private static final ReentrantLock STARTING = new ReentrantLock();

  private Servers() {}

  /**
   * What a test asks for, and the class that says so.
   *
   * @param options options
   * @param declaring context of the class
   */
  record Wish(ServerOptions options, ExtensionContext declaring) {
    /** Whether fields get other values in each test. */
    boolean changesWithTest() {
      return options.life() == ServerLife.PER_METHOD || options.freshNamespace();
    }
  }

  /** What an element itself asks for, or else the nearest class around the test. */
  static Optional<Wish> wish(ExtensionContext context, AnnotatedElement element) {
    Optional<MkubeApiServer> own = AnnotationSupport.findAnnotation(element, MkubeApiServer.class);
    return own.isPresent()
        ? Optional.of(new Wish(ServerOptions.of(own.get()), ofClass(context)))
        : wishOfClass(context);
  }

  /** What the nearest annotated class asks for. */
  static Optional<Wish> wishOfClass(ExtensionContext context) {
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent();
        at = at.get().getParent()) {
      Optional<MkubeApiServer> found =
          at.get()
              .getElement()
              .filter(Class.class::isInstance)
              .flatMap(type -> AnnotationSupport.findAnnotation(type, MkubeApiServer.class));
      if (found.isPresent()) {
        return Optional.of(new Wish(ServerOptions.of(found.get()), at.get()));
      }
    }
    return Optional.empty();
  }

  /** The server of a wish, as a test in this context sees it. */
  static TestApiServer of(ExtensionContext context, Wish wish) {
    ServerOptions options = wish.options();
    RunningServer running = running(context, wish);
    if (!options.freshNamespace()) {
      return new TestApiServer(running, RunningServer.DEFAULT_NAMESPACE);
    }
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            new NamespaceKey(context.getUniqueId(), running),
            key -> new FreshNamespace(running),
            FreshNamespace.class)
        .api();
  }

  private static RunningServer running(ExtensionContext context, Wish wish) {
    ExtensionContext scope =
        switch (wish.options().life()) {
          case PER_METHOD -> context;
          case PER_CLASS -> wish.declaring();
          case PER_RUN -> context.getRoot();
        };
    TestFiles files =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(TestFiles.class, key -> new TestFiles(), TestFiles.class);
    return scope
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            new ServerKey(scope.getUniqueId(), wish.options()),
            key -> start(files, wish.options()),
            RunningServer.class);
  }

  private static RunningServer start(TestFiles files, ServerOptions options) {
    STARTING.lock();
    try {
      return RunningServer.start(files, options);
    } finally {
      STARTING.unlock();
    }
  }

  private static ExtensionContext ofClass(ExtensionContext context) {
    ExtensionContext at = context;
    while (!(at.getElement().orElse(null) instanceof Class) && at.getParent().isPresent()) {
      at = at.getParent().get();
    }
    return at;
  }

  /** Stores are asked through their parents, so the scope is a part of the key. */
  private record ServerKey(String scope, ServerOptions options) {}

  private record NamespaceKey(String scope, RunningServer running) {}
}
