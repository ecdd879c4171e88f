package io.mkube.apiserver.junit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs test classes on the JUnit of its own class loader. */
public final class RunWithLauncher {
  private RunWithLauncher() {}

  /** What failed; empty if nothing did. */
  public static String run(List<String> classes) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(RunWithLauncher.class.getClassLoader());
    try {
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
              .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
              .build();
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      Launcher launcher = LauncherFactory.create();
      launcher.execute(request, listener);
      return failures(listener);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String failures(SummaryGeneratingListener listener) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    if (listener.getSummary().getTestsSucceededCount() == 0) {
      out.println("no test was found");
    }
    listener.getSummary().printFailuresTo(out, 20);
    return text.toString();
  }
}
