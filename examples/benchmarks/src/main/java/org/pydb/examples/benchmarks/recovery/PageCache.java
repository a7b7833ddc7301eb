package org.pydb.examples.benchmarks.recovery;

import static java.lang.ProcessBuilder.Redirect.DISCARD;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system keeps in memory of files. Stateless. */
final class PageCache {
  private PageCache() {}

  /** Copies a directory's files, and syncs the copies; they are in memory then, if they fit. */
  static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path copy = to.resolve(from.relativize(file));
      Files.copy(file, copy);
      sync(copy);
    }
  }

  /**
   * Makes the system forget the files, and nothing else, by GNU {@code dd}, which syncs them and
   * then asks for that: other programs on the machine are not touched.
   *
   * @return false if that cannot be had here
   */
  static boolean drop(Path directory) throws IOException, InterruptedException {
    for (Path file : files(directory)) {
      if (!drops(file)) {
        return false;
      }
    }
    return true;
  }

  private static boolean drops(Path file) throws InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
            "dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0");
    try {
      return command.redirectErrorStream(true).redirectOutput(DISCARD).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // There is no dd.
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
