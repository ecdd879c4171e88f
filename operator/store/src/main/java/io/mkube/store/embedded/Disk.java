package io.mkube.store.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The operations on files whose failure and order decide what survives a crash. */
interface Disk {
  /** The files of a directory, in no order. */
  List<Path> list(Path directory) throws IOException;

  /** Creates a file that must not exist. */
  OpenFile create(Path file) throws IOException;

  /** Opens a file for reading and writing. */
  OpenFile open(Path file) throws IOException;

  /** Renames a file over another, in one step. */
  void move(Path from, Path to) throws IOException;

  void delete(Path file) throws IOException;

  /** Makes created, renamed and deleted names durable. */
  void forceDirectory(Path directory) throws IOException;

  /** A file that is open for reading and writing at positions. */
  interface OpenFile extends Closeable {
    /** Writes some of the bytes, at least one, and returns how many. */
    int write(ByteBuffer bytes, long position) throws IOException;

    /** Reads some bytes and returns how many, −1 at the end of the file. */
    int read(ByteBuffer bytes, long position) throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;

    /** Returns when everything that was written is durable. */
    void force() throws IOException;

    /** Writes all bytes. */
    default void writeFully(ByteBuffer bytes, long position) throws IOException {
      long at = position;
      while (bytes.hasRemaining()) {
        int written = write(bytes, at);
        if (written <= 0) {
          throw new IOException("the file takes no more bytes at position " + at);
        }
        at += written;
      }
    }

    /** Fills the buffer up to its limit or to the end of the file. */
    default void readFully(ByteBuffer bytes, long position) throws IOException {
      long at = position;
      while (bytes.hasRemaining()) {
        int read = read(bytes, at);
        if (read < 0) {
          return;
        }
        at += read;
      }
    }
  }
}
