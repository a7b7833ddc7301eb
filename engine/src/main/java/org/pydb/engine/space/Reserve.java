package org.pydb.engine.space;

/**
 * The free pages of the data file that not everybody may use.
 *
 * <p>On a full disk a user must be able to make room: to delete rows, to drop tables. That takes
 * room itself, since pages are replaced, not changed: the new ones find their places at the next
 * checkpoint, and only then are the old ones free. So there are always more free pages than the
 * unwritten ones will take:
 *
 * <pre>
 *   taken │ will be taken by     │ for versions that only │ for the pages that a      │ free
 *         │ versions not written │ delete or drop         │ checkpoint has for itself │
 *         └──────────────────────┴────────────────────────┴───────────────────────────┘
 *           what the file has at least, in this order or any other
 * </pre>
 *
 * A commit that puts anything in must leave both reserves alone, one that only frees the last one.
 * After a checkpoint the old pages are free, and the reserve is whole again.
 */
enum Reserve {

  /** What no commit may use: for the roots and the free map that a checkpoint writes. */
  FOR_CHECKPOINTS,

  /** What no commit may use that puts anything in. */
  FOR_FREEING;

  private static final long CHECKPOINT_PAGES_MIN = 16;

  /** More than free map and roots can take, were each page the root of a tree. */
  private static final long CHECKPOINT_SHARE = 64;

  private static final long FREEING_PAGES_MIN = 128;
  private static final long FREEING_PAGES_MAX = 8192;
  private static final long FREEING_SHARE = 16;

  /** How many pages that are, in a file of which so many are taken. */
  long pages(long taken) {
    long pages = Math.max(CHECKPOINT_PAGES_MIN, taken / CHECKPOINT_SHARE);
    return this == FOR_CHECKPOINTS
        ? pages
        : pages + Math.max(FREEING_PAGES_MIN, Math.min(FREEING_PAGES_MAX, taken / FREEING_SHARE));
  }
}
