package org.pydb.shell;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where lines come from: a person, a file, a pipe. Not thread-safe. */
interface LineSource {

  /**
   * The next line, without its end; null if there is none.
   *
   * @param isContinued whether a statement has begun and goes on in this line
   */
  @Nullable String next(boolean isContinued) throws IOException;

  /** What stands before messages about the line that came last, such as {@code shop.sql:12: }. */
  String place(long line);

  /** The number of the line that came last, from 1. */
  long line();
}
