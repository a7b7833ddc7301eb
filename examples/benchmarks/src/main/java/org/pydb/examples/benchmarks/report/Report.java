package org.pydb.examples.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the programs put what they found: the console, a directory of files, and the docs. */
public final class Report {
  private final PrintStream console;
  private final Path directory;
  private final @Nullable Path docs;

  /**
   * A report.
   *
   * @param console for people who watch
   * @param directory for files: figures, pictures, parts of the page
   * @param docs the directory with {@code performance.md}, to be rewritten; or null
   */
  public Report(PrintStream console, Path directory, @Nullable Path docs) throws IOException {
    this.console = console;
    this.directory = directory;
    this.docs = docs;
    Files.createDirectories(directory);
  }

  /** Shows a line. */
  public void say(String line) {
    console.println(line);
  }

  /** Shows a table. */
  public void show(TextTable table) {
    console.println(table.text());
  }

  /** Keeps a file of figures. */
  public void keep(String fileName, String content) throws IOException {
    Files.writeString(directory.resolve(fileName), content);
  }

  /** Keeps a picture, and puts it into the docs. */
  public void picture(String fileName, String svg) throws IOException {
    keep(fileName, svg);
    if (docs != null) {
      Path pictures = Files.createDirectories(docs.resolve("pictures"));
      Files.writeString(pictures.resolve(fileName), svg);
    }
  }

  /** Keeps a part of the page of figures, and puts it there. */
  public void publish(String part, String markdown) throws IOException {
    publish("performance.md", part, markdown);
  }

  /** Keeps a part of a page, and puts it there. */
  public void publish(String page, String part, String markdown) throws IOException {
    keep(part + ".md", markdown);
    if (docs != null) {
      new Page(docs.resolve(page)).replace(part, markdown);
    }
  }
}
