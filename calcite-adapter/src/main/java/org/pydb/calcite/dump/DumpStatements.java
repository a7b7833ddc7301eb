package org.pydb.calcite.dump;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.TemporarySchemas;
import org.pydb.calcite.ddl.TableEngine;
import org.pydb.calcite.system.Constraint;
import org.pydb.calcite.system.DefinitionText;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.table.Sequences;

/**
 * The statements that make all that one catalog defines: those before the rows, which tables need
 * to take them, and those after the rows, which would slow them down or forbid them. All names say
 * their schema. Used by one thread.
 *
 * <pre>
 *   schemas, sequences, tables with primary keys and checks
 *   rows
 *   unique constraints, indexes, foreign keys, sequences' numbers, ALWAYS
 *   views, materialized ones with their rows and indexes, comments
 * </pre>
 */
public final class DumpStatements {
  private final Catalog catalog;
  private final Function<SequenceDefinition, Sequences.Last> numbers;

  /** The sequences that belong to columns. */
  private final Set<Integer> owned = new HashSet<>();

  /** Those of them that {@code serial} makes, which takes no options. */
  private final Set<Integer> serials = new HashSet<>();

  /** By the id of their table. */
  private final Map<Integer, List<Constraint>> constraints = new HashMap<>();

  /** What has a name by then, when the script runs. */
  private final Set<String> made = new HashSet<>();

  /**
   * Statements for a catalog.
   *
   * @param numbers tells where a sequence stands
   */
  public DumpStatements(Catalog catalog, Function<SequenceDefinition, Sequences.Last> numbers) {
    this.catalog = catalog;
    this.numbers = numbers;
    for (TableDefinition table : keptTables()) {
      for (ColumnDefinition column : table.columns()) {
        Identity identity = column.identity();
        if (identity != null) {
          owned.add(identity.sequenceId());
          if (isSerial(column)) {
            serials.add(identity.sequenceId());
          }
        }
      }
    }
    for (Constraint constraint : Constraint.all(catalog)) {
      constraints.computeIfAbsent(constraint.table().id(), id -> new ArrayList<>()).add(constraint);
    }
  }

  /** The columns of a table whose values are kept: those that are not computed. */
  public static List<String> storedColumns(TableDefinition table) {
    return table.visibleColumns().stream()
        .filter(column -> column.generatedExpression() == null)
        .map(ColumnDefinition::name)
        .toList();
  }

  /** All tables but those of sessions, which go with them. */
  private List<TableDefinition> keptTables() {
    return catalog.tables().stream()
        .filter(table -> !TemporarySchemas.isOne(table.schema()))
        .toList();
  }

  private List<SequenceDefinition> sequences() {
    return catalog.sequences().stream()
        .filter(sequence -> !TemporarySchemas.isOne(sequence.schema()))
        .toList();
  }

  /** The tables that have rows of their own, rather than those of a query. */
  public static List<TableDefinition> tables(Catalog catalog) {
    return catalog.tables().stream()
        .filter(table -> !table.isMaterialized() && !TemporarySchemas.isOne(table.schema()))
        .toList();
  }

  // ------------------------------------------------------------------ before the rows

  /** What must be there before the rows come. */
  public List<String> before() {
    List<String> statements = new ArrayList<>();
    for (String schema : catalog.schemaNames()) {
      if (!schema.equals(Catalog.DEFAULT_SCHEMA) && !TemporarySchemas.isOne(schema)) {
        statements.add("CREATE SCHEMA " + name(schema));
      }
    }
    for (SequenceDefinition sequence : sequences()) {
      if (!owned.contains(sequence.id())) {
        made.add(sequence.qualifiedName());
        statements.add("CREATE SEQUENCE " + nameOf(sequence) + options(sequence, true));
      }
    }
    tables(catalog).forEach(table -> addTable(table, statements));
    return statements;
  }

  private void addTable(TableDefinition table, List<String> statements) {
    List<String> parts = new ArrayList<>();
    table.visibleColumns().forEach(column -> parts.add(column(column)));
    for (Constraint constraint : of(table)) {
      if (constraint.kind() == Constraint.Kind.PRIMARY_KEY
          || constraint.kind() == Constraint.Kind.CHECK) {
        parts.add(
            "CONSTRAINT " + name(constraint.name()) + " " + DefinitionText.QUOTED.of(constraint));
      }
    }
    statements.add(
        "CREATE TABLE "
            + DefinitionText.QUOTED.name(table)
            + parts.stream().collect(Collectors.joining(",\n  ", " (\n  ", "\n)"))
            + TableEngine.clause(table));
    made.add(table.qualifiedName());
    if (table.primaryKey() != null) {
      made.add(table.schema() + "." + table.primaryKey().name());
    }
    IndexDefinition deferrable = table.deferrablePrimaryKey();
    if (deferrable != null) {
      made.add(table.schema() + "." + deferrable.name());
    }
    addSequenceNames(table, statements);
  }

  /** Sequences of columns get a name by themselves, which may not be the one that they have. */
  private void addSequenceNames(TableDefinition table, List<String> statements) {
    for (ColumnDefinition column : table.columns()) {
      SequenceDefinition sequence = sequence(column);
      if (sequence != null) {
        String wish = table.name() + "_" + column.name() + "_seq";
        String name = wish;
        for (int i = 1; !made.add(table.schema() + "." + name); i++) {
          name = wish + i;
        }
        if (!sequence.name().equals(name)) {
          made.remove(table.schema() + "." + name);
          made.add(sequence.qualifiedName());
          statements.add(
              "ALTER SEQUENCE "
                  + DefinitionText.QUOTED.name(table.schema(), name)
                  + " RENAME TO "
                  + name(sequence.name()));
        }
      }
    }
  }

  private @Nullable SequenceDefinition sequence(ColumnDefinition column) {
    Identity identity = column.identity();
    return identity == null ? null : catalog.sequence(identity.sequenceId());
  }

  private List<Constraint> of(TableDefinition table) {
    return constraints.getOrDefault(table.id(), List.of());
  }

  /** A column; one that always numbers its rows takes those that it is given at first. */
  private String column(ColumnDefinition column) {
    StringBuilder text = new StringBuilder(name(column.name())).append(' ');
    SequenceDefinition sequence = sequence(column);
    boolean isSerial = isSerial(column);
    text.append(isSerial ? serial(column.type()) : type(column.type()));
    if (sequence != null && !isSerial) {
      text.append(" GENERATED BY DEFAULT AS IDENTITY (").append(options(sequence, false).strip());
      text.append(')');
    }
    if (column.generatedExpression() != null) {
      text.append(" GENERATED ALWAYS AS (").append(column.generatedExpression()).append(") STORED");
    }
    if (column.defaultExpression() != null) {
      text.append(" DEFAULT ").append(column.defaultExpression());
    }
    return text.append(column.nullable() ? "" : " NOT NULL").toString();
  }

  /** Whether it is made by {@code serial}: its type may have been changed since. */
  private static boolean isSerial(ColumnDefinition column) {
    Identity identity = column.identity();
    return identity != null
        && identity.kind() == Identity.Kind.SERIAL
        && !column.nullable()
        && serial(column.type()) != null;
  }

  private static @Nullable String serial(ColumnType type) {
    return switch (type.kind()) {
      case INT16 -> "smallserial";
      case INT32 -> "serial";
      case INT64 -> "bigserial";
      default -> null;
    };
  }

  private static String type(ColumnType type) {
    return type.kind() == ColumnKind.CHAR && type.precision() == 0 ? "bpchar" : TypeNames.of(type);
  }

  private static String options(SequenceDefinition sequence, boolean withType) {
    return (withType ? " AS " + TypeNames.of(ColumnType.of(sequence.kind())) : "")
        + " INCREMENT BY "
        + sequence.increment()
        + " MINVALUE "
        + sequence.least()
        + " MAXVALUE "
        + sequence.greatest()
        + " START WITH "
        + sequence.start()
        + (sequence.cycle() ? " CYCLE" : "");
  }

  // ------------------------------------------------------------------ after the rows

  /** What comes when the rows are there. */
  public List<String> after() {
    List<String> statements = new ArrayList<>();
    for (TableDefinition table : tables(catalog)) {
      addConstraints(table, Constraint.Kind.UNIQUE, statements);
      addIndexes(table, statements);
    }
    keptTables().forEach(t -> addConstraints(t, Constraint.Kind.FOREIGN_KEY, statements));
    sequences().forEach(sequence -> addNumber(sequence, statements));
    keptTables().forEach(table -> addOwned(table, statements));
    keptTables().forEach(table -> addAlways(table, statements));
    for (ViewDefinition view : views()) {
      TableDefinition rows = rows(view);
      statements.add(view(view, rows));
      if (rows != null) {
        addIndexes(rows, statements);
      }
    }
    addComments(statements);
    return statements;
  }

  private static void addIndexes(TableDefinition table, List<String> statements) {
    for (IndexDefinition index : table.indexes()) {
      if (index.origin() == IndexDefinition.Origin.DECLARED) {
        statements.add(index(table, index));
      }
    }
  }

  /** The table that holds the rows of a materialized view; null of another one. */
  private @Nullable TableDefinition rows(ViewDefinition view) {
    return view.isMaterialized() ? catalog.table(view.schema(), view.name()) : null;
  }

  private void addConstraints(
      TableDefinition table, Constraint.Kind kind, List<String> statements) {
    for (Constraint constraint : of(table)) {
      if (constraint.kind() == kind) {
        statements.add(
            "ALTER TABLE "
                + DefinitionText.QUOTED.name(table)
                + " ADD CONSTRAINT "
                + name(constraint.name())
                + " "
                + DefinitionText.QUOTED.of(constraint));
      }
    }
  }

  private static String index(TableDefinition table, IndexDefinition index) {
    return "CREATE "
        + (index.unique() ? "UNIQUE " : "")
        + "INDEX "
        + name(index.name())
        + " ON "
        + DefinitionText.QUOTED.name(table)
        + " "
        + DefinitionText.QUOTED.keyColumns(table, index.columns())
        + DefinitionText.QUOTED.restOf(table, index);
  }

  /** Says which sequences go with columns that they do not number. */
  private void addOwned(TableDefinition table, List<String> statements) {
    for (ColumnDefinition column : table.columns()) {
      for (int id : column.ownedSequences()) {
        SequenceDefinition sequence = catalog.sequence(id);
        if (sequence != null) {
          statements.add(
              "ALTER SEQUENCE "
                  + nameOf(sequence)
                  + " OWNED BY "
                  + DefinitionText.QUOTED.name(table)
                  + "."
                  + name(column.name()));
        }
      }
    }
  }

  private void addNumber(SequenceDefinition sequence, List<String> statements) {
    if (serials.contains(sequence.id())) {
      statements.add("ALTER SEQUENCE " + nameOf(sequence) + options(sequence, true));
    }
    Sequences.Last last = numbers.apply(sequence);
    if (last.given() || last.number() != sequence.start()) {
      statements.add(
          "SELECT setval("
              + literal(nameOf(sequence))
              + ", "
              + last.number()
              + ", "
              + last.given()
              + ")");
    }
  }

  private static void addAlways(TableDefinition table, List<String> statements) {
    for (ColumnDefinition column : table.columns()) {
      Identity identity = column.identity();
      if (identity != null && identity.kind() == Identity.Kind.ALWAYS) {
        statements.add(
            "ALTER TABLE "
                + DefinitionText.QUOTED.name(table)
                + " ALTER COLUMN "
                + name(column.name())
                + " SET GENERATED ALWAYS");
      }
    }
  }

  /** The views, each behind those that it uses. */
  private Set<ViewDefinition> views() {
    Set<ViewDefinition> ordered = new LinkedHashSet<>();
    catalog.views().forEach(view -> addView(view, ordered));
    return ordered;
  }

  private void addView(ViewDefinition view, Set<ViewDefinition> ordered) {
    for (int used : view.uses()) {
      TableDefinition table = catalog.table(used);
      ViewDefinition other =
          table != null && table.isMaterialized()
              ? catalog.view(table.schema(), table.name())
              : catalog.view(used);
      if (other != null) {
        addView(other, ordered);
      }
    }
    ordered.add(view);
  }

  private static String view(ViewDefinition view, @Nullable TableDefinition rows) {
    boolean isEmpty =
        rows != null
            && TableDefinition.EMPTY.equals(rows.attributes().get(TableDefinition.MATERIALIZED));
    return (rows == null ? "CREATE VIEW " : "CREATE MATERIALIZED VIEW ")
        + DefinitionText.QUOTED.name(view.schema(), view.name())
        + view.columns().stream()
            .map(column -> name(column.name()))
            .collect(Collectors.joining(", ", " (", ")"))
        + " AS "
        + view.query()
        + (isEmpty ? " WITH NO DATA" : "")
        + checkOption(view);
  }

  private static String checkOption(ViewDefinition view) {
    String option = view.attributes().get(ViewDefinition.CHECK_OPTION);
    return option == null ? "" : " WITH " + option + " CHECK OPTION";
  }

  private void addComments(List<String> statements) {
    for (TableDefinition table : keptTables()) {
      String name = DefinitionText.QUOTED.name(table);
      String kind = table.isMaterialized() ? "MATERIALIZED VIEW " : "TABLE ";
      addComment(kind + name, table.attributes(), statements);
      addColumnComments(name, table.columns(), statements);
    }
    for (SequenceDefinition sequence : sequences()) {
      addComment("SEQUENCE " + nameOf(sequence), sequence.attributes(), statements);
    }
    for (ViewDefinition view : catalog.views()) {
      if (view.isMaterialized()) {
        continue; // Its comments are those of its table.
      }
      String name = DefinitionText.QUOTED.name(view.schema(), view.name());
      addComment("VIEW " + name, view.attributes(), statements);
      addColumnComments(name, view.columns(), statements);
    }
  }

  private static void addColumnComments(
      String relation, List<ColumnDefinition> columns, List<String> statements) {
    for (ColumnDefinition column : columns) {
      String name = "COLUMN " + relation + "." + name(column.name());
      addComment(name, column.attributes(), statements);
    }
  }

  private static void addComment(
      String what, Map<String, String> attributes, List<String> statements) {
    String comment = attributes.get(TableDefinition.COMMENT);
    if (comment != null) {
      statements.add("COMMENT ON " + what + " IS " + literal(comment));
    }
  }

  // ------------------------------------------------------------------ texts

  private static String nameOf(SequenceDefinition sequence) {
    return DefinitionText.QUOTED.name(sequence.schema(), sequence.name());
  }

  private static String name(String name) {
    return DefinitionText.QUOTED.name(name);
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
