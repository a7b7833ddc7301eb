package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.AlterAction;
import org.pydb.calcite.parser.IdentityDeclaration;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/** What ALTER TABLE does to columns that number their rows. Used once. */
final class IdentityAlteration {
  private final Transaction transaction;
  private final TableDefinition table;

  IdentityAlteration(Transaction transaction, TableDefinition table) {
    this.transaction = transaction;
    this.table = table;
  }

  /** The sequences that belong to the columns of a table. */
  static List<SequenceDefinition> sequences(Transaction transaction, TableDefinition table) {
    List<SequenceDefinition> sequences = new ArrayList<>();
    for (ColumnDefinition column : table.columns()) {
      sequences.addAll(SequenceOwner.of(column, transaction.catalog()));
    }
    return sequences;
  }

  TableDefinition execute(AlterAction action) {
    int ordinal = ColumnNames.ordinal(action.name(), table.visibleColumns(), table.name());
    ColumnDefinition column = table.columns().get(ordinal);
    if (column.generatedExpression() != null) {
      throw error(action.name(), column, "is a generated column");
    }
    if (action.kind() == AlterAction.Kind.ADD_IDENTITY) {
      return add(action, ordinal, column);
    }
    Identity identity = column.identity();
    if (identity == null || identity.kind() == Identity.Kind.SERIAL) {
      if (action.kind() == AlterAction.Kind.DROP_IDENTITY && action.guarded()) {
        return table;
      }
      throw error(action.name(), column, "is not an identity column");
    }
    SequenceDefinition sequence = transaction.catalog().sequence(identity.sequenceId());
    return switch (action.kind()) {
      case SET_GENERATED ->
          with(
              ordinal,
              column.withIdentity(
                  new Identity(
                      identity.sequenceId(),
                      action.guarded() ? Identity.Kind.ALWAYS : Identity.Kind.BY_DEFAULT)));
      case DROP_IDENTITY -> {
        TableDefinition now = with(ordinal, column.withIdentity(null));
        if (sequence != null) {
          transaction.design().dropSequence(sequence);
        }
        yield now;
      }
      default -> {
        restart(action, sequence);
        yield table;
      }
    };
  }

  private void restart(AlterAction action, @Nullable SequenceDefinition sequence) {
    if (sequence != null) {
      transaction
          .design()
          .redefine(
              sequence,
              new SequenceBuilder(action, List.of(action.what()))
                  .change(sequence, () -> transaction.design().newId()));
    }
  }

  private TableDefinition add(AlterAction action, int ordinal, ColumnDefinition column) {
    IdentityDeclaration declared = (IdentityDeclaration) action.what();
    if (column.identity() != null && column.identity().kind() != Identity.Kind.SERIAL) {
      throw error(action.name(), column, "is already an identity column");
    }
    if (column.defaultExpression() != null || column.identity() != null) {
      throw error(action.name(), column, "already has a default value");
    }
    if (column.nullable()) {
      throw error(action.name(), column, "must be declared NOT NULL before identity can be added");
    }
    ColumnBuilder.checkNumberable(action.name(), column.type());
    Catalog catalog = transaction.catalog();
    String name =
        new ConstraintNames(catalog, table.schema(), table.name())
            .freeRelation(table.name() + "_" + column.name() + "_seq");
    SequenceDefinition sequence =
        new SequenceBuilder(action, declared.options())
            .create(table.schema(), name, column.type().kind(), () -> transaction.design().newId());
    transaction.design().createSequence(sequence);
    Identity.Kind kind = declared.always() ? Identity.Kind.ALWAYS : Identity.Kind.BY_DEFAULT;
    return with(ordinal, column.withIdentity(new Identity(sequence.id(), kind)));
  }

  private TableDefinition with(int ordinal, ColumnDefinition column) {
    List<ColumnDefinition> columns = new ArrayList<>(table.columns());
    columns.set(ordinal, column);
    return transaction.design().redefine(table, table.withColumns(columns));
  }

  private PlacedError error(SqlIdentifier place, ColumnDefinition column, String what) {
    return new PlacedError(
        place,
        "55000",
        "column \"" + column.name() + "\" of relation \"" + table.name() + "\" " + what);
  }
}
