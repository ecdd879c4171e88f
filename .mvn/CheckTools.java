import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fails the build at its start, with the one line to type, when a program that the tests call is
 * missing. Reads {@code .ci/packages}: a Debian package on each line, and a program on the path or
 * a file that it brings.
 */
final class CheckTools {
  private static final List<String> SYSTEM_FOLDERS =
      List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin");

  public static void main(String[] args) throws IOException, InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      return; // the tests that call outside programs run on Linux only
    }
    Set<String> missing = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] words = line.replaceFirst("#.*", "").trim().split("\\s+");
      if (words.length == 2 && !isThere(words[1])) {
        missing.add(words[0]);
      }
    }
    List<String> problems = new ArrayList<>();
    if (!missing.isEmpty()) {
      problems.add("missing programs: sudo apt-get install " + String.join(" ", missing));
    }
    if (!onPath("kubectl")) {
      problems.add("kubectl 1.32 or newer is needed on the PATH");
    } else if (kubectlMinor() < 32) {
      problems.add("kubectl on the PATH is older than 1.32: install a newer one");
    }
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      System.exit(1);
    }
  }

  private static boolean isThere(String programOrFile) {
    return programOrFile.startsWith("/")
        ? Files.isReadable(Path.of(programOrFile))
        : onPath(programOrFile);
  }

  private static boolean onPath(String program) {
    List<String> folders =
        new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
    folders.addAll(SYSTEM_FOLDERS);
    return folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static int kubectlMinor() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("kubectl", "version", "--client").redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    Matcher version = Pattern.compile("v1\\.(\\d+)").matcher(output);
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }
}
