package org.pydb.examples.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which classes a run loaded, counted by where they come from: {@code -Xlog:class+load}. */
final class LoadedClasses {
  private static final Map<String, String> ORIGINS =
      Map.of(
          "org.pydb.", "pydb",
          "org.apache.calcite.", "Calcite",
          "com.google.common.", "Guava",
          "com.fasterxml.", "Jackson");

  private LoadedClasses() {}

  /** Options that make a JVM write what it loads. */
  static List<String> options(Path file) {
    return List.of("-Xlog:class+load:file=" + file);
  }

  /** Counts by origin, in a sentence. */
  static String count(Path file) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    int all = 0;
    int shared = 0;
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        int source = line.indexOf(" source: ");
        if (source < 0) {
          continue;
        }
        all++;
        shared += line.contains("shared objects file") ? 1 : 0;
        counts.merge(
            origin(line.substring(line.lastIndexOf(']', source) + 2, source)), 1, Integer::sum);
      }
    }
    return all + " classes, " + shared + " of them from a shared archive: " + counts;
  }

  private static String origin(String className) {
    if (className.startsWith("java.")
        || className.startsWith("jdk.")
        || className.startsWith("sun.")) {
      return "JDK";
    }
    if (className.contains("$$Lambda") || className.contains("LambdaForm")) {
      return "lambdas";
    }
    for (Map.Entry<String, String> origin : ORIGINS.entrySet()) {
      if (className.startsWith(origin.getKey())) {
        return origin.getValue();
      }
    }
    return "other";
  }
}
