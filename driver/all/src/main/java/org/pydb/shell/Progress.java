package org.pydb.shell;

/**
 * How far something long has come, on one line that is written again and again: with a bar if it is
 * known how long it is. Where nobody looks, nothing is written. Not thread-safe.
 */
final class Progress {
  private static final int WIDTH = 30;
  private static final long STEP_NANOS = 100_000_000;

  private final Screen screen;
  private final String what;
  private long last = System.nanoTime() - STEP_NANOS;
  private boolean isShown;

  Progress(Screen screen, String what) {
    this.screen = screen;
    this.what = what;
  }

  /** So many of something are done, and nobody knows of how many. */
  void at(long done, String noun) {
    if (isDue()) {
      show(what + ": " + Text.counted(done, noun));
    }
  }

  /** A part of a known whole is done. */
  void at(long done, long total) {
    if (isDue()) {
      int percent = total == 0 ? 100 : (int) Math.min(100, 100.0 * done / total);
      int filled = WIDTH * percent / 100;
      String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
      show("%s [%s] %d %%".formatted(what, bar, percent));
    }
  }

  private boolean isDue() {
    long now = System.nanoTime();
    if (!screen.isWatched() || now - last < STEP_NANOS) {
      return false;
    }
    last = now;
    return true;
  }

  private void show(String text) {
    isShown = true;
    screen.err().print("\r" + text + " ");
    screen.err().flush();
  }

  /** Takes the line away. */
  void end() {
    if (isShown) {
      screen.err().print("\r" + " ".repeat(what.length() + WIDTH + 12) + "\r");
      screen.err().flush();
    }
  }
}
