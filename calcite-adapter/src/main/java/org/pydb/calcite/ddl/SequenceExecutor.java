package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.AlterAction;
import org.pydb.calcite.parser.AlterStatement;
import org.pydb.calcite.parser.CreateSequence;
import org.pydb.calcite.parser.SequenceOption;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/** CREATE SEQUENCE and ALTER SEQUENCE. */
final class SequenceExecutor {
  private final Transaction transaction;
  private final SearchPath path;

  SequenceExecutor(Transaction transaction, SearchPath path) {
    this.transaction = transaction;
    this.path = path;
  }

  void create(CreateSequence statement) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.ofNew(statement.name(), path, catalog);
    if (name.isTaken(catalog)) {
      if (!statement.ifNotExists()) {
        throw RelationName.taken(statement.name(), name.name());
      }
      return;
    }
    SequenceDefinition sequence =
        new SequenceBuilder(statement, statement.options())
            .create(name.schema(), name.name(), null, () -> transaction.design().newId());
    transaction.design().createSequence(sequence);
    own(sequence, statement.options());
  }

  private void own(SequenceDefinition sequence, SqlNodeList options) {
    SequenceOption option = SequenceOwner.option(options);
    if (option != null) {
      new SequenceOwner(transaction, path).change(sequence, option);
    }
  }

  void alter(AlterStatement statement) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.of(statement.name(), path, catalog);
    if (statement.ifExists() && !name.isTaken(catalog)) {
      return;
    }
    SequenceDefinition sequence = name.sequence(catalog);
    SqlNode first = statement.actions().get(0);
    SequenceDefinition changed =
        first instanceof AlterAction naming
            ? renamed(sequence, naming, catalog)
            : new SequenceBuilder(statement, statement.actions())
                .change(sequence, () -> transaction.design().newId());
    transaction.design().redefine(sequence, changed);
    if (!changed.qualifiedName().equals(sequence.qualifiedName())) {
      followName(sequence, changed);
    }
    own(changed, statement.actions());
  }

  /** A sequence of a column is moved with its table only. */
  private static void checkUnowned(
      SequenceDefinition sequence, AlterAction naming, Catalog catalog) {
    for (TableDefinition table : catalog.tables()) {
      for (ColumnDefinition column : table.columns()) {
        if (column.sequences().contains(sequence.id())) {
          throw new PlacedError(
              naming,
              "0A000",
              "cannot move an owned sequence into another schema: sequence \""
                  + sequence.name()
                  + "\" is linked to table \""
                  + table.name()
                  + "\"");
        }
      }
    }
  }

  /** Has the defaults that name a sequence name it as it is called now. */
  void followName(SequenceDefinition before, SequenceDefinition after) {
    ViewExecutor.rename(transaction, before, after);
    for (TableDefinition table : transaction.catalog().tables()) {
      List<ColumnDefinition> columns = new ArrayList<>(table.columns());
      columns.replaceAll(
          column -> {
            String text = column.defaultExpression();
            return text != null && SequenceUse.isIn(text, before)
                ? column.withDefault(SequenceUse.renamed(text, before, after))
                : column;
          });
      if (!columns.equals(table.columns())) {
        transaction.design().redefine(table, table.withColumns(columns));
      }
    }
  }

  private static SequenceDefinition renamed(
      SequenceDefinition sequence, AlterAction naming, Catalog catalog) {
    String name = naming.name().getSimple();
    boolean isMove = naming.kind() == AlterAction.Kind.SET_SCHEMA;
    if (isMove) {
      checkUnowned(sequence, naming, catalog);
      RelationName.checkSchema(naming.name(), name, catalog);
    }
    SequenceDefinition changed =
        isMove
            ? sequence.withName(name, sequence.name())
            : sequence.withName(sequence.schema(), name);
    if (catalog.isTaken(changed.schema(), changed.name())) {
      throw RelationName.taken(naming.name(), changed.name());
    }
    return changed;
  }
}
