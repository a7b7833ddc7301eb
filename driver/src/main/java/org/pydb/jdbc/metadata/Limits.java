package org.pydb.jdbc.metadata;

/** How much of everything there may be. Where nothing sets a limit, JDBC asks for 0. */
abstract class Limits extends Product {

  /** The longest name, in characters. */
  private static final int NAME_LENGTH = 128;

  /** The most columns of a table. */
  private static final int TABLE_COLUMNS = 1600;

  /** The longest key of an index, in bytes. */
  private static final int KEY_LENGTH = 1 << 20;

  /** The longest row, in bytes, with all that it holds. */
  private static final int ROW_LENGTH = 1 << 30;

  Limits(MetaDataSource source) {
    super(source);
  }

  @Override
  public int getMaxColumnNameLength() {
    return NAME_LENGTH;
  }

  @Override
  public int getMaxTableNameLength() {
    return NAME_LENGTH;
  }

  @Override
  public int getMaxSchemaNameLength() {
    return NAME_LENGTH;
  }

  @Override
  public int getMaxColumnsInTable() {
    return TABLE_COLUMNS;
  }

  @Override
  public int getMaxIndexLength() {
    return KEY_LENGTH;
  }

  @Override
  public int getMaxRowSize() {
    return ROW_LENGTH;
  }

  @Override
  public boolean doesMaxRowSizeIncludeBlobs() {
    return true;
  }

  @Override
  public long getMaxLogicalLobSize() {
    return ROW_LENGTH;
  }

  @Override
  public int getMaxBinaryLiteralLength() {
    return 0;
  }

  @Override
  public int getMaxCharLiteralLength() {
    return 0;
  }

  @Override
  public int getMaxColumnsInGroupBy() {
    return 0;
  }

  @Override
  public int getMaxColumnsInIndex() {
    return 0;
  }

  @Override
  public int getMaxColumnsInOrderBy() {
    return 0;
  }

  @Override
  public int getMaxColumnsInSelect() {
    return 0;
  }

  @Override
  public int getMaxConnections() {
    return 0;
  }

  @Override
  public int getMaxCursorNameLength() {
    return 0;
  }

  @Override
  public int getMaxProcedureNameLength() {
    return 0;
  }

  @Override
  public int getMaxCatalogNameLength() {
    return 0;
  }

  @Override
  public int getMaxStatementLength() {
    return 0;
  }

  @Override
  public int getMaxStatements() {
    return 0;
  }

  @Override
  public int getMaxTablesInSelect() {
    return 0;
  }

  @Override
  public int getMaxUserNameLength() {
    return 0;
  }
}
