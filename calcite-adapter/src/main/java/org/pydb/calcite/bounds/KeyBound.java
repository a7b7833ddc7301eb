package org.pydb.calcite.bounds;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one column of a key. Values are expressions without columns of the table; they
 * are evaluated when a scan opens. Immutable.
 */
public sealed interface KeyBound {

  /** Whether at most one value of the column is asked for. */
  default boolean isPoint() {
    return false;
  }

  /** The column equals a value; NULL equals nothing. */
  record Equal(RexNode value) implements KeyBound {
    @Override
    public boolean isPoint() {
      return true;
    }

    @Override
    public String toString() {
      return "= " + value;
    }
  }

  /** The column is NULL. */
  record Null() implements KeyBound {
    @Override
    public boolean isPoint() {
      return true;
    }

    @Override
    public String toString() {
      return "IS NULL";
    }
  }

  /** The column equals one of some values. */
  record AnyOf(List<RexNode> values) implements KeyBound {
    /** Takes a copy of the values. */
    public AnyOf {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return values.stream().map(RexNode::toString).collect(Collectors.joining(", ", "IN (", ")"));
    }
  }

  /**
   * The column is not NULL and within limits, of which there is at least one.
   *
   * @param lower the least value, or null for no limit
   * @param lowerInclusive whether {@code lower} itself is asked for
   * @param upper the greatest value, or null for no limit
   * @param upperInclusive whether {@code upper} itself is asked for
   */
  record Range(
      @Nullable RexNode lower,
      boolean lowerInclusive,
      @Nullable RexNode upper,
      boolean upperInclusive)
      implements KeyBound {

    @Override
    public String toString() {
      String from = lower == null ? "" : (lowerInclusive ? ">= " : "> ") + lower;
      String to = upper == null ? "" : (upperInclusive ? "<= " : "< ") + upper;
      return from + (lower != null && upper != null ? " AND " : "") + to;
    }
  }
}
