package org.pydb.examples.benchmarks.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process asked of the files below one directory, from the lines that {@code strace -f -y}
 * wrote.
 *
 * <p>A write to a file that was opened with {@code O_DSYNC} or {@code O_SYNC} is a sync as well.
 *
 * @param syncs calls that return when data is on the disk
 * @param writes calls that write, among them those that sync
 */
record Trace(int syncs, int writes) {
  static final String CALLS = "fsync,fdatasync,msync,sync_file_range,write,pwrite64,writev,openat";

  private static final Pattern OPENED =
      Pattern.compile("openat\\([^\"]*\"([^\"]+)\", [A-Z_|]*O_D?SYNC");
  private static final Pattern CALL = Pattern.compile("(\\w+)\\(\\d+<([^>]+)>");

  static Trace read(Path file, Path directory) throws IOException {
    int syncs = 0;
    int writes = 0;
    Set<String> synchronous = new HashSet<>();
    // What is written to files may appear in the trace, and need not be UTF-8.
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      for (String line : (Iterable<String>) lines::iterator) {
        Matcher opened = OPENED.matcher(line);
        if (opened.find()) {
          synchronous.add(opened.group(1));
          continue;
        }
        Matcher call = CALL.matcher(line);
        if (!call.find() || !call.group(2).startsWith(directory.toString())) {
          continue;
        }
        boolean isWrite = call.group(1).contains("write");
        writes += isWrite ? 1 : 0;
        syncs += isWrite && !synchronous.contains(call.group(2)) ? 0 : 1;
      }
    }
    return new Trace(syncs, writes);
  }
}
