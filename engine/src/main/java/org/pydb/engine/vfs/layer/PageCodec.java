package org.pydb.engine.vfs.layer;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.MessageCipher;

/**
 * Makes records of pages, and pages of records: deflates them, seals them, or both, in that order,
 * for what is encrypted cannot be compressed. Thread-safe.
 *
 * <pre>
 *   deflated             the deflated page; or the page itself, if the record is as long as a page
 *   sealed               32 bytes, the seal of {@link MessageCipher}; then the page, or the deflated
 *                        page, encrypted; the label is associated
 * </pre>
 */
final class PageCodec {

  /** Bytes of a page. */
  static final int PAGE_SIZE = 8192;

  /** The longest record. */
  static final int RECORD_MAX = PAGE_SIZE + MessageCipher.SEAL_SIZE;

  private static final int SEAL = MessageCipher.SEAL_SIZE;

  private final @Nullable PageDeflate deflate;
  private final @Nullable FileKeys keys;

  PageCodec(boolean compressed, @Nullable FileKeys keys) {
    deflate = compressed ? new PageDeflate() : null;
    this.keys = keys;
  }

  /**
   * Makes a record.
   *
   * @param label of the page: which one it is
   * @return the bytes of the record, at most {@link #RECORD_MAX}
   */
  int encode(long label, byte[] page, int from, byte[] record, int at) {
    int body = keys == null ? at : at + SEAL;
    int length = deflate == null ? PAGE_SIZE : deflate.deflate(page, from, record, body);
    if (length == PAGE_SIZE) {
      System.arraycopy(page, from, record, body, PAGE_SIZE);
    }
    if (keys == null) {
      return length;
    }
    byte[] labelBytes = labelBytes(label);
    keys.pages().seal(labelBytes, 0, 8, record, body, length, record, body, record, at);
    return SEAL + length;
  }

  /**
   * Makes the page again; the record is overwritten.
   *
   * @return false if this is not what was made of the page of this label
   */
  boolean decode(long label, byte[] record, int length, byte[] page) {
    int body = keys == null ? 0 : SEAL;
    int count = length - body;
    if (count <= 0 || count > PAGE_SIZE) {
      return false;
    }
    if (keys != null
        && !keys.pages()
            .open(labelBytes(label), 0, 8, record, body, count, record, body, record, 0)) {
      return false;
    }
    if (count == PAGE_SIZE) {
      System.arraycopy(record, body, page, 0, PAGE_SIZE);
      return true;
    }
    return deflate != null && deflate.inflate(record, body, count, page);
  }

  private static byte[] labelBytes(long label) {
    byte[] bytes = new byte[8];
    Bytes.putLong(bytes, 0, label);
    return bytes;
  }
}
