package io.mkube.apiserver.junit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs test classes on whatever JUnit is on the class path; exits with 1 if one fails. */
public final class RunWithLauncher {
  private RunWithLauncher() {}

  public static void main(String[] classes) {
    System.out.println(Test.class.getProtectionDomain().getCodeSource().getLocation());
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(classes).map(DiscoverySelectors::selectClass).toList())
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    String failures = failures(listener);
    System.out.println(failures);
    System.exit(failures.isEmpty() ? 0 : 1);
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
