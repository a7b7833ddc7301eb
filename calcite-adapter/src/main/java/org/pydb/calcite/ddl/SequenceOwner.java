package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.NameText;
import org.pydb.calcite.parser.PydbDialect;
import org.pydb.calcite.parser.SequenceOption;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * {@code OWNED BY table.column | NONE}: the column with which a sequence goes when it is dropped.
 * The column remembers it, so the bond follows whatever happens to the column.
 */
final class SequenceOwner {
  private final Transaction transaction;
  private final SearchPath path;

  SequenceOwner(Transaction transaction, SearchPath path) {
    this.transaction = transaction;
    this.path = path;
  }

  /** The sequences that go with a column. */
  static List<SequenceDefinition> of(ColumnDefinition column, Catalog catalog) {
    List<SequenceDefinition> sequences = new ArrayList<>();
    for (int id : column.sequences()) {
      SequenceDefinition sequence = catalog.sequence(id);
      if (sequence != null) {
        sequences.add(sequence);
      }
    }
    return sequences;
  }

  /** The option that says whose a sequence is; null if none does. */
  static @Nullable SequenceOption option(SqlNodeList options) {
    for (SqlNode node : options) {
      if (node instanceof SequenceOption option && option.kind() == SequenceOption.Kind.OWNED_BY) {
        return option;
      }
    }
    return null;
  }

  /** Gives a sequence to the column that an option names, or to none. */
  void change(SequenceDefinition sequence, SequenceOption option) {
    SqlIdentifier column = column(option);
    TableDefinition owner = column == null ? null : table(column, sequence);
    int ordinal =
        owner == null || column == null
            ? -1
            : ColumnNames.ordinal(
                column.getComponent(column.names.size() - 1), owner.columns(), owner.name());
    Identity identity = owner == null ? null : owner.columns().get(ordinal).identity();
    if (identity != null
        && identity.sequenceId() == sequence.id()
        && identity.kind() == Identity.Kind.SERIAL) {
      return; // It is the column's already, and its default.
    }
    release(sequence, option);
    if (owner != null) {
      redefine(
          owner.id(),
          ordinal,
          given -> {
            List<Integer> ids = new ArrayList<>(given.ownedSequences());
            ids.add(sequence.id());
            return given.withOwnedSequences(ids);
          });
    }
  }

  /** The column that an option names; null for NONE. */
  private static @Nullable SqlIdentifier column(SequenceOption option) {
    return option.value() instanceof SqlIdentifier name
            && !(name.isSimple() && name.getSimple().equals("none"))
        ? name
        : null;
  }

  private TableDefinition table(SqlIdentifier column, SequenceDefinition sequence) {
    int size = column.names.size();
    if (size < 2) {
      throw new PlacedError(
          column, "42601", "invalid OWNED BY option: write OWNED BY table.column or OWNED BY NONE");
    }
    SqlIdentifier name = column.getComponent(0, size - 1);
    TableDefinition table =
        RelationName.of(name, path, transaction.catalog()).table(transaction.catalog());
    if (!table.schema().equals(sequence.schema())) {
      throw new PlacedError(
          column, "55000", "sequence must be in same schema as table it is linked to");
    }
    return table;
  }

  /** Takes a sequence from the column that has it. That of a serial column stays its default. */
  private void release(SequenceDefinition sequence, SqlNode place) {
    for (TableDefinition table : transaction.catalog().tables()) {
      for (int i = 0; i < table.columns().size(); i++) {
        ColumnDefinition column = table.columns().get(i);
        Identity identity = column.identity();
        if (identity != null && identity.sequenceId() == sequence.id()) {
          if (identity.kind() != Identity.Kind.SERIAL) {
            throw new PlacedError(
                place,
                "0A000",
                "cannot change ownership of identity sequence \""
                    + sequence.name()
                    + "\": it is linked to table \""
                    + table.name()
                    + "\"");
          }
          redefine(table.id(), i, owner -> owner.withIdentity(null).withDefault(nextOf(sequence)));
        } else if (column.ownedSequences().contains(sequence.id())) {
          redefine(
              table.id(),
              i,
              owner ->
                  owner.withOwnedSequences(
                      owner.ownedSequences().stream().filter(id -> id != sequence.id()).toList()));
        }
      }
    }
  }

  private static String nextOf(SequenceDefinition sequence) {
    String name = NameText.of(sequence.schema(), sequence.name());
    return "nextval(" + PydbDialect.text(SqlLiteral.createCharString(name, Trees.NOWHERE)) + ")";
  }

  private void redefine(int id, int ordinal, UnaryOperator<ColumnDefinition> change) {
    TableDefinition table = transaction.catalog().layout(id).definition();
    transaction.design().lock(table);
    List<ColumnDefinition> columns = new ArrayList<>(table.columns());
    columns.set(ordinal, change.apply(columns.get(ordinal)));
    transaction.design().redefine(table, table.withColumns(columns));
  }
}
