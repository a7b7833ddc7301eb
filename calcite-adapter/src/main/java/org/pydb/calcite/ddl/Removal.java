package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;
import org.pydb.calcite.error.PlacedError;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.table.Transaction;

/**
 * What one DROP takes away: what it names, what belongs to that, and with CASCADE all that depends
 * on it. First everything is gathered, then it goes, so that a refusal names all that is in the
 * way. Used once.
 */
final class Removal {

  /** A foreign key of another table, or a default of a column, that cannot stay. */
  private record Part(int table, String name, String description) {}

  private final Transaction transaction;
  private final Catalog catalog;
  private final Map<Integer, TableDefinition> tables = new LinkedHashMap<>();
  private final Map<Integer, ViewDefinition> views = new LinkedHashMap<>();
  private final Map<Integer, SequenceDefinition> sequences = new LinkedHashMap<>();
  private final Set<Part> foreignKeys = new LinkedHashSet<>();
  private final Set<Part> defaults = new LinkedHashSet<>();

  /** What depends on what is named, for people to read. */
  private final Set<String> dependents = new LinkedHashSet<>();

  Removal(Transaction transaction) {
    this.transaction = transaction;
    catalog = transaction.catalog();
  }

  // ------------------------------------------------------------------ what is named

  void add(TableDefinition table) {
    tables.put(table.id(), table);
    for (ColumnDefinition column : table.columns()) {
      SequenceOwner.of(column, catalog).forEach(this::add);
    }
  }

  void add(ViewDefinition view) {
    views.put(view.id(), view);
    TableDefinition rows = view.isMaterialized() ? catalog.table(view.schema(), view.name()) : null;
    if (rows != null) {
      add(rows);
    }
  }

  void add(SequenceDefinition sequence) {
    sequences.put(sequence.id(), sequence);
  }

  // ------------------------------------------------------------------ what depends on it

  /**
   * Finds what depends on what was named.
   *
   * @throws PlacedError 2BP01 if there is anything and it is not to go too
   */
  void complete(SqlNode place, String what, boolean cascade) {
    List<Integer> open = new ArrayList<>(tables.keySet());
    open.addAll(views.keySet());
    open.addAll(sequences.keySet());
    for (int i = 0; i < open.size(); i++) {
      int id = open.get(i);
      for (ViewDefinition view : catalog.views()) {
        if (view.uses().contains(id) && !views.containsKey(view.id())) {
          dependents.add(view.description());
          add(view);
          open.add(view.id());
          TableDefinition rows =
              view.isMaterialized() ? catalog.table(view.schema(), view.name()) : null;
          if (rows != null) {
            open.add(rows.id());
          }
        }
      }
    }
    tables.values().forEach(this::findForeignKeys);
    sequences.values().forEach(this::findDefaults);
    if (!cascade && !dependents.isEmpty()) {
      throw new PlacedError(
          place,
          "2BP01",
          "cannot drop "
              + what
              + " because other objects depend on it: "
              + dependents.stream().collect(Collectors.joining(", "))
              + "; use DROP … CASCADE to drop them too");
    }
  }

  private void findForeignKeys(TableDefinition table) {
    for (Catalog.Reference reference : catalog.references(table.id())) {
      TableDefinition other = reference.table();
      ForeignKey key = reference.foreignKey();
      String description = "constraint \"" + key.name() + "\" of table \"" + other.name() + "\"";
      foreignKeys.add(new Part(other.id(), key.name(), description));
      if (!tables.containsKey(other.id())) {
        dependents.add(description);
      }
    }
  }

  private void findDefaults(SequenceDefinition sequence) {
    for (TableDefinition table : catalog.tables()) {
      for (ColumnDefinition column : table.columns()) {
        Identity identity = column.identity();
        boolean isOwn = identity != null && identity.sequenceId() == sequence.id();
        if (!tables.containsKey(table.id())
            && (isOwn || SequenceUse.isIn(column.defaultExpression(), sequence))) {
          String description =
              "default value of column \"" + column.name() + "\" of table \"" + table.name() + "\"";
          defaults.add(new Part(table.id(), column.name(), description));
          dependents.add(description);
        }
      }
    }
  }

  // ------------------------------------------------------------------ taking it away

  /** Takes it away. */
  void run() {
    views.values().forEach(view -> transaction.design().dropView(view));
    for (Part part : foreignKeys) {
      transaction.design().dropForeignKey(now(part.table), part.name);
    }
    defaults.forEach(this::dropDefault);
    for (TableDefinition table : tables.values()) {
      transaction.design().dropTable(now(table.id()));
    }
    sequences.values().forEach(sequence -> transaction.design().dropSequence(sequence));
  }

  /** Takes away foreign keys that refer to a table, which changes with those of its own. */
  static TableDefinition dropReferences(
      TableDefinition table, List<Catalog.Reference> references, Transaction transaction) {
    for (Catalog.Reference reference : references) {
      TableDefinition other = transaction.catalog().layout(reference.table().id()).definition();
      TableDefinition unused =
          transaction.design().dropForeignKey(other, reference.foreignKey().name());
    }
    return transaction.catalog().layout(table.id()).definition();
  }

  private void dropDefault(Part part) {
    TableDefinition table = now(part.table);
    List<ColumnDefinition> columns = new ArrayList<>(table.columns());
    columns.replaceAll(
        column ->
            column.name().equals(part.name) ? column.withDefault(null).withIdentity(null) : column);
    transaction.design().redefine(table, table.withColumns(columns));
  }

  private TableDefinition now(int table) {
    return transaction.catalog().layout(table).definition();
  }
}
