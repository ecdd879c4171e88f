package io.mkube.iso9660.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Standard output in UTF-8 whatever the locale says, as names in images are, and with its failures
 * thrown, which {@link PrintStream} forgets.
 */
final class StandardOutput extends PrintStream {
  private static final int BUFFER = 64 << 10;

  private StandardOutput(OutputStream stream) {
    super(new BufferedOutputStream(stream, BUFFER), false, StandardCharsets.UTF_8);
  }

  static StandardOutput open() {
    return new StandardOutput(new Watched(new FileOutputStream(FileDescriptor.out)));
  }

  /** Output could not be written; passes through {@link PrintStream}, which holds others back. */
  static final class Lost extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    Lost(IOException cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }

    /** Whether nobody reads any more, which is no failure. */
    boolean pipeIsBroken() {
      String text = String.valueOf(getMessage());
      return text.contains("Broken pipe") || text.contains("pipe is being closed");
    }
  }

  private static final class Watched extends OutputStream {
    private final OutputStream stream;

    Watched(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      try {
        stream.write(bytes, offset, count);
      } catch (IOException e) {
        throw new Lost(e);
      }
    }
  }
}
