package org.pydb.examples.benchmarks.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Numbers that stand in databases' files. */
final class Marks {

  private Marks() {}

  /** Eight bytes at an offset; 0 if the file is not so long. */
  static long read(Path file, long offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.read(bytes, offset) == Long.BYTES ? bytes.getLong(0) : 0;
    }
  }
}
