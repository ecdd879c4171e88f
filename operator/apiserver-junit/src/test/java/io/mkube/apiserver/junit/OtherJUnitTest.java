package io.mkube.apiserver.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs tests of this module on the next major version of JUnit, which the build puts aside. */
final class OtherJUnitTest {
  private static final Pattern JUNIT =
      Pattern.compile(".*[/\\\\]junit-(jupiter|platform|vintage)[^/\\\\]*\\.jar");

  @Test
  void worksOnJUnit6() throws Exception {
    Process tests =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile="
                    + System.getProperty("logback.configurationFile", ""),
                "-cp",
                classPath(),
                RunWithLauncher.class.getName(),
                MkubeApiServerTest.class.getName(),
                LifeTest.class.getName(),
                UsersTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String out = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, tests.waitFor(), out);
    assertTrue(out.contains("junit-jupiter-api-6."), out);
  }

  /** The class path of this test with the JUnit of the other version. */
  private static String classPath() throws IOException {
    List<String> entries = new ArrayList<>();
    try (Stream<Path> jars = Files.list(Path.of("target", "other-junit"))) {
      jars.forEach(jar -> entries.add(jar.toString()));
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!JUNIT.matcher(entry).matches()) {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }
}
