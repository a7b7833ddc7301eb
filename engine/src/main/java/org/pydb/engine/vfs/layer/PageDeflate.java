package org.pydb.engine.vfs.layer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The JDK's Deflate, for pages. Thread-safe. */
final class PageDeflate {
  private static final int PAGE_SIZE = PageCodec.PAGE_SIZE;

  /** Less than this would not save a sector. */
  private static final int DEFLATED_MAX = PAGE_SIZE - PlacedHeader.SECTOR;

  /** As many as there were threads at a time; they free their memory by themselves. */
  private final Queue<Deflater> deflaters = new ConcurrentLinkedQueue<>();

  private final Queue<Inflater> inflaters = new ConcurrentLinkedQueue<>();

  /** Returns how long the page has become; the size of a page if that would save nothing. */
  int deflate(byte[] page, int from, byte[] target, int at) {
    Deflater pooled = deflaters.poll();
    Deflater deflater = pooled == null ? new Deflater(Deflater.BEST_SPEED, true) : pooled;
    deflater.setInput(page, from, PAGE_SIZE);
    deflater.finish();
    int length = deflater.deflate(target, at, DEFLATED_MAX);
    boolean whole = deflater.finished();
    deflater.reset();
    deflaters.add(deflater);
    return whole ? length : PAGE_SIZE;
  }

  /** Tells whether a whole page came out. */
  boolean inflate(byte[] source, int from, int count, byte[] page) {
    Inflater pooled = inflaters.poll();
    Inflater inflater = pooled == null ? new Inflater(true) : pooled;
    try {
      inflater.setInput(source, from, count);
      return inflater.inflate(page, 0, PAGE_SIZE) == PAGE_SIZE;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.reset();
      inflaters.add(inflater);
    }
  }
}
