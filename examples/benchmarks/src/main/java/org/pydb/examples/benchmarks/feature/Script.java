package org.pydb.examples.benchmarks.feature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script in Quidem's form: statements that end with a semicolon, what they give, and a line that
 * begins with {@code !}. A comment right above a statement is its title.
 *
 * @param topic what its first line says it is about
 */
record Script(String topic, List<Feature> features) {

  /** All scripts of a directory. */
  static List<Script> all(Path directory) throws IOException {
    List<Script> scripts = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".iq")).sorted().toList()) {
        scripts.add(read(Files.readAllLines(file)));
      }
    }
    return scripts;
  }

  private static Script read(List<String> lines) {
    String topic = lines.get(0).replaceFirst("^# \\S+ - ", "");
    List<Feature> features = new ArrayList<>();
    String title = "";
    StringBuilder sql = new StringBuilder();
    List<String> shown = new ArrayList<>();
    boolean isWhole = false;
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("!")) {
        if (isWhole) {
          features.add(new Feature(title, sql.toString(), List.copyOf(shown), line.substring(1)));
        }
        title = "";
        sql.setLength(0);
        shown.clear();
        isWhole = false;
      } else if (isWhole) {
        shown.add(line);
      } else if (line.startsWith("# ")) {
        title = line.substring(2);
      } else if (!line.isBlank()) {
        isWhole = line.endsWith(";");
        sql.append(sql.isEmpty() ? "" : "\n");
        sql.append(isWhole ? line.substring(0, line.length() - 1) : line);
      }
    }
    return new Script(topic, features);
  }
}
