package org.pydb.calcite.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pydb.calcite.api.CatalogView;
import org.pydb.calcite.api.FunctionInfo;
import org.pydb.calcite.catalog.TemporarySchemas;
import org.pydb.calcite.function.JavaFunctions;
import org.pydb.calcite.parser.NameText;
import org.pydb.calcite.system.SystemTables;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.Database;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * One catalog, for metadata.
 *
 * @param catalog of the engine
 * @param database counts the rows
 * @param inJava the functions that applications have brought
 */
record CatalogSnapshot(Catalog catalog, Database database, JavaFunctions inJava)
    implements CatalogView {

  @Override
  public List<String> schemas() {
    return List.copyOf(catalog.schemaNames());
  }

  @Override
  public List<TableDefinition> tables() {
    List<TableDefinition> tables = new ArrayList<>();
    for (String schema : catalog.schemaNames()) {
      tables.addAll(catalog.tables(schema));
    }
    return tables;
  }

  @Override
  public List<TableDefinition> views() {
    return catalog.views().stream()
        .filter(view -> !view.isMaterialized())
        .sorted(Comparator.comparing(ViewDefinition::schema).thenComparing(ViewDefinition::name))
        .map(CatalogSnapshot::asTable)
        .toList();
  }

  private static TableDefinition asTable(ViewDefinition view) {
    return new TableDefinition(
        view.id(),
        view.version(),
        view.schema(),
        view.name(),
        view.columns(),
        null,
        List.of(),
        List.of(),
        List.of(),
        view.attributes());
  }

  @Override
  public List<TableDefinition> systemTables() {
    return SystemTables.definitions();
  }

  @Override
  public List<SequenceDefinition> sequences() {
    return List.copyOf(catalog.sequences());
  }

  @Override
  public List<FunctionInfo> functions() {
    return SystemTables.functions(inJava.all());
  }

  @Override
  public boolean isTemporary(String schema) {
    return TemporarySchemas.isOne(schema);
  }

  @Override
  public TableDefinition table(int id) {
    return catalog.layout(id).definition();
  }

  @Override
  public String sequenceName(int id) {
    SequenceDefinition sequence = catalog.sequence(id);
    return sequence == null ? "" : NameText.of(sequence.schema(), sequence.name());
  }

  @Override
  public long rowCount(TableDefinition table) {
    return database.rowCount(table);
  }

  @Override
  public String typeName(ColumnDefinition column) {
    return TypeNames.catalogName(column.type());
  }
}
