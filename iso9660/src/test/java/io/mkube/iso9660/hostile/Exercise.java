package io.mkube.iso9660.hostile;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.IsoPatch;
import io.mkube.iso9660.bootargs.KernelArguments;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.Tree;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.fat.FatEntry;
import io.mkube.iso9660.fat.FatVolume;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.verify.ImageChecker;
import io.mkube.iso9660.volume.VolumeSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Does with an image whatever can be done with one. Every way may end with an {@link IOException};
 * any other exception is a defect.
 */
final class Exercise {
  private static final int MAX_READ = 1 << 16;
  private static final long MAX_FILES = 2_000;
  private final ImageSource source;
  private int refused;

  private Exercise(ImageSource source) {
    this.source = source;
  }

  /** Runs all of it, and gives the number of ways that ended with a refusal. */
  static int run(ImageSource source) {
    Exercise exercise = new Exercise(source);
    exercise.way(exercise::read);
    exercise.way(() -> ImageChecker.check(source));
    exercise.way(exercise::readPartitions);
    exercise.way(
        () ->
            IsoPatch.builder()
                .add("/new.cfg", new byte[3000])
                .replace("/boot/grub.cfg", new byte[5000])
                .delete("/etc/file1")
                .mkdir("/made")
                .time(Instant.EPOCH)
                .build()
                .plan(source));
    exercise.way(() -> KernelArguments.plan(source, List.of("console=ttyS0")));
    return exercise.refused;
  }

  /** Something that is done with an image. */
  private interface Way {
    void go() throws IOException;
  }

  private void way(Way way) {
    try {
      way.go();
    } catch (IOException e) {
      refused++;
    }
  }

  private void read() throws IOException {
    IsoImage image = IsoImage.open(new Unclosed(source));
    way(image::sessions);
    for (Tree tree : image.trees()) {
      way(() -> readTree(image, tree));
      way(() -> tree.find("/etc/deep/file"));
      way(() -> tree.associated(tree.root()).next());
    }
  }

  private void readTree(IsoImage image, Tree tree) throws IOException {
    TreeWalk walk = tree.walk(tree.root());
    long files = 0;
    for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
      IsoEntry entry = next.get();
      entry.modified();
      if (entry.name().contains("/") || entry.name().equals("..") || entry.name().isEmpty()) {
        throw new IllegalStateException("a name that leads elsewhere: " + entry.path());
      }
      files++;
      if (entry.isFile() && files < MAX_FILES) {
        way(() -> readFile(image, entry));
      }
    }
  }

  private static void readFile(IsoImage image, IsoEntry entry) throws IOException {
    try (SeekableByteChannel channel = image.open(entry)) {
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      while (channel.position() < MAX_READ && channel.read(buffer) >= 0) {
        buffer.clear();
      }
      channel.position(Math.max(0, channel.size() - 10));
      channel.read(buffer.clear());
    }
  }

  private void readPartitions() throws IOException {
    EspImages partitions = EspImages.of(source, VolumeSet.read(source));
    for (int number = 1; number <= partitions.positions().size(); number++) {
      FatVolume volume = partitions.volume(number);
      for (FatEntry entry : volume.all()) {
        way(() -> volume.find("/EFI/BOOT/grub.cfg"));
        if (!entry.directory()) {
          way(() -> volume.read(entry));
        }
      }
    }
  }

  /** The source stays open for the next way. */
  private record Unclosed(ImageSource source) implements ImageSource {
    @Override
    public long size() {
      return source.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return source.read(position, target);
    }

    @Override
    public void close() {
      // Its owner closes it.
    }
  }
}
