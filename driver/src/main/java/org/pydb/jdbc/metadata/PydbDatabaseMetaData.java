package org.pydb.jdbc.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;

/**
 * What pydb is and can, and what is in a database. The calls that browse are here, those that
 * answer with a fact in the classes above. As thread-safe as its connection.
 *
 * <p>Databases are not divided into catalogs, so every {@code …_CAT} is NULL and every catalog that
 * is named holds nothing. Names are compared as they are stored: in lower case, unless they were
 * quoted when they were made.
 */
public final class PydbDatabaseMetaData extends Support {

  /** Metadata of a connection. */
  public PydbDatabaseMetaData(MetaDataSource source) {
    super(source);
  }

  @Override
  public Connection getConnection() {
    return source.connection();
  }

  // ------------------------------------------------------------------ schemas, tables, columns

  @Override
  public ResultSet getCatalogs() throws SQLException {
    return nothing(Shapes.CATALOGS);
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return getSchemas(null, null);
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern)
      throws SQLException {
    return TableAnswers.schemas(source.catalog(), catalog, schemaPattern)
        .sortedBy(source, "TABLE_CATALOG", "TABLE_SCHEM");
  }

  @Override
  public ResultSet getTableTypes() throws SQLException {
    return TableAnswers.tableTypes().asAdded(source);
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tableNamePattern,
      String @Nullable [] types)
      throws SQLException {
    return TableAnswers.tables(
            source.catalog(), Selection.like(catalog, schemaPattern, tableNamePattern), types)
        .sortedBy(source, "TABLE_TYPE", "TABLE_SCHEM", "TABLE_NAME");
  }

  @Override
  public ResultSet getTablePrivileges(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
      throws SQLException {
    return TableAnswers.privileges(
            source.catalog(), Selection.like(catalog, schemaPattern, tableNamePattern), grantee())
        .sortedBy(source, "TABLE_SCHEM", "TABLE_NAME", "PRIVILEGE");
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tableNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return ColumnAnswers.columns(
            source.catalog(),
            Selection.like(catalog, schemaPattern, tableNamePattern),
            new NamePattern(columnNamePattern))
        .sortedBy(source, "TABLE_SCHEM", "TABLE_NAME", "ORDINAL_POSITION");
  }

  @Override
  public ResultSet getColumnPrivileges(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      @Nullable String columnNamePattern)
      throws SQLException {
    return ColumnAnswers.privileges(
            source.catalog(),
            Selection.named(catalog, schema, table),
            new NamePattern(columnNamePattern),
            grantee())
        .sortedBy(source, "COLUMN_NAME", "PRIVILEGE");
  }

  /** There are none: what a row has beside its columns cannot be asked for. */
  @Override
  public ResultSet getPseudoColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tableNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return nothing(Shapes.PSEUDO_COLUMNS);
  }

  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      int scope,
      boolean nullable)
      throws SQLException {
    if (scope < bestRowTemporary || scope > bestRowSession) {
      throw SqlExceptions.invalidArgument("no scope of row identifiers has the number " + scope);
    }
    return ColumnAnswers.rowIdentifier(
            source.catalog(), Selection.named(catalog, schema, table), nullable)
        .asAdded(source);
  }

  /** There are none: no column changes by itself. */
  @Override
  public ResultSet getVersionColumns(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return nothing(Shapes.ROW_COLUMNS);
  }

  // ------------------------------------------------------------------ keys and indexes

  @Override
  public ResultSet getPrimaryKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return KeyAnswers.primaryKeys(source.catalog(), Selection.named(catalog, schema, table))
        .sortedBy(source, "COLUMN_NAME");
  }

  /**
   * {@inheritDoc}
   *
   * <p>The columns of one key stand together, which JDBC forgets to ask for.
   */
  @Override
  public ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return KeyAnswers.foreignKeys(
            source.catalog(), referenced -> true, Selection.named(catalog, schema, table))
        .sortedBy(source, "PKTABLE_SCHEM", "PKTABLE_NAME", "FK_NAME", "KEY_SEQ");
  }

  /**
   * {@inheritDoc}
   *
   * <p>The columns of one key stand together, which JDBC forgets to ask for.
   */
  @Override
  public ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return KeyAnswers.foreignKeys(
            source.catalog(), Selection.named(catalog, schema, table), referencing -> true)
        .sortedBy(source, "FKTABLE_SCHEM", "FKTABLE_NAME", "FK_NAME", "KEY_SEQ");
  }

  /**
   * {@inheritDoc}
   *
   * <p>The columns of one key stand together, which JDBC forgets to ask for.
   */
  @Override
  public ResultSet getCrossReference(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      @Nullable String parentTable,
      @Nullable String foreignCatalog,
      @Nullable String foreignSchema,
      @Nullable String foreignTable)
      throws SQLException {
    return KeyAnswers.foreignKeys(
            source.catalog(),
            Selection.named(parentCatalog, parentSchema, parentTable),
            Selection.named(foreignCatalog, foreignSchema, foreignTable))
        .sortedBy(source, "FKTABLE_SCHEM", "FKTABLE_NAME", "FK_NAME", "KEY_SEQ");
  }

  /**
   * {@inheritDoc}
   *
   * <p>Row counts are always those of the moment: {@code approximate} changes nothing.
   */
  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      boolean unique,
      boolean approximate)
      throws SQLException {
    return IndexAnswers.indexes(source.catalog(), Selection.named(catalog, schema, table), unique)
        .sortedBy(source, "NON_UNIQUE", "TYPE", "INDEX_NAME", "ORDINAL_POSITION");
  }

  // ------------------------------------------------------------------ types, functions

  @Override
  public ResultSet getTypeInfo() throws SQLException {
    return TypeAnswers.types().sortedBy(source, "DATA_TYPE");
  }

  /** There are none: types cannot be made. */
  @Override
  public ResultSet getUDTs(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String typeNamePattern,
      int @Nullable [] types)
      throws SQLException {
    return nothing(Shapes.USER_TYPES);
  }

  /** There are none: types cannot be made. */
  @Override
  public ResultSet getSuperTypes(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern)
      throws SQLException {
    return nothing(Shapes.SUPER_TYPES);
  }

  /** There are none: tables do not inherit. */
  @Override
  public ResultSet getSuperTables(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
      throws SQLException {
    return nothing(Shapes.SUPER_TABLES);
  }

  /** There are none: types cannot be made. */
  @Override
  public ResultSet getAttributes(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String typeNamePattern,
      @Nullable String attributeNamePattern)
      throws SQLException {
    return nothing(Shapes.ATTRIBUTES);
  }

  /** There are none: procedures cannot be made. */
  @Override
  public ResultSet getProcedures(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String procedureNamePattern)
      throws SQLException {
    return nothing(Shapes.PROCEDURES);
  }

  /** There are none: procedures cannot be made. */
  @Override
  public ResultSet getProcedureColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String procedureNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return nothing(Shapes.PROCEDURE_COLUMNS);
  }

  /**
   * {@inheritDoc}
   *
   * <p>SQL's own are in the schema {@code pg_catalog}, those in Java in {@code public}.
   */
  @Override
  public ResultSet getFunctions(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String functionNamePattern)
      throws SQLException {
    return FunctionAnswers.functions(
            source.catalog(), Selection.like(catalog, schemaPattern, functionNamePattern))
        .sortedBy(source, "FUNCTION_SCHEM", "FUNCTION_NAME", "SPECIFIC_NAME");
  }

  @Override
  public ResultSet getFunctionColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String functionNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return FunctionAnswers.columns(
            source.catalog(),
            Selection.like(catalog, schemaPattern, functionNamePattern),
            new NamePattern(columnNamePattern))
        .sortedBy(source, "FUNCTION_SCHEM", "FUNCTION_NAME", "SPECIFIC_NAME", "ORDINAL_POSITION");
  }

  // ------------------------------------------------------------------ the rest

  @Override
  public ResultSet getClientInfoProperties() throws SQLException {
    Answer answer = new Answer(Shapes.CLIENT_INFO);
    for (ClientInfoProperty property : ClientInfoProperty.values()) {
      answer.add(property.key(), 0, "", property.documentation());
    }
    return answer.sortedBy(source, "NAME");
  }

  @Override
  public RowIdLifetime getRowIdLifetime() {
    return RowIdLifetime.ROWID_UNSUPPORTED;
  }

  /** Whoever connects may do everything. */
  private String grantee() {
    return source.user().isEmpty() ? "PUBLIC" : source.user();
  }

  private ResultSet nothing(Shape shape) throws SQLException {
    return new Answer(shape).asAdded(source);
  }
}
