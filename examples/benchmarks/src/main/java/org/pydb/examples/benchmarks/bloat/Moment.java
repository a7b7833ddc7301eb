package org.pydb.examples.benchmarks.bloat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The sizes of a database's files at one moment, as their directory says.
 *
 * @param seconds since the updates began
 * @param updates rows updated so far
 * @param dataBytes the data file
 * @param logBytes the log
 * @param held whether a snapshot is held
 */
record Moment(double seconds, long updates, long dataBytes, long logBytes, boolean held) {

  static Moment of(Path directory, double seconds, long updates, boolean held) {
    long data = 0;
    long log = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (String.valueOf(file.getFileName()).contains("-wal")) {
          log += size(file);
        } else {
          data += size(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Moment(seconds, updates, data, log, held);
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // removed since it was listed
    }
  }

  long allBytes() {
    return dataBytes + logBytes;
  }

  double ratio() {
    return allBytes() / (double) BloatRun.LIVE_BYTES;
  }
}
