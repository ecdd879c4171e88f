package io.mkube.apiserver.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
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
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      assertTrue(
          loader
              .loadClass("org.junit.jupiter.api.Test")
              .getProtectionDomain()
              .getCodeSource()
              .getLocation()
              .getPath()
              .contains("junit-jupiter-api-6."));
      Class<?> run = loader.loadClass("io.mkube.apiserver.junit.RunWithLauncher");
      Object result =
          run.getMethod("run", List.class)
              .invoke(
                  null,
                  List.of(
                      MkubeApiServerTest.class.getName(),
                      LifeTest.class.getName(),
                      UsersTest.class.getName()));
      assertEquals("", result);
    }
  }

  /** The class path of this test with the JUnit of the other version. */
  private static URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    Path others = Path.of("target", "other-junit");
    try (Stream<Path> jars = Files.list(others)) {
      jars.forEach(jar -> urls.add(url(jar)));
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!JUNIT.matcher(entry).matches()) {
        urls.add(url(Path.of(entry)));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
