package org.pydb.engine.backup;

import java.util.function.LongConsumer;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;

/**
 * Writes pages one behind the other into a new file, many with one call. Whoever appends builds the
 * image of the next page at {@link #at} in {@link #images}. Not thread-safe.
 */
final class PageAppender {
  private static final int RUN_MAX = 64;

  private final PageFile file;
  private final LongConsumer progress;
  private final byte[] images = new byte[RUN_MAX * PageLayout.PAGE_SIZE];
  private int pending;
  private long next = Meta.FIRST_DATA_PAGE;

  /**
   * An appender behind the first pages of a file.
   *
   * @param progress is told how many pages there are, after each call of the system
   */
  PageAppender(PageFile file, LongConsumer progress) {
    this.file = file;
    this.progress = progress;
  }

  /** The array in which the next page's image is built. */
  byte[] images() {
    return images;
  }

  /** Where the image of the next page begins. */
  int at() {
    return pending * PageLayout.PAGE_SIZE;
  }

  /** The number that the next page will have. */
  long next() {
    return next;
  }

  /** Appends the page whose image was built. */
  PagePointer append(long generation) {
    PagePointer pointer = new PagePointer(next++, generation);
    pending++;
    if (pending == RUN_MAX) {
      flush();
    }
    return pointer;
  }

  /** Takes the number of a page that somebody else writes. */
  long skip() {
    flush();
    return next++;
  }

  /** Writes what is pending. Not synced. */
  void flush() {
    if (pending > 0) {
      file.write(next - pending, images, pending);
      pending = 0;
      progress.accept(next);
    }
  }
}
