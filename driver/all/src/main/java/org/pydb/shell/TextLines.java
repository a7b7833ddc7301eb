package org.pydb.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** The lines of a file or a pipe. */
final class TextLines implements LineSource {
  private final BufferedReader reader;
  private final String name;
  private long line;

  TextLines(Reader reader, String name) {
    this.reader = new BufferedReader(reader);
    this.name = name;
  }

  @Override
  public @Nullable String next(boolean isContinued) throws IOException {
    line++;
    return reader.readLine();
  }

  @Override
  public String place(long place) {
    return name + ":" + place + ": ";
  }

  @Override
  public long line() {
    return line;
  }
}
