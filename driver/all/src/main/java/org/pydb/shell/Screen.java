package org.pydb.shell;

import java.io.PrintWriter;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Where the shell writes.
 *
 * @param out rows and answers
 * @param err errors, warnings and progress
 * @param terminal that of the person who types, or null for a script
 * @param isWatched whether a person sees the errors, and so how far something has come
 */
record Screen(PrintWriter out, PrintWriter err, @Nullable Terminal terminal, boolean isWatched) {

  /** A way to show how far something has come. */
  Progress progress(String what) {
    return new Progress(this, what);
  }
}
