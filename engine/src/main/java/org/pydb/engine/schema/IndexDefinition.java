package org.pydb.engine.schema;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A secondary index: an ordered tree beside the table's own. Immutable; thread-safe.
 *
 * <p>The engine knows no expressions. An index on one is an index on a {@linkplain
 * ColumnDefinition#isHidden hidden column} that holds its values, and one on some of the rows names
 * a hidden column that says which.
 *
 * @param treeId the tree that holds the entries; also the index's identity, never reused
 * @param name as users see it, unique in the schema
 * @param columns the indexed columns in order, at least one
 * @param unique whether two rows with equal values (no NULLs, if those are distinct) are refused at
 *     once, so that the tree never has both; false if they may be {@linkplain #deferral deferred}
 * @param origin why the index exists
 * @param condition the boolean column that is true in the rows that have entries; {@link #NONE} if
 *     all have
 * @param included columns of the table that entries hold besides their key
 * @param deferral how long two rows may have equal values that must not have them in the end;
 *     {@link Deferral#NONE} of an index that is unique, or need not be
 * @param nullsNotDistinct whether NULL equals NULL for a unique index ({@code NULLS NOT DISTINCT})
 */
public record IndexDefinition(
    int treeId,
    String name,
    List<KeyColumn> columns,
    boolean unique,
    Origin origin,
    int condition,
    List<Integer> included,
    Deferral deferral,
    boolean nullsNotDistinct) {

  /** Stands for no column. */
  public static final int NONE = -1;

  /** Why an index exists. */
  public enum Origin {
    /** {@code CREATE INDEX}. */
    DECLARED(1),
    /** It backs a {@code UNIQUE} constraint of the same name. */
    UNIQUE_CONSTRAINT(2),
    /** It serves the checks of a foreign key. */
    FOREIGN_KEY(3),
    /**
     * It backs a primary key of the same name that transactions may put off. Such a key cannot
     * order the rows, of which two may have it for a while: hidden row ids do.
     */
    PRIMARY_KEY(4);

    private final int code;

    Origin(int code) {
      this.code = code;
    }

    /** The number that stands for this origin in a file; it never changes. */
    public int code() {
      return code;
    }

    /**
     * The origin with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Origin ofCode(int code) {
      for (Origin origin : values()) {
        if (origin.code == code) {
          return origin;
        }
      }
      throw new IllegalArgumentException("no index origin has the code " + code);
    }
  }

  /** Takes copies of the lists. */
  public IndexDefinition {
    columns = List.copyOf(columns);
    included = List.copyOf(included);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("index " + name + " has no columns");
    }
    if (unique && deferral != Deferral.NONE) {
      throw new IllegalArgumentException("index " + name + " is unique at once and deferred");
    }
  }

  /** An index of all rows that holds nothing but its key. */
  public IndexDefinition(
      int treeId, String name, List<KeyColumn> columns, boolean unique, Origin origin) {
    this(treeId, name, columns, unique, origin, NONE, List.of(), Deferral.NONE, false);
  }

  /** Whether a transaction may put off that its values are unique. */
  public boolean isDeferrable() {
    return deferral != Deferral.NONE;
  }

  /** Whether two rows with equal values are refused, be it when a transaction commits. */
  public boolean isUniqueInTheEnd() {
    return unique || isDeferrable();
  }

  /** Whether it backs a constraint, and goes when that goes. */
  public boolean isConstraint() {
    return origin == Origin.UNIQUE_CONSTRAINT || origin == Origin.PRIMARY_KEY;
  }

  /** Whether only some rows have entries. */
  public boolean isPartial() {
    return condition != NONE;
  }

  /** The ordinals of the columns of its key, in order. */
  public List<Integer> keyColumns() {
    return columns.stream().map(KeyColumn::column).toList();
  }

  /** Whether a column of the table has a part in it, be it in the key or elsewhere. */
  public boolean uses(int column) {
    return column == condition || included.contains(column) || keyColumns().contains(column);
  }

  /** The same index by another name. */
  public IndexDefinition withName(String newName) {
    return new IndexDefinition(
        treeId, newName, columns, unique, origin, condition, included, deferral, nullsNotDistinct);
  }

  /** The same index in another tree. */
  public IndexDefinition withTree(int newTreeId) {
    return new IndexDefinition(
        newTreeId, name, columns, unique, origin, condition, included, deferral, nullsNotDistinct);
  }

  /** The same index where the columns of the table stand in other places. */
  public IndexDefinition withPlaces(IntUnaryOperator places) {
    return new IndexDefinition(
        treeId,
        name,
        columns.stream()
            .map(
                column ->
                    new KeyColumn(
                        places.applyAsInt(column.column()),
                        column.descending(),
                        column.nullsFirst()))
            .toList(),
        unique,
        origin,
        condition == NONE ? NONE : places.applyAsInt(condition),
        included.stream().map(places::applyAsInt).toList(),
        deferral,
        nullsNotDistinct);
  }
}
