import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites the classes of a jar that were compiled for Java 5 as ones of Java 8, with the stack
 * maps that came in between. Classes without stack maps are checked by the old verifier, and those
 * are never taken from an AOT cache. Nothing else in them changes; a jar without such classes is
 * left alone.
 *
 * <p>Usage: {@code java -cp LIBRARY.jar ModernClasses.java LIBRARY.jar}: the types that the classes
 * mention are looked up on the class path.
 */
final class ModernClasses {
  private static final ClassFile CODEC =
      ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);

  /** The first version whose classes must have stack maps. */
  private static final int STACK_MAPS = ClassFile.JAVA_7_VERSION;

  private ModernClasses() {}

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Path written = jar.resolveSibling(jar.getFileName() + ".new");
    int changed = 0;
    try (JarFile from = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(written);
        JarOutputStream to = new JarOutputStream(file)) {
      for (JarEntry entry : from.stream().toList()) {
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        byte[] modern = entry.getName().endsWith(".class") ? modern(bytes) : bytes;
        changed += modern == bytes ? 0 : 1;
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        to.write(modern);
        to.closeEntry();
      }
    }
    if (changed == 0) {
      Files.delete(written);
    } else {
      Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static byte[] modern(byte[] bytes) {
    ClassModel old = CODEC.parse(bytes);
    if (old.majorVersion() >= STACK_MAPS) {
      return bytes;
    }
    ClassTransform version =
        ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0));
    ClassTransform withoutVersion =
        (builder, element) -> {
          if (!(element instanceof ClassFileVersion)) {
            builder.with(element);
          }
        };
    return CODEC.transformClass(
        old,
        withoutVersion
            .andThen(version)
            .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }
}
