package org.pydb.calcite.exec.table;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ProjectNode;
import org.pydb.calcite.exec.operator.ValuesNode;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.table.Arbiters;
import org.pydb.engine.table.TableWriter;

/** Inserts the rows of its input. */
public final class InsertNode extends ModifyNode {
  private final RowRules rules;
  private final @Nullable ConflictAction conflict;

  /**
   * An insert.
   *
   * @param input all columns of the table, in order, of exactly their types
   * @param rules those of the table
   * @param conflict what to do with rows that meet others; null for an error
   * @param returning what to give of each row; null for their number
   */
  public InsertNode(
      TableLayout layout,
      PlanNode input,
      RowRules rules,
      @Nullable ConflictAction conflict,
      @Nullable Returning returning) {
    super(layout, passingLarge(layout, input, rules, conflict, returning), returning);
    this.rules = rules;
    this.conflict = conflict;
    List<ColumnType> types =
        layout.definition().columns().stream().map(ColumnDefinition::type).toList();
    if (!input.types().equals(types)) {
      throw new IllegalArgumentException(
          "insert into " + layout.definition().name() + ": " + input.types() + " for " + types);
    }
  }

  /** What a conflict gives to expressions is whole. */
  private static PlanNode passingLarge(
      TableLayout layout,
      PlanNode input,
      RowRules rules,
      @Nullable ConflictAction conflict,
      @Nullable Returning returning) {
    int width = layout.definition().columns().size();
    return conflict != null && conflict.update() != null
        ? input
        : passingLarge(
            layout, input, IntStream.range(0, width).boxed().toList(), 0, rules, returning);
  }

  @Override
  public String describe() {
    return "Insert: " + layout.definition().name();
  }

  /**
   * Whether its rows stand in the statement, so that it reads none, and need not know what it has
   * written before.
   */
  public boolean readsNothing() {
    PlanNode source = input;
    while (source instanceof ProjectNode) {
      source = source.inputs().get(0);
    }
    return source instanceof ValuesNode values
        && (values.rowCount() <= 1 || !updates())
        && !queries();
  }

  /**
   * Whether many executions, one after the other, have the effects of one that inserts all their
   * rows: each has one row, which meets none of another execution that it should not.
   */
  public boolean takesEntries() {
    int id = layout.definition().id();
    return input instanceof ValuesNode values
        && values.rowCount() == 1
        && conflict == null
        && !isReturning()
        && layout.definition().foreignKeys().stream()
            .noneMatch(key -> key.referencedTableId() == id);
  }

  private boolean queries() {
    return conflict != null && conflict.update() != null && conflict.update().query() != null;
  }

  private boolean updates() {
    return conflict != null && conflict.update() != null;
  }

  @Override
  public Operator operator() {
    return new Insert(this);
  }

  private static final class Insert extends Modify {
    private final RowChecks checks;
    private final ColumnType[] types;
    private final @Nullable ConflictAction conflict;
    private final @Nullable ConflictUpdate update;
    private final boolean isWriteOnly;

    /** What the statement has written; null if it cannot write a row twice. */
    private @Nullable TouchedRows touched;

    private @Nullable Arbiters arbiters;

    /** For the rows that sub-queries of DO UPDATE see; null if there are none. */
    private @Nullable Workspace queryRoom;

    Insert(InsertNode node) {
      super(node);
      checks = new RowChecks(layout, node.rules);
      conflict = node.conflict;
      isWriteOnly = node.readsNothing();
      ConflictAction.Update wanted = conflict == null ? null : conflict.update();
      update = wanted == null ? null : new ConflictUpdate(layout, wanted, node.rules);
      types =
          layout.definition().columns().stream()
              .map(ColumnDefinition::type)
              .toArray(ColumnType[]::new);
    }

    @Override
    protected void start(ExecutionContext context) {
      checks.open(context);
      if (update != null) {
        update.open(context, this::queryWorkspace);
      }
      super.start(context);
    }

    private Workspace queryWorkspace() {
      Workspace own = workspace("On Conflict");
      queryRoom = own;
      return own;
    }

    @Override
    long write(Batch batch, TableWriter writer, TableAccess now) {
      long written = 0;
      Batch whole = checks.complete(batch);
      int violation = checks.isEmpty() ? -1 : checks.firstViolation(whole);
      int[] rows = batch.rows();
      for (int k = 0; k < batch.count(); k++) {
        for (int column = 0; column < types.length; column++) {
          set(column, types[column], column, whole.column(column), rows[k]);
        }
        if (rows[k] == violation) {
          throw checks.error(row);
        }
        if (conflict == null) {
          writer.insert(row);
          wrote(row, whole, rows[k]);
        } else {
          written += insertOrMeet(whole, rows[k], writer) ? 1 : 0;
        }
      }
      return conflict == null ? batch.count() : written;
    }

    @Override
    void begin(TableWriter writer, TableAccess now) {
      if (conflict != null) {
        @Nullable LockMode mode = update == null ? null : LockMode.NO_KEY_UPDATE;
        arbiters = writer.arbiters(conflict.arbiters(), mode);
        touched =
            update == null || (isWriteOnly && !isOneOfSeveral())
                ? null
                : new TouchedRows(now, layout.definition());
      }
    }

    /** Inserts the row, or does what is wanted with the one in its way; whether it wrote any. */
    private boolean insertOrMeet(Batch batch, int at, TableWriter writer) {
      Arbiters keys = arbiters;
      assert keys != null : "begun";
      RowView there = writer.findInTheWay(row, keys);
      if (there == null) {
        writer.insert(row);
        wrote(row, batch, at);
        return true;
      }
      return update != null && update(update, there, keys.key(), batch, at, writer);
    }

    private boolean update(
        ConflictUpdate how, RowView there, byte[] key, Batch batch, int at, TableWriter writer) {
      if (touched != null && touched.contains(key, 0, key.length)) {
        throw ConflictUpdate.touchedTwice();
      }
      RowBuilder changed = how.update(there, batch, at, writer);
      if (changed == null) {
        return false;
      }
      if (touched != null) {
        touched.add(key, 0, key.length);
      }
      wrote(changed, batch, at);
      return true;
    }

    @Override
    protected void stop() {
      checks.close();
      if (update != null) {
        update.close();
      }
      if (queryRoom != null) {
        queryRoom.close();
        queryRoom = null;
      }
      touched = null;
      arbiters = null;
      super.stop();
    }
  }
}
