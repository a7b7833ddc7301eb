package org.pydb.calcite.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelDistributions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelReferentialConstraint;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.SqlAccessType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlModality;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.sql2rel.InitializerContext;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.system.SystemTable;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.TableDefinition;

/**
 * A table as Calcite sees it: name, row type, keys and row count, over a {@link TableDefinition}.
 * Immutable; thread-safe; made once for a catalog and shared by all statements.
 *
 * <p>A <em>keyed</em> table has one column more, {@link #KEY_COLUMN}, last: the encoded key under
 * which the row stands in the table's tree. UPDATE and DELETE read their target as a keyed table,
 * because the key says which row to change, whether or not the table has a primary key. No name in
 * a statement leads to that column.
 */
public final class PydbTable implements Prepare.PreparingTable, Table {

  /** The name of the column that holds the row's encoded key. */
  public static final String KEY_COLUMN = "$key";

  private final TableDefinition definition;
  private final TableLayout layout;
  private final TableStatistics statistics;
  private final boolean keyed;
  private final @Nullable SystemTable system;
  private final RelDataType rowType;
  private final List<ImmutableBitSet> keys;

  /**
   * A table.
   *
   * @param keyed whether rows have {@link #KEY_COLUMN} as well
   */
  PydbTable(TableLayout layout, TableStatistics statistics, boolean keyed) {
    this(layout, statistics, keyed, null);
  }

  /** A system table. */
  PydbTable(SystemTable system) {
    this(TableLayout.of(system.definition()), () -> SystemTable.ROWS_EXPECTED, false, system);
  }

  private PydbTable(
      TableLayout layout, TableStatistics statistics, boolean keyed, @Nullable SystemTable system) {
    this.layout = layout;
    this.system = system;
    this.definition = layout.definition();
    this.statistics = statistics;
    this.keyed = keyed;
    this.rowType = rowType(definition, keyed);
    this.keys = keys(definition, keyed);
  }

  /**
   * Whether there is a table of ours behind one of Calcite's: behind that of a recursion is none.
   */
  public static boolean isOurs(RelOptTable table) {
    return table.unwrap(PydbTable.class) != null;
  }

  /** The table behind one that Calcite hands back. */
  public static PydbTable of(RelOptTable table) {
    PydbTable pydbTable = table.unwrap(PydbTable.class);
    if (pydbTable == null) {
      throw new IllegalArgumentException(table + " is not a table of ours");
    }
    return pydbTable;
  }

  /** The definition. */
  public TableDefinition definition() {
    return definition;
  }

  /** How its rows lie in their trees. */
  public TableLayout layout() {
    return layout;
  }

  /** Whether rows have {@link #KEY_COLUMN} as their last column. */
  public boolean isKeyed() {
    return keyed;
  }

  /** What computes its rows; null if they are stored. */
  public @Nullable SystemTable system() {
    return system;
  }

  /** Whether its rows are computed when it is read, rather than stored. */
  public boolean isSystem() {
    return system != null;
  }

  /** What is known about the rows. */
  public TableStatistics statistics() {
    return statistics;
  }

  @Override
  public List<String> getQualifiedName() {
    return List.of(definition.schema(), keyed ? keyedName(definition.name()) : definition.name());
  }

  /** The name by which the keyed form of a table is found; no statement can write it. */
  static String keyedName(String tableName) {
    return tableName + KEYED_SUFFIX;
  }

  static final String KEYED_SUFFIX = "\u0000keyed";

  @Override
  public double getRowCount() {
    return Math.max(1, statistics.rowCount());
  }

  @Override
  public RelDataType getRowType() {
    return rowType;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return rowType;
  }

  @Override
  public boolean isKey(ImmutableBitSet columns) {
    return keys.stream().anyMatch(columns::contains);
  }

  @Override
  public List<ImmutableBitSet> getKeys() {
    return keys;
  }

  @Override
  public RelNode toRel(ToRelContext context) {
    return LogicalTableScan.create(context.getCluster(), this, context.getTableHints());
  }

  /** None: which order rows come in is for the physical scans to say. */
  @Override
  public List<RelCollation> getCollationList() {
    return List.of();
  }

  @Override
  public RelDistribution getDistribution() {
    return RelDistributions.SINGLETON;
  }

  @Override
  public List<RelReferentialConstraint> getReferentialConstraints() {
    return List.of();
  }

  @Override
  public List<ColumnStrategy> getColumnStrategies() {
    return Collections.nCopies(rowType.getFieldCount(), ColumnStrategy.NULLABLE);
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of(getRowCount(), keys);
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return Schema.TableType.TABLE;
  }

  @Override
  public <C> @Nullable C unwrap(Class<C> type) {
    return type.isInstance(this) ? type.cast(this) : null;
  }

  @Override
  public SqlMonotonicity getMonotonicity(String columnName) {
    return SqlMonotonicity.NOT_MONOTONIC;
  }

  @Override
  public SqlAccessType getAllowedAccess() {
    return SqlAccessType.ALL;
  }

  @Override
  public boolean supportsModality(SqlModality modality) {
    return modality == SqlModality.RELATION;
  }

  @Override
  public boolean isTemporal() {
    return false;
  }

  @Override
  public boolean isRolledUp(String column) {
    return false;
  }

  @Override
  public boolean rolledUpColumnValidInsideAgg(
      String column,
      SqlCall call,
      @Nullable SqlNode parent,
      @Nullable CalciteConnectionConfig config) {
    return false;
  }

  @Override
  @SuppressWarnings("deprecation") // nothing calls it any more, but the interface still has it
  public boolean columnHasDefaultValue(
      RelDataType type, int ordinal, InitializerContext initializerContext) {
    return ordinal < definition.columns().size()
        && definition.columns().get(ordinal).defaultExpression() != null;
  }

  @Override
  public @Nullable RelOptSchema getRelOptSchema() {
    return null;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public @Nullable Expression getExpression(Class type) {
    return null;
  }

  @Override
  public RelOptTable extend(List<RelDataTypeField> extendedFields) {
    throw new UnsupportedOperationException("EXTEND is not supported");
  }

  @Override
  public String toString() {
    return definition.qualifiedName();
  }

  private static RelDataType rowType(TableDefinition definition, boolean keyed) {
    RelDataTypeFactory.Builder fields = PydbTypeFactory.INSTANCE.builder();
    for (ColumnDefinition column : definition.columns()) {
      fields.add(column.name(), ColumnTypes.toPlan(column.type(), column.nullable()));
    }
    if (keyed) {
      fields.add(KEY_COLUMN, SqlTypeName.VARBINARY);
    }
    return fields.build();
  }

  /** Column sets that no two rows have alike; a nullable column may be NULL in many rows. */
  private static List<ImmutableBitSet> keys(TableDefinition definition, boolean keyed) {
    List<ImmutableBitSet> keys = new ArrayList<>();
    if (keyed) {
      keys.add(ImmutableBitSet.of(definition.columns().size()));
    }
    if (definition.primaryKey() != null) {
      keys.add(ImmutableBitSet.of(definition.primaryKey().columns()));
    }
    for (IndexDefinition index : definition.indexes()) {
      List<Integer> columns = index.columns().stream().map(KeyColumn::column).toList();
      if (index.unique()
          && columns.stream().noneMatch(column -> definition.columns().get(column).nullable())) {
        keys.add(ImmutableBitSet.of(columns));
      }
    }
    return List.copyOf(keys);
  }
}
