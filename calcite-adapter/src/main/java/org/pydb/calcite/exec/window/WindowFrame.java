package org.pydb.calcite.exec.window;

/**
 * Which rows around a row count.
 *
 * @param key the column whose values RANGE with offsets compares; -1 if it does not
 * @param isDescending whether the key's values go downward
 */
public record WindowFrame(
    Mode mode, Bound lower, Bound upper, Exclusion exclusion, int key, boolean isDescending) {

  /** In what a frame is measured. */
  public enum Mode {
    ROWS,
    /** Rows that are equal in the order. */
    GROUPS,
    /** Distances of a value. */
    RANGE
  }

  /** What is left out of a frame. */
  public enum Exclusion {
    NOTHING,
    CURRENT_ROW,
    /** The row and those equal to it. */
    GROUP,
    /** Those equal to the row. */
    TIES
  }

  /** Where an end of a frame is. */
  public enum Place {
    UNBOUNDED_PRECEDING,
    PRECEDING,
    CURRENT,
    FOLLOWING,
    UNBOUNDED_FOLLOWING
  }

  /**
   * An end of a frame.
   *
   * @param column of a distance the column that has it: for ROWS and GROUPS how many; for RANGE the
   *     value at which the frame ends; -1 for no distance
   */
  public record Bound(Place place, int column) {}

  /** The frame of all rows of a partition. */
  public static final WindowFrame PARTITION =
      new WindowFrame(
          Mode.ROWS,
          new Bound(Place.UNBOUNDED_PRECEDING, -1),
          new Bound(Place.UNBOUNDED_FOLLOWING, -1),
          Exclusion.NOTHING,
          -1,
          false);

  /** Whether it always has all rows of the partition. */
  boolean isWhole() {
    return isGrowing() && upper.place == Place.UNBOUNDED_FOLLOWING;
  }

  /** Whether it begins where the partition begins, so that from row to row it only grows. */
  boolean isGrowing() {
    return exclusion == Exclusion.NOTHING && lower.place == Place.UNBOUNDED_PRECEDING;
  }

  @Override
  public String toString() {
    return mode
        + " BETWEEN "
        + text(lower)
        + " AND "
        + text(upper)
        + (exclusion == Exclusion.NOTHING ? "" : " EXCLUDE " + exclusion.name().replace('_', ' '));
  }

  private static String text(Bound bound) {
    return switch (bound.place) {
      case CURRENT -> "CURRENT ROW";
      case PRECEDING, FOLLOWING -> "$" + bound.column + " " + bound.place;
      default -> bound.place.name().replace('_', ' ');
    };
  }
}
