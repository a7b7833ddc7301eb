package org.pydb.engine.schema;

import java.util.List;

/**
 * A reference from rows of one table to rows of another. Kept by the engine. Immutable;
 * thread-safe.
 *
 * @param name as users see it
 * @param columns ordinals of the referencing columns, in this table
 * @param referencedTableId the table referred to (may be the same table)
 * @param referencedColumns ordinals of the columns referred to: the primary key or a unique index
 * @param onDelete what happens to referencing rows when the referenced row goes
 * @param onUpdate what happens to referencing rows when the referenced key changes
 * @param deferral whether it may be broken until the transaction commits
 * @param full whether all of a row's referencing columns must be NULL if one is ({@code MATCH
 *     FULL}); else one NULL is enough for the row to refer to nothing
 */
public record ForeignKey(
    String name,
    List<Integer> columns,
    int referencedTableId,
    List<Integer> referencedColumns,
    Action onDelete,
    Action onUpdate,
    Deferral deferral,
    boolean full) {

  /** What happens to a row whose reference would dangle. */
  public enum Action {
    /** Refuse, checked at the end of the statement. */
    NO_ACTION(1),
    /** Refuse at once. */
    RESTRICT(2),
    /** Delete or update the referencing row too. */
    CASCADE(3),
    /** Set the referencing columns to NULL. */
    SET_NULL(4),
    /** Set the referencing columns to their defaults. */
    SET_DEFAULT(5);

    private final int code;

    Action(int code) {
      this.code = code;
    }

    /** The number that stands for this action in a file; it never changes. */
    public int code() {
      return code;
    }

    /**
     * The action with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Action ofCode(int code) {
      for (Action action : values()) {
        if (action.code == code) {
          return action;
        }
      }
      throw new IllegalArgumentException("no foreign key action has the code " + code);
    }
  }

  /** A foreign key that is never put off. */
  public ForeignKey(
      String name,
      List<Integer> columns,
      int referencedTableId,
      List<Integer> referencedColumns,
      Action onDelete,
      Action onUpdate) {
    this(
        name,
        columns,
        referencedTableId,
        referencedColumns,
        onDelete,
        onUpdate,
        Deferral.NONE,
        false);
  }

  /** Whether the transaction may put it off. */
  public boolean isDeferrable() {
    return deferral != Deferral.NONE;
  }

  /** The same by another name. */
  public ForeignKey withName(String newName) {
    return new ForeignKey(
        newName, columns, referencedTableId, referencedColumns, onDelete, onUpdate, deferral, full);
  }

  /** The same with its columns elsewhere in its table. */
  public ForeignKey withColumns(List<Integer> newColumns) {
    return new ForeignKey(
        name, newColumns, referencedTableId, referencedColumns, onDelete, onUpdate, deferral, full);
  }

  /** The same to another table, or to columns that stand elsewhere in it. */
  public ForeignKey withReferenced(int newTableId, List<Integer> newColumns) {
    return new ForeignKey(
        name, columns, newTableId, newColumns, onDelete, onUpdate, deferral, full);
  }

  /** Takes copies of the column lists. */
  public ForeignKey {
    columns = List.copyOf(columns);
    referencedColumns = List.copyOf(referencedColumns);
    if (columns.isEmpty() || columns.size() != referencedColumns.size()) {
      throw new IllegalArgumentException(
          "foreign key " + name + ": " + columns + " cannot refer to " + referencedColumns);
    }
  }
}
