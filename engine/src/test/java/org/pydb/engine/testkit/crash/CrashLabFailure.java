package org.pydb.engine.testkit.crash;

/** After a crash, something was not as promised. The message tells how to see it again. */
public final class CrashLabFailure extends AssertionError {
  private static final long serialVersionUID = 1;

  CrashLabFailure(String history, String files, Object promised, Throwable cause) {
    super(
        cause.getMessage()
            + "\n  history: "
            + history
            + "\n  the files that the crash left: "
            + files
            + "\n  promised: "
            + abbreviated(String.valueOf(promised)),
        cause);
  }

  private static String abbreviated(String text) {
    return text.length() <= 2_000 ? text : text.substring(0, 2_000) + " …";
  }
}
