package org.pydb.calcite.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlMoniker;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.system.SystemTables;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * Finds the tables that one statement names: along the search path, or in the schema that it says.
 * Names are compared letter by letter; the parser has folded them. Used by one thread.
 */
public final class PydbCatalogReader implements Prepare.CatalogReader {
  private static final SqlNameMatcher NAMES = SqlNameMatchers.withCaseSensitive(true);

  private final CatalogTables tables;
  private final List<String> searchPath;
  private final List<List<String>> schemaPaths;

  /** The rows that the execution of the statement keeps, by their names. */
  private final Map<List<String>, KeptTable> kept;

  /**
   * A reader.
   *
   * @param searchPath the schemas in which unqualified names are looked up, in order
   */
  public PydbCatalogReader(CatalogTables tables, List<String> searchPath) {
    this(tables, searchPath, new HashMap<>());
  }

  private PydbCatalogReader(
      CatalogTables tables, List<String> searchPath, Map<List<String>, KeptTable> kept) {
    this.tables = tables;
    this.kept = kept;
    this.searchPath = SystemTables.searched(List.copyOf(searchPath));
    List<List<String>> paths = new ArrayList<>();
    this.searchPath.forEach(schema -> paths.add(List.of(schema)));
    paths.add(List.of());
    this.schemaPaths = List.copyOf(paths);
  }

  /** The tables of the catalog. */
  public CatalogTables tables() {
    return tables;
  }

  /** Has a name mean rows that the execution of the statement keeps. */
  public void keep(List<String> names, KeptTable rows) {
    kept.put(names, rows);
  }

  /** The table that a name in a statement means; null if there is none, or if it is a view. */
  public @Nullable PydbTable find(List<String> names) {
    return relation(names) instanceof PydbTable table ? table : null;
  }

  /** The view that a name in a statement means; null if there is none, or if it is a table. */
  public @Nullable PydbView findView(List<String> names) {
    return relation(names) instanceof PydbView view ? view : null;
  }

  private Prepare.@Nullable PreparingTable relation(List<String> names) {
    KeptTable rows = kept.get(names);
    if (rows != null) {
      return rows;
    }
    if (names.size() == 2) {
      return relation(TemporarySchemas.meant(names.get(0), searchPath), names.get(1));
    }
    if (names.size() != 1) {
      return null;
    }
    for (String schema : searchPath) {
      Prepare.PreparingTable found = relation(schema, names.get(0));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Prepare.@Nullable PreparingTable relation(String schema, String name) {
    PydbTable table = tables.table(schema, name);
    return table != null ? table : tables.view(schema, name);
  }

  @Override
  public Prepare.@Nullable PreparingTable getTable(List<String> names) {
    return relation(names);
  }

  @Override
  public Prepare.@Nullable PreparingTable getTableForMember(List<String> names) {
    return relation(names);
  }

  @Override
  public CalciteSchema getRootSchema() {
    return kept.isEmpty() ? tables.root() : tables.rootBeside(kept);
  }

  @Override
  public List<List<String>> getSchemaPaths() {
    return schemaPaths;
  }

  @Override
  public Prepare.CatalogReader withSchemaPath(List<String> schemaPath) {
    return new PydbCatalogReader(tables, schemaPath, kept);
  }

  @Override
  public RelDataTypeFactory getTypeFactory() {
    return PydbTypeFactory.INSTANCE;
  }

  @Override
  public void registerRules(RelOptPlanner planner) {
    // Tables bring no rules: the phases name all that there are.
  }

  @Override
  public @Nullable RelDataType getNamedType(SqlIdentifier typeName) {
    return null;
  }

  @Override
  public List<SqlMoniker> getAllSchemaObjectNames(List<String> names) {
    return List.of();
  }

  @Override
  public SqlNameMatcher nameMatcher() {
    return NAMES;
  }

  @Override
  public RelDataType createTypeFromProjection(RelDataType type, List<String> columnNames) {
    return SqlValidatorUtil.createTypeFromProjection(
        type, columnNames, PydbTypeFactory.INSTANCE, true);
  }

  @Override
  public CalciteConnectionConfig getConfig() {
    return CalciteConnectionConfig.DEFAULT;
  }

  @Override
  public <C> @Nullable C unwrap(Class<C> type) {
    return type.isInstance(this) ? type.cast(this) : null;
  }

  /** None: functions do not live in schemas. */
  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher nameMatcher) {}

  @Override
  public List<SqlOperator> getOperatorList() {
    return List.of();
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still has it
  public @Nullable RelDataTypeField field(RelDataType rowType, String alias) {
    return NAMES.field(rowType, alias);
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still has it
  public boolean matches(String string, String name) {
    return NAMES.matches(string, name);
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still has it
  public boolean isCaseSensitive() {
    return true;
  }
}
