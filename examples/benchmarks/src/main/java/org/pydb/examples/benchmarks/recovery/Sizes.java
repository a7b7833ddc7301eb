package org.pydb.examples.benchmarks.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The sizes of a database's files.
 *
 * @param dataBytes the data file
 * @param logBytes the log
 */
record Sizes(long dataBytes, long logBytes) {

  static Sizes of(Path directory) throws IOException {
    long data = 0;
    long log = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith("-wal")) {
          log += Files.size(file);
        } else if (!name.contains("-")) {
          data += Files.size(file);
        }
      }
    }
    return new Sizes(data, log);
  }
}
