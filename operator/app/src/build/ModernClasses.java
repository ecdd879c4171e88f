import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites the classes of a jar that were compiled for Java 5 as ones of Java 8, with the stack
 * maps that came in between. Classes without stack maps are checked by the old verifier, and those
 * are never taken from an AOT cache. Nothing else in them changes; a jar without such classes is
 * left alone.
 *
 * <p>Usage: {@code java -cp ASM.jar:LIBRARY.jar ModernClasses.java LIBRARY.jar}: the types that the
 * classes mention are looked up on the class path.
 */
final class ModernClasses {
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
    ClassReader old = new ClassReader(bytes);
    if (old.readUnsignedShort(6) >= Opcodes.V1_7) {
      return bytes;
    }
    ClassWriter modern = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    old.accept(new OfJava8(modern), ClassReader.SKIP_FRAMES);
    return modern.toByteArray();
  }

  private static final class OfJava8 extends ClassVisitor {
    OfJava8(ClassWriter to) {
      super(Opcodes.ASM9, to);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] types) {
      super.visit(Opcodes.V1_8, access, name, signature, parent, types);
    }
  }
}
