package org.pydb.engine.space;

/**
 * The pages in the file that one unpublished change has: a write set, or a batch that is being
 * built. After a crash nobody knows of them.
 *
 * <pre>
 *           ┌──adopt──▶ ADOPTED   they belong to a version; later ones of this change do so at once
 *   OPEN ───┤
 *           └───end───▶ ENDED     they are free; nodes without a place get none any more
 * </pre>
 *
 * <p>Guarded by the {@link PageSpace}'s lock.
 */
public final class TemporaryPages {
  enum State {
    OPEN,
    ADOPTED,
    ENDED
  }

  /** All places, until they are adopted or freed. */
  final PageSet places = new PageSet();

  /** Those whose pages are being written: nobody else may have them before that is over. */
  final PageSet onTheWay = new PageSet();

  /** How many nodes of the change were announced and have no place. */
  long unplaced;

  volatile State state = State.OPEN;

  /** None yet. */
  public TemporaryPages() {}

  /** Whether they have been given back. */
  public boolean isEnded() {
    return state == State.ENDED;
  }
}
