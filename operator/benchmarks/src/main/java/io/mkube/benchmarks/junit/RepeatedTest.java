package io.mkube.benchmarks.junit;

import io.mkube.benchmarks.process.MeasuredProcess;
import java.util.Locale;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs a test class again and again in a virtual machine of its own, after an empty one that does
 * not count, and writes a line for each run: seconds from its begin to its end, and seconds of
 * processor time.
 */
public final class RepeatedTest {
  private RepeatedTest() {}

  /**
   * Runs it.
   *
   * @param args name of the class, number of runs
   */
  public static void main(String[] args) {
    Launcher launcher = LauncherFactory.create();
    run(launcher, EmptyTest.class.getName());
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      double cpu = MeasuredProcess.cpuSeconds(ProcessHandle.current().pid());
      long begin = System.nanoTime();
      run(launcher, args[0]);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double used = MeasuredProcess.cpuSeconds(ProcessHandle.current().pid()) - cpu;
      System.out.printf(Locale.ROOT, "%f %f%n", seconds, used);
    }
    System.exit(0); // clients keep threads for a while
  }

  private static void run(Launcher launcher, String test) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(test))
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    launcher.execute(request, summary);
    if (summary.getSummary().getTestsSucceededCount() != 1) {
      throw new IllegalStateException(summary.getSummary().getFailures().toString());
    }
  }
}
