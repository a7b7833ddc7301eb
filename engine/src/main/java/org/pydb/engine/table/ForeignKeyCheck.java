package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.ConstraintException.Kind;
import org.pydb.engine.lock.LockMode;
import org.pydb.engine.row.Row;
import org.pydb.engine.row.RowBuilder;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;

/**
 * Keeps the foreign keys of one table true, in both directions: rows that it refers to must be
 * there, and rows that refer to it must not be left behind.
 *
 * <p>What is not as it should be when a row is written may still be put right by the same statement
 * (a row that refers to one inserted after it), so it is looked at again when the statement ends.
 * Only RESTRICT refuses at once. A foreign key that is deferred is looked at when the transaction
 * commits: for each key that was not there when it was referred to, or that was taken away while it
 * was, whether there are rows that refer to it now, and nothing that they refer to.
 *
 * <p>Whoever refers to a key shares a lock on it, and whoever removes one has it alone. So of two
 * transactions, one that removes a row and one that begins to refer to it, the second waits for the
 * first, and then sees what that has done: checks look at what was committed last, not at the
 * snapshot.
 *
 * <p>Not thread-safe.
 */
final class ForeignKeyCheck {

  /** A foreign key of this table. */
  private record Outgoing(
      ForeignKey key, TableDefinition target, ReferencedKey tree, ReferencedKey referrers) {}

  /** A foreign key of another table, or of this one, to this table. */
  private record Incoming(
      ForeignKey key, TableLayout source, ReferencedKey referrers, ReferencedKey own) {}

  private final Transaction transaction;
  private final TableDefinition table;
  private final List<Outgoing> outgoing = new ArrayList<>();
  private final List<Incoming> incoming = new ArrayList<>();

  ForeignKeyCheck(Transaction transaction, TableLayout layout) {
    this.transaction = transaction;
    table = layout.definition();
    Catalog catalog = transaction.catalog();
    for (ForeignKey key : table.foreignKeys()) {
      TableLayout target = catalog.layout(key.referencedTableId());
      ReferencedKey tree = ReferencedKey.find(target, key.referencedColumns(), true);
      ReferencedKey referrers = ReferencedKey.find(layout, key.columns(), false);
      assert tree != null && referrers != null : "checked when the foreign key was made";
      outgoing.add(new Outgoing(key, target.definition(), tree, referrers));
    }
    for (Catalog.Reference reference : catalog.references(table.id())) {
      TableLayout source = catalog.layout(reference.table());
      ForeignKey key = reference.foreignKey();
      ReferencedKey referrers = ReferencedKey.find(source, key.columns(), false);
      ReferencedKey own = ReferencedKey.find(layout, key.referencedColumns(), true);
      assert referrers != null && own != null : "checked when the foreign key was made";
      incoming.add(new Incoming(key, source, referrers, own));
    }
  }

  // ------------------------------------------------------------------ rows that refer

  void beforeInsert(Row row) {
    for (Outgoing key : outgoing) {
      check(key, row);
    }
  }

  void beforeUpdate(Row old, Row row) {
    for (Outgoing key : outgoing) {
      if (!sameValues(old, row, key.key.columns())) {
        check(key, row);
      }
    }
  }

  private void check(Outgoing key, Row row) {
    if (hasNull(row, key.key.columns())) {
      if (isMixed(row, key.key)) {
        checkMixed(key, row);
      }
      return;
    }
    byte[] target = key.tree.encode(row, key.key.columns());
    if (target == null) {
      throw missing(key, "a value beyond the range of the referenced column");
    }
    int tree = key.tree.tree();
    transaction.lockKey(tree, target, target.length, LockMode.KEY_SHARE);
    if (!transaction.tree().existsInNewest(tree, target, 0, target.length)) {
      if (isDeferred(table, key.key)) {
        deferMissing(key, row, target);
        return;
      }
      transaction.checkLater(
          () -> {
            if (!transaction.tree().existsInNewest(tree, target, 0, target.length)) {
              throw missing(key, KeyNames.print(key.tree.format(), target));
            }
          });
    }
  }

  /** Whether it is looked at when the transaction commits, and not before. */
  private boolean isDeferred(TableDefinition referrer, ForeignKey key) {
    return key.isDeferrable()
        && transaction.deferredChecks().isDeferred(referrer, key.name(), key.deferral());
  }

  /** Has rows with some of the columns NULL looked for when the statement ends, or later. */
  private void checkMixed(Outgoing key, Row row) {
    KeyRange range = referrers(key, row);
    Runnable check =
        () -> {
          if (isReferredTo(key.referrers.tree(), range)) {
            throw mixed(table, key.key);
          }
        };
    if (isDeferred(table, key.key)) {
      transaction.deferredChecks().add(table, key.target, key.key.name(), check);
    } else {
      transaction.checkLater(check);
    }
  }

  /** Where the rows are found that have a row's referencing columns. */
  private static KeyRange referrers(Outgoing key, Row row) {
    byte[] own = key.referrers.encode(row, key.key.columns());
    if (own == null) {
      throw new IllegalStateException("a row has no key in its own index");
    }
    return KeyRange.prefix(own);
  }

  private void deferMissing(Outgoing key, Row row, byte[] target) {
    KeyRange range = referrers(key, row);
    int tree = key.tree.tree();
    int referrers = key.referrers.tree();
    transaction
        .deferredChecks()
        .add(
            table,
            key.target,
            key.key.name(),
            () -> {
              if (!transaction.tree().existsInNewest(tree, target, 0, target.length)
                  && isReferredTo(referrers, range)) {
                throw missing(key, KeyNames.print(key.tree.format(), target));
              }
            });
  }

  private ConstraintException missing(Outgoing key, String values) {
    return missing(table, key.key, values, key.target);
  }

  /** A row refers to what is not there. */
  static ConstraintException missing(
      TableDefinition table, ForeignKey key, String values, TableDefinition target) {
    return broken(
        table,
        key,
        "key "
            + names(table, key.columns())
            + "="
            + values
            + " is not present in table \""
            + target.name()
            + "\"");
  }

  /** Of a row's columns some are NULL and some are not, where all must be or none. */
  static ConstraintException mixed(TableDefinition table, ForeignKey key) {
    return broken(
        table,
        key,
        "MATCH FULL does not allow mixing of null and nonnull key values in "
            + names(table, key.columns()));
  }

  private static ConstraintException broken(TableDefinition table, ForeignKey key, String why) {
    return new ConstraintException(
        Kind.FOREIGN_KEY,
        key.name(),
        table.name(),
        "insert or update on table \""
            + table.name()
            + "\" violates foreign key constraint \""
            + key.name()
            + "\": "
            + why);
  }

  // ------------------------------------------------------------------ rows that are referred to

  void afterDelete(Row old) {
    for (Incoming key : incoming) {
      if (!hasNull(old, key.key.referencedColumns())) {
        released(key, old, null);
      }
    }
  }

  void afterUpdate(Row old, RowBuilder row) {
    for (Incoming key : incoming) {
      List<Integer> columns = key.key.referencedColumns();
      if (!hasNull(old, columns) && !sameValues(old, row, columns)) {
        released(key, old, row);
      }
    }
  }

  /** A referenced key has gone, or has become another. */
  private void released(Incoming key, Row old, @Nullable RowBuilder row) {
    byte[] prefix = key.referrers.encode(old, key.key.referencedColumns());
    byte[] own = key.own.encode(old, key.key.referencedColumns());
    if (prefix == null || own == null) {
      return; // Nothing can refer to a value that its column cannot hold.
    }
    KeyRange range = KeyRange.prefix(prefix);
    int tree = key.referrers.tree();
    ForeignKey.Action action = row == null ? key.key.onDelete() : key.key.onUpdate();
    switch (action) {
      case RESTRICT -> refuseIfReferred(key, range, own);
      case NO_ACTION -> {
        if (isReferredTo(tree, range)) {
          Runnable check =
              () -> {
                if (!transaction.tree().existsInNewest(key.own.tree(), own, 0, own.length)) {
                  refuseIfReferred(key, range, own);
                }
              };
          TableDefinition source = key.source.definition();
          if (isDeferred(source, key.key)) {
            transaction.deferredChecks().add(source, table, key.key.name(), check);
          } else {
            transaction.checkLater(check);
          }
        }
      }
      case CASCADE, SET_NULL -> {
        if (row != null && action == ForeignKey.Action.CASCADE && !canHold(key, row)) {
          refuseIfReferred(key, range, own);
        }
        carryOver(key, range, row, action);
      }
      case SET_DEFAULT ->
          throw new IllegalStateException("SET DEFAULT is refused when a foreign key is made");
    }
  }

  /** Whether the columns that refer to a key can have its new values. */
  private static boolean canHold(Incoming key, RowBuilder row) {
    RowBuilder referrer = new RowBuilder(key.source.rows());
    List<Integer> columns = key.key.columns();
    try {
      for (int i = 0; i < columns.size(); i++) {
        referrer.set(columns.get(i), row, key.key.referencedColumns().get(i));
      }
    } catch (IllegalArgumentException e) {
      return false;
    }
    return true;
  }

  private boolean isReferredTo(int tree, KeyRange range) {
    return transaction.tree().onNewest(tree, newest -> Referrers.any(newest, tree, range));
  }

  private void refuseIfReferred(Incoming key, KeyRange range, byte[] own) {
    if (isReferredTo(key.referrers.tree(), range)) {
      String source = key.source.definition().name();
      throw new ConstraintException(
          Kind.FOREIGN_KEY,
          key.key.name(),
          source,
          "update or delete on table \""
              + table.name()
              + "\" violates foreign key constraint \""
              + key.key.name()
              + "\" of table \""
              + source
              + "\": key "
              + names(table, key.key.referencedColumns())
              + "="
              + KeyNames.print(key.own.format(), own)
              + " is still referred to from table \""
              + source
              + "\"");
    }
  }

  /** Locks the rows that refer to a key, also those that the snapshot does not show: a conflict. */
  private void lockReferrers(Incoming key, KeyRange range) {
    List<ByteBuilder> rowKeys =
        transaction
            .tree()
            .onNewest(
                key.referrers.tree(),
                newest ->
                    new Referrers(View.of(newest), key.source, key.referrers.tree())
                        .rowKeys(range));
    for (ByteBuilder rowKey : rowKeys) {
      transaction.lockForChange(key.source.definition(), rowKey, LockMode.UPDATE);
    }
  }

  /** Deletes the rows that refer to a key, or sets their columns to the new key or to NULL. */
  private void carryOver(
      Incoming key, KeyRange range, @Nullable RowBuilder row, ForeignKey.Action action) {
    lockReferrers(key, range);
    Referrers referrers = new Referrers(transaction.view(), key.source, key.referrers.tree());
    TableWriter writer = transaction.cascadeWriter(key.source.definition());
    for (RowView referrer : referrers.rows(range)) {
      if (row == null && action == ForeignKey.Action.CASCADE) {
        writer.delete(referrer);
        continue;
      }
      RowBuilder changed = new RowBuilder(key.source.rows());
      changed.setAll(referrer);
      for (int i = 0; i < key.key.columns().size(); i++) {
        int column = key.key.columns().get(i);
        if (row == null || action == ForeignKey.Action.SET_NULL) {
          changed.setNull(column);
        } else {
          changed.set(column, row, key.key.referencedColumns().get(i));
        }
      }
      writer.update(referrer, changed);
    }
  }

  // ------------------------------------------------------------------ values

  private static boolean hasNull(Row row, List<Integer> columns) {
    for (int column : columns) {
      if (row.isNull(column)) {
        return true; // One NULL, and the row refers to nothing.
      }
    }
    return false;
  }

  /** Whether a row that refers to nothing has a value where there must be none. */
  static boolean isMixed(Row row, ForeignKey key) {
    return key.full() && !key.columns().stream().allMatch(row::isNull);
  }

  private boolean sameValues(Row a, Row b, List<Integer> columns) {
    return RowComparison.isSame(table, a, b, columns);
  }

  static String names(TableDefinition table, List<Integer> columns) {
    return columns.stream()
        .map(column -> table.columns().get(column).name())
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
