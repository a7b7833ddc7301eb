package org.pydb.examples.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of the docs of which programs write parts: what stands between {@code <!-- figures NAME
 * -->} and {@code <!-- end NAME -->}.
 *
 * @param path the page
 */
public record Page(Path path) {

  /** Puts a part in the place of what the page had there. */
  public void replace(String part, String markdown) throws IOException {
    String begin = "<!-- figures " + part + " -->";
    String end = "<!-- end " + part + " -->";
    String page = Files.readString(path);
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(path + " has no place for figures: " + begin + " … " + end);
    }
    Files.writeString(
        path,
        page.substring(0, from + begin.length())
            + "\n"
            + markdown.strip()
            + "\n"
            + page.substring(to));
  }
}
