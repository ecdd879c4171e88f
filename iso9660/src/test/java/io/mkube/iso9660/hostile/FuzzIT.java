package io.mkube.iso9660.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coverage-guided fuzzing in a small heap, so that memory that has no bound shows. */
final class FuzzIT {
  @TempDir private Path folder;

  @Test
  void survivesAFewHundredImages() throws Exception {
    fuzz(SampleImages.make(folder), 200);
  }

  @Test
  @Tag("proof")
  void survivesVeryManyImages() throws Exception {
    fuzz(SampleImages.make(folder), 100_000);
    fuzz(SampleImages.makeMoved(folder), 100_000);
  }

  /** Without instrumentation, which takes more memory than what is tested. */
  @Test
  void needsLittleMemory() throws Exception {
    for (Path image : List.of(SampleImages.make(folder), SampleImages.makeMoved(folder))) {
      run(image, "-Xmx24m", List.of(ImageFuzzer.class.getName(), "7", "400"));
    }
  }

  private void fuzz(Path image, int runs) throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(folder.resolve("corpus-" + image.getFileName()));
    Files.write(corpus.resolve("seed"), new byte[] {1, 0, 80, 0, 3});
    run(
        image,
        "-Xmx192m",
        List.of(
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + ImageFuzzer.class.getName(),
            "--instrumentation_includes=io.mkube.iso9660.**",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + "/",
            "-runs=" + runs,
            "-seed=1",
            "-max_len=60",
            "-len_control=0",
            "-timeout=120",
            corpus.toString()));
  }

  private void run(Path image, String heap, List<String> program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+EnableDynamicAgentLoading"));
    command.addAll(List.of("-Dfuzz.image=" + image, "-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    Path log = folder.resolve(image.getFileName() + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> tail(log));
  }

  private static String tail(Path log) {
    try {
      String text = Files.readString(log);
      return text.substring(Math.max(0, text.length() - 8_000));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
