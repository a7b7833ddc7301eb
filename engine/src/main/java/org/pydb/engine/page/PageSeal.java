package org.pydb.engine.page;

import java.security.MessageDigest;
import java.util.Arrays;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.MessageCipher;

/**
 * What encryption does to a page. Stateless.
 *
 * <pre>
 *                     header (4 to 31)        32 to 63                content (64 to 8191)
 *   plain file        in clear                zero                    in clear
 *   encrypted file    in clear, proved        seal of MessageCipher   encrypted
 *     its metas       in clear, proved        HMAC of all the rest    in clear, proved
 * </pre>
 *
 * <p>The header is in clear so that damage can be told from another's key, and a page from another
 * page, by the checksum and the number; it is associated with the content, so none of it can be
 * changed, and no page be put in the place of another. Metas hold nothing of the user's, but the
 * key envelope, which must be read before there is a key. Their proof is the same whenever it is
 * made: opening a database writes the newest meta once more, and that must not change a bit, since
 * the write may be torn.
 */
final class PageSeal {
  private static final int HEADER_SIZE = PageLayout.SEAL - PageLayout.TYPE;

  private PageSeal() {}

  /** Seals a page that has its number. */
  static void seal(FileKeys keys, byte[] page, int at) {
    if (page[at + PageLayout.TYPE] == PageType.META.code()) {
      System.arraycopy(
          proof(keys, page, at), 0, page, at + PageLayout.SEAL, MessageCipher.SEAL_SIZE);
      return;
    }
    int content = at + PageLayout.CONTENT;
    keys.pages()
        .seal(
            page,
            at + PageLayout.TYPE,
            HEADER_SIZE,
            page,
            content,
            PageLayout.CONTENT_SIZE,
            page,
            content,
            page,
            at + PageLayout.SEAL);
  }

  /** Whether a page can be read without a key. */
  static boolean isPlain(byte[] page) {
    return Bytes.getLong(page, PageLayout.SEAL) == 0
        || PageLayout.typeCode(page) == PageType.META.code();
  }

  /** Opens a page; tells whether it is as it was sealed. */
  static boolean open(FileKeys keys, byte[] page) {
    int seal = PageLayout.SEAL;
    boolean isWhole;
    if (PageLayout.typeCode(page) == PageType.META.code()) {
      byte[] found = Arrays.copyOfRange(page, seal, seal + MessageCipher.SEAL_SIZE);
      isWhole = MessageDigest.isEqual(proof(keys, page, 0), found);
    } else {
      isWhole =
          keys.pages()
              .open(
                  page,
                  PageLayout.TYPE,
                  HEADER_SIZE,
                  page,
                  PageLayout.CONTENT,
                  PageLayout.CONTENT_SIZE,
                  page,
                  PageLayout.CONTENT,
                  page,
                  seal);
    }
    Arrays.fill(page, seal, seal + MessageCipher.SEAL_SIZE, (byte) 0);
    return isWhole;
  }

  /** The HMAC of all of a page but its checksum and the place of the HMAC. */
  private static byte[] proof(FileKeys keys, byte[] page, int at) {
    byte[] rest = Arrays.copyOfRange(page, at + PageLayout.TYPE, at + PageLayout.PAGE_SIZE);
    int seal = PageLayout.SEAL - PageLayout.TYPE;
    Arrays.fill(rest, seal, seal + MessageCipher.SEAL_SIZE, (byte) 0);
    return keys.proof(rest, 0, rest.length);
  }
}
